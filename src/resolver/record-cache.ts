import { LRUCache } from 'lru-cache';
import { comparisonForm, type Handle } from '../handle/handle.ts';
import { isEverything, isSelected, type Selection } from '../handle/selection.ts';
import { CachedRecord } from './cached-record.ts';
import type { RecordAnswer } from './record-answer.ts';
import { selectionKey } from './selection-key.ts';

/** Of the bytes for records, the part for certified answers, which are few. */
const CERTIFIED_SHARE = 0.25;

type Store = LRUCache<string, CachedRecord>;

/**
 * Answers that may be given again, each value as long as its TTL allows.
 *
 * Certified answers have a store of their own: what is not signed never gets there, whatever a
 * forger sends. They are as good as plain ones, so they serve plain requests too.
 */
export class RecordCache {
  readonly #plain: Store;
  readonly #certified: Store;

  constructor(maxBytes: number) {
    this.#plain = createStore(maxBytes * (1 - CERTIFIED_SHARE));
    this.#certified = createStore(maxBytes * CERTIFIED_SHARE);
  }

  /**
   * What may be given to a request now. A hit only if some value is asked for and every value asked
   * for is fresh.
   *
   * @param now milliseconds since 1970
   */
  find(
    handle: Handle,
    selection: Selection,
    certified: boolean,
    now: number,
  ): RecordAnswer | undefined {
    const key = comparisonForm(handle);
    if (isEverything(selection)) return this.findRecord(key, certified, now);
    const ownKey = key + selectionKey(selection);
    return (
      (certified ? undefined : findSelected(this.#plain, key, ownKey, selection, now)) ??
      findSelected(this.#certified, key, ownKey, selection, now)
    );
  }

  /**
   * The whole record.
   *
   * @param key the handle's `comparisonForm`
   */
  findRecord(key: string, certified: boolean, now: number): CachedRecord | undefined {
    return (
      (certified ? undefined : fresh(this.#plain, key, now)) ?? fresh(this.#certified, key, now)
    );
  }

  /** Keeps the answer to a request for publicly readable values. */
  store(handle: Handle, selection: Selection, answer: RecordAnswer): void {
    const record = CachedRecord.of(answer);
    if (record === undefined) return;
    const key = comparisonForm(handle) + selectionKey(selection);
    this.#plain.set(key, record);
    if (answer.certified) this.#certified.set(key, record);
  }
}

function createStore(maxBytes: number): Store {
  return new LRUCache({
    maxSize: Math.max(1, Math.floor(maxBytes)),
    sizeCalculation: (record, key) => record.bytesUnder(key),
  });
}

function fresh(store: Store, key: string, now: number): CachedRecord | undefined {
  const record = store.get(key);
  return record !== undefined && now < record.freshUntil ? record : undefined;
}

/** From the whole record or from an answer to the same selection, whichever is newer. */
function findSelected(
  store: Store,
  key: string,
  ownKey: string,
  selection: Selection,
  now: number,
): RecordAnswer | undefined {
  const whole = store.get(key);
  const own = fresh(store, ownKey, now);
  if (whole !== undefined && (own === undefined || whole.receivedAt >= own.receivedAt)) {
    return freshSelection(whole, selection, now) ?? own;
  }
  return own;
}

function freshSelection(
  record: CachedRecord,
  selection: Selection,
  now: number,
): RecordAnswer | undefined {
  const values = [];
  const expiries = [];
  for (const [position, value] of record.values.entries()) {
    if (!isSelected(selection, value)) continue;
    const expiry = record.expiries[position] ?? 0;
    if (expiry <= now) return undefined;
    values.push(value);
    expiries.push(expiry);
  }
  if (values.length === 0) return undefined;
  const { receivedAt, certified, namespaces } = record;
  return {
    kind: 'values',
    values,
    expiries,
    receivedAt,
    authoritative: false,
    certified,
    fromCache: true,
    namespaces,
  };
}
