import { isIPv4, isIPv6 } from 'node:net';

/** Bytes of an address in a site record, whatever its family. */
const ADDRESS_BYTES = 16;

/**
 * Reads the text of an IPv4 or IPv6 address into the 16 bytes of a site record: IPv4 stands in the
 * last four, after zeros, also when it is written as `::ffff:192.0.2.1`.
 *
 * @returns undefined for anything else: names, zone ids, brackets, ports, short or octal IPv4
 */
export function parseIpAddress(text: string): Uint8Array | undefined {
  if (isIPv4(text)) return ipv4Bytes(text);
  // A zone id means something on one machine only, so no record can hold one.
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const bytes = ipv6Bytes(text);
  if (isMappedIpv4(bytes)) bytes.fill(0, 10, 12);
  return bytes;
}

/**
 * Writes 16 bytes as `192.0.2.1` or as IPv6 in its shortest form (RFC 5952).
 *
 * @throws RangeError unless there are 16 bytes
 */
export function ipAddressText(bytes: Uint8Array): string {
  if (bytes.length !== ADDRESS_BYTES) throw new RangeError('an address has 16 bytes');
  if (isIpv4Bytes(bytes)) return bytes.subarray(12).join('.');
  const groups = ipv6Groups(bytes);
  const { start, length } = longestZeroRun(groups);
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/**
 * Whether the 16 bytes stand for an IPv4 address: twelve zeros before it, or `::ffff:`.
 *
 * `::1` is the exception. By its bytes it could be 0.0.0.1, which no host can have.
 */
export function isIpv4Bytes(bytes: Uint8Array): boolean {
  if (isMappedIpv4(bytes)) return true;
  const zeros = bytes.subarray(0, 12).every((byte) => byte === 0);
  return zeros && !(bytes[12] === 0 && bytes[13] === 0 && bytes[14] === 0 && bytes[15] === 1);
}

/** Whether no address is given; the site's `domain` attribute then names the host. */
export function isUnspecifiedAddress(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function isMappedIpv4(bytes: Uint8Array): boolean {
  return (
    bytes[10] === 0xff && bytes[11] === 0xff && bytes.subarray(0, 10).every((byte) => byte === 0)
  );
}

function ipv4Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(ADDRESS_BYTES);
  bytes.set(text.split('.').map(Number), 12);
  return bytes;
}

/** @param text what `isIPv6` accepts, without a zone id */
function ipv6Bytes(text: string): Uint8Array {
  const bytes = new Uint8Array(ADDRESS_BYTES);
  const [head = '', tail = ''] = text.split('::');
  const before = partBytes(head);
  const after = partBytes(tail);
  bytes.set(before, 0);
  bytes.set(after, ADDRESS_BYTES - after.length);
  return bytes;
}

/** The bytes of groups between colons, of which the last may be written as IPv4. */
function partBytes(part: string): number[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function ipv6Groups(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: 8 }, (_, group) => view.getUint16(group * 2));
}

/** The first of the longest runs of zero groups. */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [position, group] of groups.entries()) {
    if (group !== 0) start = position + 1;
    else if (position + 1 - start > best.length) best = { start, length: position + 1 - start };
  }
  return best;
}
