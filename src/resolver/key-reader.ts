import { decodePublicKey } from '../protocol/public-key.ts';

/** Knows which key records can be read at all; each is looked at once. */
export class KeyReader {
  readonly #readable = new WeakMap<Uint8Array, boolean>();

  canRead(keyRecord: Uint8Array): boolean {
    const known = this.#readable.get(keyRecord);
    if (known !== undefined) return known;
    const readable = isReadable(keyRecord);
    this.#readable.set(keyRecord, readable);
    return readable;
  }
}

function isReadable(keyRecord: Uint8Array): boolean {
  try {
    decodePublicKey(keyRecord);
    return true;
  } catch {
    return false;
  }
}
