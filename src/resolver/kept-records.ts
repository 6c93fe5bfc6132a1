import type { Clock } from '../system.ts';
import { Mark } from './displace.ts';
import { NOWHERE } from './entry-index.ts';
import type { EntryStore } from './entry-store.ts';
import { type KeptEntry, KeptKind } from './kept-entry.ts';
import { MAX_CLOCK_SKEW_MS } from './limits.ts';
import type { NamespaceTable } from './namespace-table.ts';
import { newestTime, type Stores } from './newest-time.ts';
import type { Policy } from './policy.ts';
import type { PrefixWords } from './prefix-words.ts';
import {
  decodeForeignRecord,
  decodeNothing,
  encodeNothing,
  encodeRecord,
  keptExpiries,
  namespacesOf,
} from './record-entry.ts';

export interface KeptRecordsOptions extends Stores {
  readonly namespaces: NamespaceTable;
  readonly policy: Policy;
  /** When answers came that must not be kept, by the handle's `comparisonForm`; milliseconds since 1970. */
  readonly unkept: Pick<ReadonlyMap<string, number>, 'get'>;
}

/** A prefix that says nothing about its handles. */
const NO_WORDS: PrefixWords = { namespaces: [], namespaceBytes: 0 };

/** What of an entry is put into memory. */
interface Restorable {
  readonly receivedAt: number;
  readonly uselessFrom: number;
  readonly payload: Uint8Array;
}

/** Carries records, and their absence, from one resolver's memory into the next one's. */
export class KeptRecords {
  readonly #options: KeptRecordsOptions;

  constructor(options: KeptRecordsOptions) {
    this.#options = options;
  }

  /** Everything: the records that were asked for again, the others, what was not found. */
  *entries(): Generator<KeptEntry> {
    const { records, nothing } = this.#options;
    yield* entriesOf(records, KeptKind.record, (wasUsed) => wasUsed);
    yield* entriesOf(records, KeptKind.record, (wasUsed) => !wasUsed);
    yield* entriesOf(nothing, KeptKind.nothing, () => true);
  }

  /**
   * Takes an entry over, unless it is too old or something newer is known.
   *
   * @param words undefined when it is not known what the prefix says
   * @throws ProtocolError when the entry cannot be read
   */
  restore(entry: KeptEntry, words: PrefixWords | undefined, clock: Clock): boolean {
    const { records, nothing, unkept } = this.#options;
    const isRecord = entry.kind === KeptKind.record;
    const found = isRecord ? this.#record(entry, words) : this.#nothing(entry, words);
    if (found === undefined) return false;
    const now = clock.now();
    const { receivedAt, uselessFrom, payload } = found;
    if (uselessFrom <= now || receivedAt > now + MAX_CLOCK_SKEW_MS) return false;
    const newest = Math.max(newestTime(this.#options, entry.name), unkept.get(entry.name) ?? 0);
    if (newest > receivedAt) return false;
    const store = isRecord ? records : nothing;
    const place = store.put(entry, payload, uselessFrom, now);
    if (place === NOWHERE) return false;
    if (entry.servesPlain) store.mark(place, Mark.servesPlain);
    if (entry.wasUsed) store.use(place);
    return true;
  }

  #record(
    { content, certified }: KeptEntry,
    words: PrefixWords | undefined,
  ): Restorable | undefined {
    const { policy } = this.#options;
    const record = decodeForeignRecord(content, certified);
    const expiries = keptExpiries(record, policy);
    const namespaces = this.#idOf(namespacesOf(content), words);
    if (namespaces === undefined) return undefined;
    return {
      receivedAt: record.receivedAt,
      uselessFrom: Math.max(...expiries) + policy.staleMs,
      payload: encodeRecord(record, expiries, namespaces),
    };
  }

  #nothing({ content }: KeptEntry, words: PrefixWords | undefined): Restorable | undefined {
    const nothing = decodeNothing(content);
    const { receivedAt, freshUntil } = nothing;
    const namespaces = this.#idOf(nothing.namespaces, words);
    if (namespaces === undefined) return undefined;
    return {
      receivedAt,
      uselessFrom: Math.min(freshUntil, receivedAt + this.#options.policy.notFoundMs),
      payload: encodeNothing(nothing, namespaces),
    };
  }

  /** @param before its number in the memory that it comes from */
  #idOf(before: number, words: PrefixWords | undefined): number | undefined {
    const { namespaces } = this.#options;
    const none = namespaces.idOf(NO_WORDS);
    if (words === undefined) return before === none ? none : undefined;
    return namespaces.idOf(words);
  }
}

/** @param isMeant of those that were asked for again, or not */
function* entriesOf(
  store: EntryStore,
  kind: KeptKind,
  isMeant: (wasUsed: boolean) => boolean,
): Generator<KeptEntry> {
  for (const places of store.places()) {
    // Read before anybody else has a turn, who might put something else there.
    const entries: KeptEntry[] = [];
    for (const place of places) {
      const marks = store.marksAt(place);
      // What is ready for use is asked for without the store's knowing.
      const wasUsed = store.wasUsed(place) || (marks & Mark.isHot) !== 0;
      if (!isMeant(wasUsed)) continue;
      const { name, part, certified } = store.nameAt(place);
      const servesPlain = (marks & Mark.servesPlain) !== 0;
      const content = store.payloadAt(place);
      entries.push({ kind, name, part, certified, servesPlain, wasUsed, content });
    }
    yield* entries;
  }
}
