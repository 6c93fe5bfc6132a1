import { comparisonForm } from '../handle/handle.ts';
import type { CacheEntryReport } from './cache-report.ts';
import { displace, Mark } from './displace.ts';
import { NOWHERE } from './entry-index.ts';
import { EntryStore } from './entry-store.ts';
import { hasCome } from './freshness.ts';
import type { NamespaceTable } from './namespace-table.ts';
import { handleNotFound, type NothingFound, valuesNotFound } from './record-answer.ts';
import { decodeNothing, encodeNothing, type NothingToKeep, type Origin } from './record-entry.ts';
import { selectionKey } from './selection-key.ts';
import type { Wanted } from './wanted.ts';

export interface KnownNothing {
  readonly answer: NothingFound;
  readonly receivedAt: number;
  readonly origin: Origin;
}

/** What was not found, for as long as that is believed. */
export class NothingCache {
  readonly #store: EntryStore;
  readonly #namespaces: NamespaceTable;

  constructor(maxBytes: number, namespaces: NamespaceTable) {
    this.#store = new EntryStore({ maxBytes });
    this.#namespaces = namespaces;
  }

  get entries(): EntryStore {
    return this.#store;
  }

  /** What is known not to be there of a handle, for people. */
  inspect(name: string): CacheEntryReport[] {
    const store = this.#store;
    return store.placesOf(name).map((place) => {
      const { part: selection, certified } = store.nameAt(place);
      const { kind, receivedAt, freshUntil } = decodeNothing(store.payloadAt(place));
      const bytes = store.bytesAt(place);
      return { kind, selection, certified, receivedAt, freshUntil, bytes };
    });
  }

  find(wanted: Wanted, now: number): KnownNothing | undefined {
    const part = selectionKey(wanted.selection);
    // That the handle is not there holds for all parts of it.
    const whole = this.#findPart(wanted, '', now);
    if (part === '') return whole;
    return whole?.answer.kind === 'handle-not-found' ? whole : this.#findPart(wanted, part, now);
  }

  /** @param namespaces the number in the table of what the prefix says */
  store(
    { handle, selection, certified }: Wanted,
    nothing: NothingToKeep,
    namespaces: number,
  ): void {
    const name = comparisonForm(handle);
    const isGone = nothing.kind === 'handle-not-found';
    const part = isGone ? '' : selectionKey(selection);
    this.displace(name, isGone ? undefined : part, certified);
    const { freshUntil, receivedAt } = nothing;
    if (freshUntil <= receivedAt) return;
    const bytes = encodeNothing(nothing, namespaces);
    const place = this.#store.put({ name, part, certified }, bytes, freshUntil, receivedAt);
    if (place !== NOWHERE && certified) this.#store.mark(place, Mark.servesPlain);
  }

  /**
   * Makes way for what was found, or not found, just now.
   *
   * @param part undefined for all; a part also says that there is such a handle
   */
  displace(name: string, part: string | undefined, certified: boolean): void {
    displace(
      this.#store,
      name,
      certified,
      (other) => part === undefined || other === part || other === '',
    );
  }

  #findPart({ handle, certified }: Wanted, part: string, now: number): KnownNothing | undefined {
    const name = comparisonForm(handle);
    const plain = certified ? NOWHERE : this.#store.find({ name, part, certified: false });
    const place = plain === NOWHERE ? this.#certified(name, part, !certified) : plain;
    if (place === NOWHERE) return undefined;
    const { kind, receivedAt, origin, ...kept } = decodeNothing(this.#store.payloadAt(place));
    const namespaces = this.#namespaces.chainOf(kept.namespaces);
    const isUsable = kept.freshUntil > now && hasCome(receivedAt, now);
    if (!isUsable || namespaces === undefined) return undefined;
    this.#store.use(place);
    const say = kind === 'handle-not-found' ? handleNotFound : valuesNotFound;
    return { answer: say(handle, namespaces, 'hit'), receivedAt, origin };
  }

  #certified(name: string, part: string, forPlain: boolean): number {
    const place = this.#store.find({ name, part, certified: true });
    if (place === NOWHERE || !forPlain) return place;
    return (this.#store.marksAt(place) & Mark.servesPlain) === 0 ? NOWHERE : place;
  }
}
