import { NOWHERE } from './entry-index.ts';
import type { EntryStore } from './entry-store.ts';
import { FrequentPlaces } from './frequent-places.ts';
import { hasCome } from './freshness.ts';
import type { HotRecords } from './hot-records.ts';
import type { NamespaceTable } from './namespace-table.ts';
import { type PlainUrl, readPlainUrl } from './plain-url.ts';
import type { Policy } from './policy.ts';
import type { PayloadReader } from './segment.ts';

/** The records with one URL and nothing else, as they are packed. */
export class PlainUrls {
  readonly #records: EntryStore;
  readonly #hot: HotRecords;
  readonly #policy: Policy;
  readonly #frequent = new FrequentPlaces();
  readonly #read: PayloadReader<PlainUrl | undefined>;

  constructor(records: EntryStore, hot: HotRecords, namespaces: NamespaceTable, policy: Policy) {
    this.#records = records;
    this.#hot = hot;
    this.#policy = policy;
    const namespacesOf = (id: number) => namespaces.chainOf(id);
    this.#read = (bytes, start, length) => readPlainUrl(bytes, start, length, namespacesOf, policy);
  }

  /**
   * What a plain request gets of such a record, if there is nothing to think about and it is not asked
   * so often in this second that making it ready pays.
   *
   * @param name the handle's `comparisonForm`
   * @param now milliseconds since 1970
   * @param isWanted whether it is of use; otherwise nobody is given it, and nothing is counted
   */
  find(name: string, now: number, isWanted: (plain: PlainUrl) => boolean): PlainUrl | undefined {
    const records = this.#records;
    const place = records.find({ name, part: '', certified: false });
    if (place === NOWHERE) return undefined;
    const plain = records.readAt(place, this.#read);
    if (plain === undefined || !isWanted(plain)) return undefined;
    const { receivedAt, freshUntil } = plain;
    if (!hasCome(receivedAt, now)) return undefined;
    const life = freshUntil - receivedAt;
    // From here on it may have to be fetched ahead.
    if (now >= freshUntil - life * this.#policy.prefetchShare || life <= 0) return undefined;
    // Then it is made ready for use, where there is room.
    if (this.#frequent.count(place, now) && this.#hot.admits()) return undefined;
    records.use(place);
    return plain;
  }
}
