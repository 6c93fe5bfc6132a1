import { isUnspecifiedAddress } from '../handle/ip-address.ts';
import { isPublicAddress } from '../transport/public-address.ts';
import type { Bootstrap } from './bootstrap.ts';

/**
 * Whether the whole registry lives in private networks or on this host: then it is somebody's own,
 * and its records may name private addresses too. Of a server that gives a name instead of an
 * address that cannot be told.
 */
export function isPrivateBootstrap({ rootSites }: Bootstrap): boolean {
  const servers = rootSites.flatMap((site) => site.servers);
  return (
    servers.length > 0 &&
    servers.every(({ address }) => !isUnspecifiedAddress(address) && !isPublicAddress(address))
  );
}
