import { lookup } from 'node:dns/promises';
import { parseIpAddress } from '../handle/ip-address.ts';
import { isPublicAddress } from '../transport/public-address.ts';

/**
 * Whether a host is on this machine or in a private network, all its addresses considered. Strangers'
 * servers are not to be load-tested unasked.
 *
 * @param host a name, or an address with or without brackets
 * @throws Error when the name has no address
 */
export async function isOwnNetwork(host: string): Promise<boolean> {
  const bare = host.replace(/^\[|\]$/g, '');
  const literal = parseIpAddress(bare);
  if (literal !== undefined) return !isPublicAddress(literal);
  const found = await lookup(bare, { all: true });
  return found.every(({ address }) => {
    const bytes = parseIpAddress(address);
    return bytes !== undefined && !isPublicAddress(bytes);
  });
}
