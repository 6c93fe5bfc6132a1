import { parseIpAddress } from '../handle/ip-address.ts';
import {
  HashOption,
  type Interface,
  InterfaceProtocol,
  InterfaceType,
  type Server,
  type Site,
  SiteFlag,
} from '../handle/site.ts';
import type { DemoServer } from './demo-server.ts';
import type { ServerKey } from './server-key.ts';
import type { ServiceDescription } from './services.ts';

/** The serial number of every site: nothing about them changes while the network runs. */
const SERIAL_NUMBER = 1;

/** The site record of a service whose servers have their ports. */
export function demoSite(
  { description, version }: ServiceDescription,
  servers: readonly { readonly server: DemoServer; readonly key: ServerKey }[],
): Site {
  return {
    version: 1,
    protocolVersion: version,
    serialNumber: SERIAL_NUMBER,
    flags: SiteFlag.primary,
    hashOption: HashOption.byHandle,
    hashFilter: '',
    attributes: [{ name: 'desc', value: description }],
    servers: servers.map(({ server, key }, position) => siteServer(position + 1, server, key)),
  };
}

function siteServer(serverId: number, { addresses }: DemoServer, key: ServerKey): Server {
  const address = parseIpAddress(addresses.udp.address);
  if (address === undefined) throw new RangeError('a server listens on an IP literal');
  return {
    serverId,
    address,
    publicKey: key.record,
    interfaces: [
      door(InterfaceProtocol.udp, addresses.udp.port),
      door(InterfaceProtocol.tcp, addresses.tcp.port),
      door(InterfaceProtocol.http, addresses.http.port),
    ],
  };
}

function door(protocol: number, port: number): Interface {
  return { type: InterfaceType.query, protocol, port };
}
