import { asciiUpper } from '../handle/ascii.ts';
import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { StoredRecord } from './stored-record.ts';

/** The records of one server, found in any ASCII case of their names. */
export class RecordStore {
  readonly #records = new Map<string, StoredRecord>();

  get size(): number {
    return this.#records.size;
  }

  get(handle: Handle): StoredRecord | undefined {
    return this.#records.get(storageKey(handle));
  }

  /** Adds the record, or puts it in the place of the one with that name. */
  set(handle: Handle, values: readonly HandleValue[]): void {
    this.#records.set(storageKey(handle), new StoredRecord(handle, values));
  }

  delete(handle: Handle): void {
    this.#records.delete(storageKey(handle));
  }
}

/** A name without a slash is short for the handle of a prefix: `0.NA/name`. */
export function withPrefix(handle: Handle): Handle {
  return handle.includes('/') ? handle : `0.NA/${handle}`;
}

/** Equal for two names of the same record. */
export function storageKey(handle: Handle): string {
  return asciiUpper(withPrefix(handle));
}
