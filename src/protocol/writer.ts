import { bufferOver, textCapacity, writeText } from './text.ts';

/** Enough for most requests and small records. */
const DEFAULT_CAPACITY = 256;

/**
 * Writes fields one after the other into one buffer that grows as needed (RFC 3652 section 2.1).
 *
 * Integers outside their range are mistakes of the caller and throw a RangeError.
 */
export class Writer {
  #buffer: Buffer;
  #length = 0;

  /** @param capacity how many bytes to begin with; enough of them saves growing */
  constructor(capacity = DEFAULT_CAPACITY) {
    this.#buffer = Buffer.allocUnsafe(capacity);
  }

  /** How many bytes have been written. */
  get length(): number {
    return this.#length;
  }

  uint8(value: number): void {
    const at = this.#reserve(1);
    this.#buffer.writeUInt8(value, at);
  }

  uint16(value: number): void {
    const at = this.#reserve(2);
    this.#buffer.writeUInt16BE(value, at);
  }

  uint32(value: number): void {
    const at = this.#reserve(4);
    this.#buffer.writeUInt32BE(value, at);
  }

  int32(value: number): void {
    const at = this.#reserve(4);
    this.#buffer.writeInt32BE(value, at);
  }

  /** The bytes as they are, without a length before them. */
  raw(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length);
    this.#buffer.set(bytes, at);
  }

  /** A byte string: length, then the bytes. */
  bytes(bytes: Uint8Array): void {
    this.uint32(bytes.length);
    this.raw(bytes);
  }

  /** A text: length in bytes, then UTF-8, see `encodeText`. */
  text(text: string): void {
    const at = this.#reserve(4);
    this.#ensure(textCapacity(text));
    const length = writeText(this.#buffer, text, this.#length);
    this.#length += length;
    this.#buffer.writeUInt32BE(length, at);
  }

  /** A list: count, then the elements. */
  list<Element>(
    elements: readonly Element[],
    encode: (writer: Writer, element: Element) => void,
  ): void {
    this.uint32(elements.length);
    for (const element of elements) encode(this, element);
  }

  /** Writes over four bytes written before: a length that is known only now. */
  overwriteUint32(position: number, value: number): void {
    this.#buffer.writeUInt32BE(value, position);
  }

  /** What has been written so far, without copying: what is written later may not show in it. */
  finish(): Uint8Array {
    return new Uint8Array(this.#buffer.buffer, this.#buffer.byteOffset, this.#length);
  }

  /**
   * May put another buffer into the place of this one: read `#buffer` after it, not before.
   *
   * @returns where the field of so many bytes begins; the length is after it then
   */
  #reserve(length: number): number {
    this.#ensure(length);
    const start = this.#length;
    this.#length = start + length;
    return start;
  }

  #ensure(length: number): void {
    const needed = this.#length + length;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    larger.set(bufferOver(this.finish()));
    this.#buffer = larger;
  }
}
