import type { ServerKey } from '../../../src/demo/server-key.ts';
import { parseIpAddress } from '../../../src/handle/ip-address.ts';
import {
  HashOption,
  InterfaceProtocol,
  InterfaceType,
  type Site,
  SiteFlag,
} from '../../../src/handle/site.ts';
import { onlyMembers } from './members.ts';
import type { Scenario, ScenarioService, ScenarioSite } from './scenario.ts';
import { HANDLE_PORT, HTTP_PORT } from './virtual-host.ts';

const SERVICE_MEMBERS = ['sites', 'prefixes', 'via', 'ttl', 'records'];
const SITE_MEMBERS = [
  'servers',
  'mirror',
  'protocols',
  'attributes',
  'version',
  'keyless',
  'serial',
];

/** Where nothing else is said: the registry, and a service that has the prefix 10.1. */
const DEFAULT_SERVICES: Readonly<Record<string, ScenarioService>> = {
  root: { sites: [{ servers: { root: '192.0.2.1' } }] },
  local: { prefixes: ['10.1'], sites: [{ servers: { local: '192.0.2.10' } }] },
};

export function servicesOf({ services }: Scenario): Readonly<Record<string, ScenarioService>> {
  const all = { ...DEFAULT_SERVICES, ...services };
  for (const [name, service] of Object.entries(all)) {
    onlyMembers(`the service ${name}`, service, SERVICE_MEMBERS);
    for (const site of service.sites) onlyMembers(`a site of ${name}`, site, SITE_MEMBERS);
  }
  return all;
}

/** The site record. */
export function siteOf(written: ScenarioSite, key: ServerKey): Site {
  const { protocols = ['udp', 'tcp', 'http'], version = '2.11', serial = 1 } = written;
  const [major = 2, minor = 11] = version.split('.').map(Number);
  return {
    version: 1,
    protocolVersion: { major, minor },
    serialNumber: serial,
    flags: written.mirror ? 0 : SiteFlag.primary,
    hashOption: HashOption.byHandle,
    hashFilter: '',
    attributes: Object.entries(written.attributes ?? {}).map(([name, value]) => ({ name, value })),
    servers: Object.values(written.servers).map((address, position) => ({
      serverId: position + 1,
      address: bytesOf(address),
      publicKey: written.keyless ? new Uint8Array() : key.record,
      interfaces: protocols.map((protocol) => ({
        type: InterfaceType.query,
        protocol: InterfaceProtocol[protocol],
        port: protocol === 'http' ? HTTP_PORT : HANDLE_PORT,
      })),
    })),
  };
}

/** `0.0.0.0` for a server that has nothing but a name. */
function bytesOf(address: string): Uint8Array {
  const bytes = parseIpAddress(address.split(' ')[0] ?? '');
  if (bytes === undefined) throw new SyntaxError(`no address: ${address}`);
  return bytes;
}
