import type { CachedRecord } from './cached-record.ts';

/** Estimated bytes of a place in the table and of the key, apart from its characters. */
const PLACE_BYTES = 90;

/** One record that takes more of the memory than this part is made ready anew each time. */
const LARGEST_SHARE = 0.25;

/** When all of the memory is taken, one in so many that are asked for gets a place. */
const ADMITTED = 8;

/** Of the memory, the part from which on it counts as taken. */
const FULL_SHARE = 0.9;

/**
 * The records that are asked for most, ready for use. A hit costs a look into a map and setting a
 * flag; when memory is wanted, whoever was not asked for since the last round goes.
 */
export class HotRecords {
  readonly #maxBytes: number;
  readonly #records = new Map<string, CachedRecord>();
  #hand = this.#records.entries();
  /** An estimate. */
  bytes = 0;
  #asked = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#records.size;
  }

  get(key: string): CachedRecord | undefined {
    const record = this.#records.get(key);
    if (record !== undefined) record.isUsed = true;
    return record;
  }

  /**
   * Whether a record that was asked for is to get a place. Where many more are in use than there is
   * room for, giving it to each would only have them push each other out.
   */
  admits(): boolean {
    if (this.bytes < this.#maxBytes * FULL_SHARE) return true;
    this.#asked += 1;
    return this.#asked % ADMITTED === 0;
  }

  set(key: string, record: CachedRecord): void {
    this.delete(key);
    const bytes = bytesOf(key, record);
    if (bytes > this.#maxBytes * LARGEST_SHARE) return;
    this.#records.set(key, record);
    this.bytes += bytes;
    while (this.bytes > this.#maxBytes && this.#records.size > 0) this.#turn();
  }

  /** Whether the record is there and was asked for lately. */
  isUsed(key: string): boolean {
    return this.#records.get(key)?.isUsed === true;
  }

  delete(key: string): void {
    const record = this.#records.get(key);
    if (record === undefined) return;
    this.#records.delete(key);
    this.bytes -= bytesOf(key, record);
  }

  clear(): void {
    this.#records.clear();
    this.bytes = 0;
  }

  /** Looks at the next one, which goes or loses its flag. */
  #turn(): void {
    const next = this.#hand.next();
    if (next.done) {
      this.#hand = this.#records.entries();
      return;
    }
    const [key, record] = next.value;
    if (record.isUsed) record.isUsed = false;
    else this.delete(key);
  }
}

function bytesOf(key: string, record: CachedRecord): number {
  return PLACE_BYTES + key.length + record.bytes;
}
