import { LRUCache } from 'lru-cache';
import { comparisonForm, type Handle } from '../handle/handle.ts';
import { isEverything, isSelected } from '../handle/selection.ts';
import { MAX_VALUES } from '../protocol/limits.ts';
import type { Random } from '../system.ts';
import type { CacheEntryReport, ResolverStatistics } from './cache-report.ts';
import type { CachedRecord } from './cached-record.ts';
import { displace, Mark } from './displace.ts';
import { NOWHERE } from './entry-index.ts';
import { EntryStore } from './entry-store.ts';
import type { ForeignAnswer } from './foreign-answer.ts';
import { hasCome, latest } from './freshness.ts';
import { type Hit, hitWith, toldFrom, used, type ValuesHit } from './hit.ts';
import { hotKey, mayBeHot } from './hot-key.ts';
import { HotRecords } from './hot-records.ts';
import { inspectRecords } from './inspect-records.ts';
import { isContradicted } from './is-contradicted.ts';
import { KeptRecords } from './kept-records.ts';
import { MAX_UNKEPT_HANDLES } from './limits.ts';
import { NamespaceTable } from './namespace-table.ts';
import { newestPart } from './newest-part.ts';
import { newestTime, type Stores } from './newest-time.ts';
import { NothingCache } from './nothing-cache.ts';
import { PlainUrls } from './plain-urls.ts';
import type { Policy } from './policy.ts';
import type { PrefixWords } from './prefix-words.ts';
import type { RecordAnswer } from './record-answer.ts';
import {
  decodeRecord,
  encodeRecord,
  keptExpiries,
  type NothingToKeep,
  type RecordToKeep,
} from './record-entry.ts';
import { refreshTime } from './refresh-time.ts';
import type { EntryName } from './segment.ts';
import { selectionKey } from './selection-key.ts';
import type { Wanted } from './wanted.ts';

/** How the bytes are divided. What was not found has a part of its own: no flood of it pushes records out. */
const SHARES = { records: 0.62, hot: 0.25, nothing: 0.09, namespaces: 0.04 } as const;

export interface RecordCacheOptions {
  readonly maxBytes: number;
  readonly policy: Policy;
  readonly random: Random;
}

/**
 * Answers that may be given again, each value as long as its TTL allows and, where nothing better is
 * to be had, for a while longer; and what was not found.
 *
 * Certified answers are kept apart: what is not signed never gets there, whatever a forger sends.
 * They are as good as plain ones, so they serve plain requests too, until something newer comes.
 */
export class RecordCache {
  /** How often something was purged: what was asked for before may be older than what was meant. */
  purges = 0;
  readonly #policy: Policy;
  readonly #random: Random;
  readonly #records: EntryStore;
  readonly #nothing: NothingCache;
  readonly #hot: HotRecords;
  readonly #namespaces: NamespaceTable;
  readonly #stores: Stores;
  readonly #unkept = new LRUCache<string, number>({ max: MAX_UNKEPT_HANDLES });
  readonly kept: KeptRecords;
  readonly plain: PlainUrls;

