import { parseIpAddress } from '../handle/ip-address.ts';
import { isPublicAddress } from '../transport/public-address.ts';

/**
 * Whether a host is on this machine or in a private network. Strangers' servers are not to be
 * load-tested unasked.
 *
 * @param addresses all that the host has
 */
export function isOwnNetwork(addresses: readonly string[]): boolean {
  return addresses.every((address) => {
    const bytes = parseIpAddress(address);
    return bytes !== undefined && !isPublicAddress(bytes);
  });
}
