import type { UpstreamProtocol } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import { ipAddressText, isUnspecifiedAddress } from '../handle/ip-address.ts';
import {
  type Interface,
  InterfaceProtocol,
  InterfaceType,
  type Server,
  type Site,
} from '../handle/site.ts';
import { serverFor } from '../protocol/server-index.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import { serverAttribute } from './site-attributes.ts';

/** One way to put a question to a service. */
export interface Door {
  readonly site: Site;
  readonly server: Server;
  readonly endpoint: Endpoint;
}

/** The server of a site that a question is for, with its addresses. */
export interface Target {
  readonly site: Site;
  readonly server: Server;
  readonly addresses: readonly string[];
}

const HIGHEST_PORT = 65_535;

/**
 * The server that the handle's hash decides. One without an address has a name (`domain`), and the
 * addresses behind it.
 *
 * @returns undefined when the site has no server
 */
export async function targetOf(
  site: Site,
  handle: Handle,
  addressesOf: (name: string) => Promise<readonly string[]>,
): Promise<Target | undefined> {
  const server = serverFor(site, handle);
  if (server === undefined) return undefined;
  if (!isUnspecifiedAddress(server.address)) {
    return { site, server, addresses: [ipAddressText(server.address)] };
  }
  const name = domainOf(site, server);
  return { site, server, addresses: name ? await addressesOf(name) : [] };
}

/** The doors of a target by one protocol: its first interface that takes queries. */
export function doorsOf(target: Target, protocol: UpstreamProtocol): readonly Door[] {
  const { site, server, addresses } = target;
  const found = server.interfaces.find((candidate) => takesQueries(candidate, protocol));
  if (found === undefined) return [];
  const host = domainOf(site, server);
  const path = serverAttribute(site, 'path', site.servers.indexOf(server));
  return addresses.map((address) => ({
    site,
    server,
    endpoint: {
      protocol,
      address,
      port: found.port,
      ...(host && { host }),
      ...(path && { path }),
    },
  }));
}

/** Tells servers apart, also those on one host. */
export function serverName(site: Site, server: Server): string {
  const host = isUnspecifiedAddress(server.address)
    ? domainOf(site, server)
    : ipAddressText(server.address);
  return `${host} ${server.interfaces[0]?.port}`;
}

function domainOf(site: Site, server: Server): string | undefined {
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
