import type { KeyObject } from 'node:crypto';
import { ProtocolError } from './errors.ts';
import { MAX_KEPT_KEY_BYTES, MAX_KEPT_KEYS } from './limits.ts';
import { decodePublicKey, toKeyObject } from './public-key.ts';
import { bufferOver } from './text.ts';

/**
 * Public keys ready to verify with, by their key records. Making one takes longer than to verify a
 * signature with it, and one server signs many answers.
 */
export class VerificationKeys {
  /** In the order of their last use. */
  readonly #keys = new Map<string, KeyObject | undefined>();

  /**
   * @param record see `decodePublicKey`
   * @returns undefined when there is no key in it that can be used
   */
  keyIn(record: Uint8Array): KeyObject | undefined {
    if (record.length > MAX_KEPT_KEY_BYTES) return readKey(record);
    const name = bufferOver(record).toString('latin1');
    const known = this.#keys.get(name);
    const key = known ?? (this.#keys.has(name) ? undefined : readKey(record));
    this.#keys.delete(name);
    this.#keys.set(name, key);
    if (this.#keys.size > MAX_KEPT_KEYS) {
      const [oldest = ''] = this.#keys.keys();
      this.#keys.delete(oldest);
    }
    return key;
  }
}

function readKey(record: Uint8Array): KeyObject | undefined {
  try {
    return toKeyObject(decodePublicKey(record));
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}
