import { parseIpAddress } from '../handle/ip-address.ts';
import { type Server, type Site, siteAttribute } from '../handle/site.ts';

/**
 * The same site at the other addresses that its attributes name: `alt_addr.<server id>`, or
 * `alt_addr` where there is one server only. Servers without one keep their address.
 *
 * @returns undefined when no other address is named
 */
export function alternativeSite(site: Site): Site | undefined {
  let named = false;
  const servers = site.servers.map((server) => {
    const address = alternativeAddress(site, server);
    if (address === undefined) return server;
    named = true;
    return { ...server, address };
  });
  return named ? { ...site, servers } : undefined;
}

function alternativeAddress(site: Site, server: Server): Uint8Array | undefined {
  const text =
    siteAttribute(site, `alt_addr.${server.serverId}`) ??
    (site.servers.length === 1 ? siteAttribute(site, 'alt_addr') : undefined);
  return text === undefined ? undefined : parseIpAddress(text.trim());
}
