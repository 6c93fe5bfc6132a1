import type { UpstreamProtocol } from '../events.ts';
import { ipAddressText, isUnspecifiedAddress } from '../handle/ip-address.ts';
import type { Server, Site } from '../handle/site.ts';
import type { AddressGuard } from '../transport/address-guard.ts';
import { doorsAt } from './doors.ts';
import { KeyReader } from './key-reader.ts';

/**
 * Tells sites that can be asked from others: every server of it takes queries by a protocol that we
 * speak, at an address that we may use, and has a key to verify its answers with. Addresses behind
 * names are looked at when they are used.
 */
export function usableSites(
  protocols: readonly UpstreamProtocol[],
  allowAddress: AddressGuard,
): (site: Site) => boolean {
  const keys = new KeyReader();
  const isUsable = (site: Site, server: Server) => {
    if (!keys.canRead(server.publicKey)) return false;
    const address = ipAddressText(server.address);
    const hasName = isUnspecifiedAddress(server.address);
    return doorsAt(address, site, server, protocols).some(({ endpoint }) =>
      hasName ? endpoint.host !== undefined : allowAddress(address, endpoint.port),
    );
  };
  return (site) =>
    site.servers.length > 0 && site.servers.every((server) => isUsable(site, server));
}
