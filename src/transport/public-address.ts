import {
  type AddressRange,
  addressOf,
  isInRange,
  parseAddressRange,
} from '../handle/address-range.ts';
import { isIpv4Bytes } from '../handle/ip-address.ts';

/** IPv4 that leads to nobody on the public network (RFC 6890 and the IANA registry behind it). */
const NOT_PUBLIC_IPV4 = ranges(
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local; the clouds' metadata services
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // 6to4 relays, given up
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarking
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
);

/** The part of IPv6 from which global unicast addresses are given out; the rest is not public. */
const GLOBAL_IPV6 = ranges('2000::/3');

const NOT_PUBLIC_IPV6 = ranges(
  '2001::/23', // protocol assignments: Teredo, benchmarking, ORCHID
  '2001:db8::/32', // documentation
  '3fff::/20', // documentation
);

/** IPv6 that some router turns into the IPv4 in its last four bytes. */
const TRANSLATED = ranges(
  '64:ff9b::/96', // NAT64 (RFC 6052)
  '::ffff:0:0:0/96', // SIIT (RFC 7915)
);

/** IPv6 that carries IPv4 after its first two bytes (RFC 3056). */
const SIX_TO_FOUR = ranges('2002::/16');

/**
 * Whether an address belongs to the public network. One that is only another way to write an IPv4
 * address is judged by that.
 *
 * @param address 16 bytes as `parseIpAddress` gives them
 */
export function isPublicAddress(address: Uint8Array): boolean {
  if (isIpv4Bytes(address)) return !isInAny(address, NOT_PUBLIC_IPV4);
  if (isInAny(address, TRANSLATED)) return isPublicAddress(ipv4At(address, 12));
  if (isInAny(address, SIX_TO_FOUR)) return isPublicAddress(ipv4At(address, 2));
  return isInAny(address, GLOBAL_IPV6) && !isInAny(address, NOT_PUBLIC_IPV6);
}

function isInAny(bytes: Uint8Array, list: readonly AddressRange[]): boolean {
  const address = addressOf(bytes);
  return list.some((range) => isInRange(address, range));
}

function ipv4At(address: Uint8Array, offset: number): Uint8Array {
  const ipv4 = new Uint8Array(16);
  // Never 0.0.0.1, which would be read as the loopback address of IPv6; it is refused either way.
  ipv4.set(address.subarray(offset, offset + 4), 12);
  return ipv4;
}

function ranges(...texts: string[]): AddressRange[] {
  return texts.map((text) => {
    const range = parseAddressRange(text);
    if (range === undefined) throw new RangeError(`no address range: ${text}`);
    return range;
  });
}