  constructor({ maxBytes, policy, random }: RecordCacheOptions) {
    this.#policy = policy;
    this.#random = random;
    this.#hot = new HotRecords(maxBytes * SHARES.hot);
    this.#records = new EntryStore({
      maxBytes: maxBytes * SHARES.records,
      isHeld: (entry) => this.#hot.isUsed(hotKey(entry)),
      dropped: (entry) => this.#hot.delete(hotKey(entry)),
    });
    this.#namespaces = new NamespaceTable(maxBytes * SHARES.namespaces);
    this.#nothing = new NothingCache(maxBytes * SHARES.nothing, this.#namespaces);
    this.#stores = { records: this.#records, nothing: this.#nothing.entries };
    this.kept = new KeptRecords({
      ...this.#stores,
      namespaces: this.#namespaces,
      policy,
      unkept: this.#unkept,
    });
    this.plain = new PlainUrls(this.#records, this.#hot, this.#namespaces, policy);
  }

  /**
   * The whole record for a plain request, if it is ready for use; the fastest there is.
   *
   * @param name the handle's `comparisonForm`
   */
  ready(name: string): CachedRecord | undefined {
    return mayBeHot(name) ? this.#hot.get(name) : undefined;
  }

  /**
   * What may be given to a request now. Values only if some are asked for and every one of them is
   * fresh.
   *
   * @param now milliseconds since 1970
   */
  find(wanted: Wanted, now: number): Hit | undefined {
    const newest = this.#newest(wanted, (expiry) => expiry > now);
    const best = newest && hasCome(newest.receivedAt, now) ? newest : undefined;
    // The whole record and its absence displace each other.
    if (best !== undefined && isEverything(wanted.selection)) return used(best);
    const nothing = this.#nothing.find(wanted, now);
    if (nothing !== undefined && nothing.receivedAt > (best?.receivedAt ?? 0)) {
      return { ...nothing, record: undefined };
    }
    return best && used(best);
  }

  /** Values that have expired, but not too long ago. */
  findStale(wanted: Wanted, now: number): RecordAnswer | undefined {
    const { staleMs } = this.#policy;
    if (staleMs === 0) return undefined;
    const best = this.#newest(wanted, (expiry) => expiry + staleMs > now);
    return best && toldFrom(best.answer, 'stale');
  }

  /** Whether anything is known of what is wanted, fresh or not. */
  knows({ handle, selection }: Wanted): boolean {
    const name = comparisonForm(handle);
    const part = selectionKey(selection);
    return this.#records.hasPart(name, part) || this.#nothing.entries.hasPart(name, part);
  }

  /** Whether anything is known of the handle, fresh or not. */
  knowsName(handle: Handle): boolean {
    const name = comparisonForm(handle);
    return this.#records.hasName(name) || this.#nothing.entries.hasName(name);
  }

  /** Keeps the answer to a request for publicly readable values. */
  store({ handle, selection }: Wanted, record: RecordToKeep, words: PrefixWords): void {
    const { certified, receivedAt } = record;
    const name = comparisonForm(handle);
    const part = selectionKey(selection);
    const isOutdated = (other: string, place: number) =>
      other === part || isContradicted(this.#anyAt(place), other, selection, record);
    displace(this.#records, name, certified, isOutdated);
    this.#nothing.displace(name, part, certified);
    const expiries = keptExpiries(record, this.#policy);
    const last = latest(expiries);
    if (!Number.isFinite(last) || record.values.length > MAX_VALUES) {
      this.#unkept.set(name, receivedAt);
      return;
    }
    const bytes = encodeRecord(record, expiries, this.#namespaces.idOf(words));
    const uselessFrom = last + this.#policy.staleMs;
    const place = this.#records.put({ name, part, certified }, bytes, uselessFrom, receivedAt);
    if (place !== NOWHERE && certified) this.#records.mark(place, Mark.servesPlain);
  }

  /** Keeps that there is no such handle, or no such values, and forgets those there were. */
  storeNothing(wanted: Wanted, nothing: NothingToKeep, words: PrefixWords): void {
    const { handle, selection, certified } = wanted;
    const name = comparisonForm(handle);
    const part = selectionKey(selection);
    const isGone = nothing.kind === 'handle-not-found';
    // A whole record with values that are not there any more is out of date.
    const whole = isGone ? undefined : this.#record(name, '', certified);
    const isOld = whole?.values.some((value) => isSelected(selection, value)) ?? false;
    displace(
      this.#records,
      name,
      certified,
      (other) => isGone || other === part || (isOld && other === ''),
    );
    this.#nothing.store(wanted, nothing, this.#namespaces.idOf(words));
  }

  /**
   * Keeps an answer that somebody else was given, who may have been earlier than us.
   *
   * @returns whether it is newer than what is known
   */
  adopt({ wanted, answer }: ForeignAnswer, words: PrefixWords): boolean {
    const isGone = 'kind' in answer && answer.kind === 'handle-not-found';
    if (this.#newestTime(wanted, isGone) >= answer.receivedAt) return false;
    if ('kind' in answer) this.storeNothing(wanted, answer, words);
    else this.store(wanted, answer, words);
    return true;
  }

  get statistics(): Pick<ResolverStatistics, 'records' | 'hotRecords' | 'notFound' | 'evictions'> {
    const records = this.#records;
    const nothing = this.#nothing.entries;
    const evictions = records.evicted + nothing.evicted;
    return { records: records.size, hotRecords: this.#hot.size, notFound: nothing.size, evictions };
  }

  /** Memory taken, in bytes. */
  get bytes(): number {
    const stores = this.#records.bytes + this.#nothing.entries.bytes;
    return stores + this.#hot.bytes + this.#namespaces.bytes;
  }

  /** What is remembered of a handle, for people. */
  inspect(handle: Handle): CacheEntryReport[] {
    const name = comparisonForm(handle);
    const records = inspectRecords(this.#records, name, (place) => this.#anyAt(place));
    return [...records, ...this.#nothing.inspect(name)];
  }

  forget(handle: Handle): void {
    this.purges += 1;
    this.drop(handle);
  }

  /** The same for what has come just now and must not stay. */
  drop(handle: Handle): void {
    const name = comparisonForm(handle);
    displace(this.#records, name, true, () => true);
    this.#nothing.displace(name, undefined, true);
  }

  /** Forgets everything about handles whose `comparisonForm` is meant; slow. */
  purge(isMeant: (name: string) => boolean): void {
    this.purges += 1;
    for (const store of Object.values(this.#stores)) store.removeWhere(isMeant);
  }

  purgeAll(): void {
    this.purges += 1;
    for (const store of Object.values(this.#stores)) store.clear();
    this.#hot.clear();
    this.#namespaces.clear();
  }

  /** When the newest of what an answer about this would displace was received. */
  #newestTime({ handle, selection }: Wanted, isAboutAll: boolean): number {
    const part = selectionKey(selection);
    const isConcerned = (other: string) =>
      isAboutAll || part === '' || other === part || other === '';
    return newestTime(this.#stores, comparisonForm(handle), isConcerned);
  }

  /** The newest answer all of whose values may be used; of the whole record, or of this very part. */
  #newest(
    { handle, selection, certified }: Wanted,
    mayUse: (expiry: number) => boolean,
  ): ValuesHit | undefined {
    const name = comparisonForm(handle);
    const whole = this.#record(name, '', certified);
    if (isEverything(selection)) {
      return whole !== undefined && mayUse(whole.freshUntil) ? hitWith(whole) : undefined;
    }
    const own = this.#record(name, selectionKey(selection), certified);
    return newestPart(whole, own, selection, mayUse);
  }

  #record(name: string, part: string, certified: boolean): CachedRecord | undefined {
    const plain = certified ? undefined : this.#entry({ name, part, certified: false }, false);
    return plain ?? this.#entry({ name, part, certified: true }, !certified);
  }

  /** @param forPlain whether a certified entry is wanted for a plain request */
  #entry(entry: EntryName, forPlain: boolean): CachedRecord | undefined {
    const key = mayBeHot(entry.name) ? hotKey(entry) : undefined;
    const hot = key === undefined ? undefined : this.#hot.get(key);
    // Of a certified record only its entry says whether it serves plain requests.
    if (hot !== undefined && !forPlain) return hot;
    const place = this.#records.find(entry);
    if (place === NOWHERE) return undefined;
    const marks = this.#records.marksAt(place);
    if (forPlain && (marks & Mark.servesPlain) === 0) return undefined;
    return hot ?? this.#makeReady(place, entry, key);
  }

  #makeReady(place: number, entry: EntryName, key: string | undefined): CachedRecord | undefined {
    this.#records.use(place);
    const isKept = key !== undefined && this.#hot.admits();
    const record = this.#decode(place, entry.certified, isKept);
    if (record === undefined) return undefined;
    record.uses = this.#records.usesAt(place) - 1;
    record.refreshAt = refreshTime(record, this.#policy, this.#random);
    if (isKept) {
      this.#records.mark(place, this.#records.marksAt(place) | Mark.isHot);
      this.#hot.set(key, record);
    }
    return record;
  }

  #anyAt(place: number): CachedRecord | undefined {
    return this.#decode(place, this.#records.nameAt(place).certified, false);
  }

  #decode(place: number, certified: boolean, isKept: boolean): CachedRecord | undefined {
    const namespacesOf = (id: number) => this.#namespaces.chainOf(id);
    const bytes = this.#records.payloadAt(place, !isKept);
    return decodeRecord(bytes, certified, namespacesOf, this.#policy);
  }
}
