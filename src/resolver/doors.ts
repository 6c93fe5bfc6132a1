import type { UpstreamProtocol } from '../events.ts';
import {
  type Interface,
  InterfaceProtocol,
  InterfaceType,
  type Server,
  type Site,
} from '../handle/site.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import { serverAttribute } from './site-attributes.ts';

/** One way to put a question to a service. */
export interface Door {
  readonly site: Site;
  readonly server: Server;
  readonly endpoint: Endpoint;
  /** Protocol, address and port: tells what is known of one way from what is known of others. */
  readonly way: string;
}

const HIGHEST_PORT = 65_535;

/** The doors of a server at one of its addresses: by each protocol the first interface that takes queries. */
export function doorsAt(
  address: string,
  site: Site,
  server: Server,
  protocols: readonly UpstreamProtocol[],
): readonly Door[] {
  const host = domainOf(site, server);
  const path = serverAttribute(site, 'path', site.servers.indexOf(server));
  const doors: Door[] = [];
  for (const protocol of protocols) {
    const found = server.interfaces.find((candidate) => takesQueries(candidate, protocol));
    if (found === undefined) continue;
    const { port } = found;
    const endpoint = { protocol, address, port, ...(host && { host }), ...(path && { path }) };
    doors.push({ site, server, endpoint, way: `${protocol} ${address} ${port}` });
  }
  return doors;
}

/** The name of a server in its site's record, where it has one. */
export function domainOf(site: Site, server: Server): string | undefined {
  return serverAttribute(site, 'domain', site.servers.indexOf(server));
}

function takesQueries({ type, protocol, port }: Interface, wanted: UpstreamProtocol): boolean {
  return (
    protocol === InterfaceProtocol[wanted] &&
    (type & InterfaceType.query) !== 0 &&
    port >= 1 &&
    port <= HIGHEST_PORT
  );
}
