import { LRUCache } from 'lru-cache';
import { type Coding, encodeAside, encodeNow } from './content-coding.ts';
import {
  MAX_ENCODED_AT_ONCE_BYTES,
  MAX_KEPT_ENCODED_BYTES,
  MAX_KEPT_ENCODED_ENTRY_BYTES,
} from './limits.ts';

/** Encodes bodies, and keeps what is asked for again and again: files, pages, popular records. */
export class Encoder {
  readonly #kept = new LRUCache<string, Uint8Array>({
    maxSize: MAX_KEPT_ENCODED_BYTES,
    maxEntrySize: MAX_KEPT_ENCODED_ENTRY_BYTES,
    sizeCalculation: ({ length }) => length + OVERHEAD_BYTES,
  });

  /** @param tag the entity tag of the body; undefined for what is not asked for again */
  encode(
    coding: Coding,
    body: string | Uint8Array,
    tag: string | undefined,
  ): Uint8Array | Promise<Uint8Array> {
    const key = tag && coding + tag;
    const kept = key && this.#kept.get(key);
    if (kept) return kept;
    const keep = (encoded: Uint8Array) => {
      if (key) this.#kept.set(key, encoded);
      return encoded;
    };
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    return bytes.length <= MAX_ENCODED_AT_ONCE_BYTES
      ? keep(encodeNow(coding, bytes))
      : encodeAside(coding, bytes).then(keep);
  }
}

/** What the cache needs for an entry besides its bytes. */
const OVERHEAD_BYTES = 300;
