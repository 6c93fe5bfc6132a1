import zlib from 'node:zlib';

/** Of a member that tells neither name nor time (RFC 1952 section 2.3). */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** A byte for the kind of the block, its length, and that once more (RFC 1951 section 3.2.4). */
const STORED_HEADER_BYTES = 5;

/** The longest block that is stored as it is, in bytes. */
export const MAX_STORED_BYTES = 65_535;

/** Checksum and length. */
const TRAILER_BYTES = 8;

/**
 * A text that is always the same but for a gap in it, compressed before anybody knows what stands
 * there: what fills the gap goes between the compressed parts as it is. That takes a tenth of the time
 * of compressing all of it.
 */
export class GzipFrame {
  readonly #before: Uint8Array;
  readonly #behind: Uint8Array;
  readonly #plainBehind: Uint8Array;
  readonly #checksumBefore: number;
  /** Of both parts, uncompressed. */
  readonly #plainBytes: number;

  constructor(before: string, behind: string) {
    const { Z_SYNC_FLUSH, Z_BEST_COMPRESSION: level } = zlib.constants;
    const plainBefore = Buffer.from(before);
    this.#plainBehind = Buffer.from(behind);
    this.#plainBytes = plainBefore.length + this.#plainBehind.length;
    this.#checksumBefore = checksum(plainBefore, 0);
    // It ends with a whole byte, and does not say that it is the last one.
    const flushed = zlib.deflateRawSync(plainBefore, { level, finishFlush: Z_SYNC_FLUSH });
    this.#before = Buffer.concat([HEADER, flushed]);
    // Made by itself, so that it refers to nothing before it.
    this.#behind = zlib.deflateRawSync(this.#plainBehind, { level });
  }

  /** @throws RangeError when the text has more than {@link MAX_STORED_BYTES} */
  fill(text: string): Uint8Array {
    const length = Buffer.byteLength(text);
    if (length > MAX_STORED_BYTES) throw new RangeError(`${length} bytes are too long for a block`);
    const start = this.#before.length + STORED_HEADER_BYTES;
    const end = start + length + this.#behind.length;
    const filled = Buffer.allocUnsafe(end + TRAILER_BYTES);
    filled.set(this.#before);
    filled[start - STORED_HEADER_BYTES] = 0;
    filled.writeUInt16LE(length, start - 4);
    filled.writeUInt16LE(~length & 0xffff, start - 2);
    filled.write(text, start);
    filled.set(this.#behind, start + length);
    const upTo = checksum(filled.subarray(start, start + length), this.#checksumBefore);
    filled.writeUInt32LE(checksum(this.#plainBehind, upTo), end);
    filled.writeUInt32LE(this.#plainBytes + length, end + 4);
    return filled;
  }
}

/** Of nothing, zlib's would begin anew. */
function checksum(bytes: Uint8Array, before: number): number {
  return bytes.length === 0 ? before : zlib.crc32(bytes, before);
}
