import { isIpv4Bytes, parseIpAddress } from '../handle/ip-address.ts';

/** All addresses that begin with the same bits. */
export interface AddressRange {
  /** 16 bytes; IPv4 in the last four, after zeros. */
  readonly address: Uint8Array;
  /** How many bits count, from the first of the 16 bytes. */
  readonly bits: number;
  readonly family: 4 | 6;
}

/** Where the bits of an IPv4 address begin. */
const IPV4_OFFSET_BITS = 96;

/**
 * Reads an address and the length of its prefix; bits after the prefix do not matter.
 *
 * @param length as written after the slash; undefined for a single address
 * @returns undefined when it is no address, or too long a prefix
 */
export function addressRange(text: string, length: string | undefined): AddressRange | undefined {
  const address = parseIpAddress(text);
  if (address === undefined) return undefined;
  const offset = text.includes(':') ? 0 : IPV4_OFFSET_BITS;
  const bits = length === undefined ? 128 : offset + Number(length);
  if (bits > 128) return undefined;
  const family = bits >= IPV4_OFFSET_BITS && isIpv4Bytes(address) ? 4 : 6;
  return { address, bits, family };
}

/** @param address 16 bytes as `parseIpAddress` gives them, of the range's family */
export function isInRange(address: Uint8Array, range: AddressRange): boolean {
  const bytes = range.bits >> 3;
  for (let i = 0; i < bytes; i += 1) if (address[i] !== range.address[i]) return false;
  const rest = range.bits & 7;
  if (rest === 0) return true;
  const difference = (address[bytes] as number) ^ (range.address[bytes] as number);
  return difference >> (8 - rest) === 0;
}
