/**
 * A snapshot of the cache as a file: a head, entries, an end.
 *
 * - head: {@link MAGIC}, the version of the format (4 bytes), what it belongs to (32 bytes)
 * - entry: its length (4 bytes, never 0), its CRC-32 (4 bytes), its bytes
 * - end: 0 (4 bytes), how many entries there are (4 bytes), SHA-256 of everything before it (32 bytes)
 *
 * Numbers are big-endian.
 */
export const MAGIC = Buffer.from('hdl-edge cache\r\n');

/** To be raised with each change to the file or to what its entries hold. */
export const FORMAT_VERSION = 1;

export const DIGEST_BYTES = 32;
export const HEAD_BYTES = MAGIC.length + 4 + DIGEST_BYTES;
export const ENTRY_HEAD_BYTES = 8;
export const END_BYTES = 8 + DIGEST_BYTES;

/** @param context a digest of what the entries belong to */
export function snapshotHead(context: Uint8Array): Buffer {
  const version = Buffer.alloc(4);
  version.writeUInt32BE(FORMAT_VERSION);
  return Buffer.concat([MAGIC, version, context]);
}
