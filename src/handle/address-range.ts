import { isIPv4 } from 'node:net';
import { isIpv4Bytes, parseIpAddress } from './ip-address.ts';

/** An address with its family; IPv4-mapped IPv6 is IPv4. */
export interface Address {
  readonly family: 4 | 6;
  /** 16 bytes; IPv4 stands in the last four. */
  readonly bytes: Uint8Array;
}

/** All addresses that begin with the same bits. */
export interface AddressRange extends Address {
  /** 0 to 32 or 128. */
  readonly prefixLength: number;
}

const MAPPED = /^[0:]*:ffff:(?:[\d.]+\.[\d.]+|[\da-f]{1,4}:[\da-f]{1,4})$/i;

/** Reads a literal address; names are never looked up. */
export function parseAddress(text: string): Address | undefined {
  const bytes = parseIpAddress(text);
  if (bytes === undefined) return undefined;
  return { family: isIPv4(text) || MAPPED.test(text) ? 4 : 6, bytes };
}

/** @param bytes 16 as `parseIpAddress` gives them */
export function addressOf(bytes: Uint8Array): Address {
  return { family: isIpv4Bytes(bytes) ? 4 : 6, bytes };
}

/** Reads `192.0.2.0/24`, `2001:db8::/32` or a single address. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const [literal = '', length, ...rest] = text.trim().split('/');
  const address = parseAddress(literal);
  if (address === undefined || rest.length > 0) return undefined;
  const bits = address.family === 4 ? 32 : 128;
  if (length === undefined) return { ...address, prefixLength: bits };
  if (!/^\d{1,3}$/.test(length)) return undefined;
  // A mapped range is written with the 96 bits before the IPv4 address.
  const prefixLength = Number(length) - (address.family === 4 && literal.includes(':') ? 96 : 0);
  return prefixLength < 0 || prefixLength > bits ? undefined : { ...address, prefixLength };
}

/** Whether the address lies in the range; one family never contains the other. */
export function isInRange(address: Address, range: AddressRange): boolean {
  if (address.family !== range.family) return false;
  const first = range.family === 4 ? 12 : 0;
  const wholeBytes = first + (range.prefixLength >> 3);
  for (let at = first; at < wholeBytes; at += 1) {
    if (address.bytes[at] !== range.bytes[at]) return false;
  }
  const bits = range.prefixLength & 7;
  if (bits === 0) return true;
  const difference = (address.bytes[wholeBytes] ?? 0) ^ (range.bytes[wholeBytes] ?? 0);
  return difference >> (8 - bits) === 0;
}
