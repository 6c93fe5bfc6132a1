import { ProtocolError } from './errors.ts';
import { MAX_FIELD_BYTES } from './limits.ts';
import { bufferOver, decodeText } from './text.ts';

/**
 * Reads fields one after the other from bytes that nobody has checked (RFC 3652 section 2.1):
 * big-endian integers, and strings and lists that begin with a four-byte length or count.
 *
 * Byte strings are views of the bytes read from, not copies: they live as long, and change when
 * those change.
 *
 * Every method throws a {@link ProtocolError} with code `truncated` when the bytes end too early.
 */
export class Reader {
  readonly #buffer: Buffer;
  readonly #end: number;
  #position: number;

  /** @param start of the window of `bytes` to read @param end after it */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#buffer = bufferOver(bytes);
    this.#position = start;
    this.#end = end;
  }

  /** Where the next field begins, counted from the beginning of the bytes. */
  get position(): number {
    return this.#position;
  }

  /** How many bytes are left. */
  get remaining(): number {
    return this.#end - this.#position;
  }

  uint8(): number {
    return this.#buffer.readUInt8(this.#advance(1));
  }

  uint16(): number {
    return this.#buffer.readUInt16BE(this.#advance(2));
  }

  uint32(): number {
    return this.#buffer.readUInt32BE(this.#advance(4));
  }

  int32(): number {
    return this.#buffer.readInt32BE(this.#advance(4));
  }

  /** `length` bytes as they are, without a length before them. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return new Uint8Array(this.#buffer.buffer, this.#buffer.byteOffset + start, length);
  }

  /** All bytes that are left. */
  rest(): Uint8Array {
    return this.take(this.remaining);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  /** A byte string: length, then so many bytes. @throws `too-long` above `maximum` bytes */
  bytes(maximum = MAX_FIELD_BYTES): Uint8Array {
    return this.take(this.#fieldLength(maximum));
  }

  /**
   * A text: length in bytes, then UTF-8. Bytes that are not UTF-8 survive, see `decodeText`.
   *
   * @throws `too-long` above `maximum` bytes
   */
  text(maximum = MAX_FIELD_BYTES): string {
    const start = this.#advance(this.#fieldLength(maximum));
    return decodeText(this.#buffer, start, this.#position);
  }

  /**
   * A list: count, then so many elements. The count is checked against the bytes that are left, so
   * a lie costs nothing.
   *
   * @param leastBytes the fewest bytes that one element can take, at least 1
   * @throws `too-many` above `maximum` elements
   */
  list<Element>(
    decode: (reader: Reader) => Element,
    leastBytes: number,
    maximum: number,
  ): Element[] {
    const at = this.#position;
    const count = this.uint32();
    if (count > maximum) {
      throw new ProtocolError(
        'too-many',
        `a list of ${count} elements, at most ${maximum} may be`,
        {
          offset: at,
        },
      );
    }
    if (count * leastBytes > this.remaining) {
      throw new ProtocolError('truncated', `a list of ${count} elements does not fit`, {
        offset: at,
      });
    }
    const elements: Element[] = [];
    for (let index = 0; index < count; index += 1) elements.push(decode(this));
    return elements;
  }

  /** @throws `trailing-bytes` when anything is left */
  expectEnd(): void {
    if (this.remaining > 0) {
      throw new ProtocolError('trailing-bytes', `${this.remaining} bytes too many`, {
        offset: this.#position,
      });
    }
  }

  #fieldLength(maximum: number): number {
    const length = this.uint32();
    if (length > maximum) {
      throw new ProtocolError('too-long', `a field of ${length} bytes, at most ${maximum} may be`, {
        offset: this.#position - 4,
      });
    }
    return length;
  }

  /** @returns where the field of so many bytes begins; the position is after it then */
  #advance(length: number): number {
    const start = this.#position;
    if (length > this.#end - start) {
      throw new ProtocolError('truncated', `${length} bytes expected, ${this.remaining} left`, {
        offset: start,
      });
    }
    this.#position = start + length;
    return start;
  }
}
