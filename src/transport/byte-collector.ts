import { ENVELOPE_BYTES } from '../protocol/envelope.ts';
import { MAX_MESSAGE_BYTES } from '../protocol/limits.ts';

/** Room to begin with: most answers fit. */
const FIRST_BYTES = 2048;

/** Nothing beyond the largest message is ever kept. */
const MOST_BYTES = ENVELOPE_BYTES + MAX_MESSAGE_BYTES;

/**
 * Puts the bytes of a stream together. Memory grows with what has really arrived, not with what
 * was announced, and one-byte packets cost no more than others.
 */
export class ByteCollector {
  #buffer = new Uint8Array(FIRST_BYTES);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Takes in a chunk; what exceeds the largest possible message is dropped. */
  add(chunk: Uint8Array): void {
    const wanted = Math.min(this.#length + chunk.length, MOST_BYTES);
    if (wanted > this.#buffer.length) {
      const grown = new Uint8Array(Math.min(Math.max(wanted, this.#buffer.length * 2), MOST_BYTES));
      grown.set(this.bytes);
      this.#buffer = grown;
    }
    this.#buffer.set(chunk.subarray(0, wanted - this.#length), this.#length);
    this.#length = wanted;
  }
}
