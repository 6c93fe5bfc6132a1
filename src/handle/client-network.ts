import { ipAddressText, isIpv4Bytes, isUnspecifiedAddress, parseIpAddress } from './ip-address.ts';

/**
 * The network a client belongs to, where single clients must not or cannot be told apart: a /24 of
 * IPv4 or a /56 of IPv6, written as its first address. IPv4-mapped addresses count as IPv4.
 *
 * @returns `-` for what is no address
 */
export function clientNetwork(address: string): string {
  const bytes = parseIpAddress(address.replace(/%.*$/, ''));
  if (bytes === undefined) return '-';
  if (isIpv4Bytes(bytes)) return ipAddressText(bytes.fill(0, 15));
  bytes.fill(0, 7);
  return isUnspecifiedAddress(bytes) ? '::' : ipAddressText(bytes);
}
