import { LRUCache } from 'lru-cache';
import { comparisonForm, MAX_HANDLE_BYTES } from '../handle/handle.ts';
import { EVERYTHING, isEverything } from '../handle/selection.ts';
import type { Clock } from '../system.ts';
import type { Asking } from './asking.ts';
import type { CacheCounters } from './cache-counters.ts';
import type { Context } from './context.ts';
import { type FailureMemory, toldAgain } from './failure-memory.ts';
import type { Flights } from './flights.ts';
import { type Hit, toldFrom } from './hit.ts';
import { MAX_PAST_CACHE_HANDLES } from './limits.ts';
import { overrideAnswer } from './override-answer.ts';
import type { Overrides } from './overrides.ts';
import { partOfAnswer } from './part-of-answer.ts';
import type { Policy } from './policy.ts';
import { isPossibleHandle } from './possible-handle.ts';
import { questionKey } from './question-key.ts';
import type { RecordAnswer, RecordResult } from './record-answer.ts';
import type { RecordCache } from './record-cache.ts';
import type { RecordQuestion } from './record-question.ts';
import type { ServiceFinder } from './service-finder.ts';
import type { SharedRecords } from './shared-records.ts';
import { Standings } from './standings.ts';
import type { Traffic } from './traffic.ts';

export interface RecordLookupOptions {
  readonly questions: RecordQuestion;
  readonly services: ServiceFinder;
  readonly overrides: Overrides | undefined;
  readonly cache: RecordCache;
  /** What other copies know; undefined when there are none. */
  readonly shared: SharedRecords | undefined;
  readonly failures: FailureMemory;
  readonly counters: CacheCounters;
  readonly traffic: Traffic;
  readonly flights: Flights<RecordResult>;
  readonly policy: Policy;
  readonly clock: Clock;
  /** For work that nobody waits for. */
  readonly background: () => Context;
  /** Whether what says where to ask must be signed even if the record need not be. */
  readonly certifyServices: boolean;
}

/** How soon it is looked again whether something can be fetched ahead, in milliseconds. */
const PREFETCH_AGAIN_MS = 1_000;

/** Looks up single records, aliases not followed: in the cache, by a question under way, or anew. */
export class RecordLookup {
  readonly #options: RecordLookupOptions;
  readonly #standings: Standings;
  /** When answers past the cache came, on the clock's `elapsed` scale. */
  readonly #broughtAt = new LRUCache<string, number>({ max: MAX_PAST_CACHE_HANDLES });

  constructor(options: RecordLookupOptions) {
    this.#options = options;
    this.#standings = new Standings(options);
  }

  /**
   * What can be said at once: what is fresh; values that have expired or a failure of late while the
   * servers are down. What is due is fetched behind the visitor's back.
   */
  cached(asking: Asking): RecordResult | undefined {
    // Before anybody is told of a failure, others are asked what they know.
    return this.#cached(asking, this.#options.shared === undefined);
  }

  #cached(asking: Asking, mayFail: boolean): RecordResult | undefined {
    const { cache, clock, overrides } = this.#options;
    const now = clock.now();
    const given = overrides && overrideAnswer(overrides, asking, now);
    if (given !== undefined) return given;
    if (asking.authoritative || !asking.publicOnly) return undefined;
    // Most that is asked for nobody has asked for before.
    if (!cache.knowsName(asking.handle)) return mayFail ? this.#failedNow(asking, now) : undefined;
    const hit = cache.find(asking, now);
    if (hit !== undefined) return this.#hit(asking, hit, now);
    return this.#staleNow(asking, now) ?? (mayFail ? this.#failedNow(asking, now) : undefined);
  }

  /** @returns at once what is known already */
  lookUp(asking: Asking, context: Context): RecordResult | Promise<RecordResult> {
    const known = this.cached(asking) ?? this.#broughtJustNow(asking);
    if (known !== undefined) return known;
    if (!isPossibleHandle(asking.handle)) return impossible;
    return asking.authoritative && asking.publicOnly && !isEverything(asking.selection)
      ? this.#lookUpWhole(asking, context)
      : this.#lookUpAnew(asking, context);
  }

  /** Whatever part of a record comes next past the cache is asked for with one question, too. */
  async #lookUpWhole(asking: Asking, context: Context): Promise<RecordResult> {
    const whole = await this.lookUp({ ...asking, selection: EVERYTHING }, context);
    return partOfAnswer(whole, asking) ?? this.#lookUpAnew(asking, context);
  }

  #lookUpAnew(asking: Asking, context: Context): Promise<RecordResult> {
    const { flights, shared } = this.#options;
    const key = this.#flightKey(asking);
    return shared === undefined || flights.isUnderWay(key)
      ? this.#join(key, asking, context)
      : this.#bringOrJoin(shared, key, asking, context);
  }

  async #bringOrJoin(
    shared: SharedRecords,
    key: string,
    asking: Asking,
    context: Context,
  ): Promise<RecordResult> {
    await shared.bring(asking, context);
    return this.#cached(asking, true) ?? this.#join(key, asking, context);
  }

  #join(key: string, asking: Asking, context: Context): Promise<RecordResult> {
    const { flights, counters } = this.#options;
    const work = (shared: Context) => this.#work(asking, shared);
    counters.misses += 1;
    const stale = this.#staleFor(asking);
    return stale === undefined
      ? flights.join(key, asking.handle, context, work)
      : this.#joinBriefly(key, asking, context, work, stale);
  }

  async #joinBriefly(
    key: string,
    asking: Asking,
    context: Context,
    work: (shared: Context) => RecordResult | Promise<RecordResult>,
    stale: RecordAnswer,
  ): Promise<RecordResult> {
    const { flights, policy, counters } = this.#options;
    const fresh = await flights.joinBriefly(key, asking.handle, context, work, policy.staleAfterMs);
    if (fresh !== undefined && fresh.kind !== 'failed') return fresh;
    counters.stale += 1;
    return stale;
  }

  #hit(asking: Asking, { answer, record }: Hit, now: number): RecordResult {
    const { counters, policy } = this.#options;
    if (record === undefined) {
      counters.notFound += 1;
      return answer;
    }
    counters.hits += 1;
    if (now >= record.refreshAt && record.uses + 1 >= policy.prefetchUses) {
      const selection = answer === record ? asking.selection : EVERYTHING;
      const isBegun = this.#prefetch({ ...asking, selection, certified: record.certified });
      record.refreshAt = now + (isBegun ? policy.staleRecheckMs : PREFETCH_AGAIN_MS);
    }
    return answer;
  }

  /** What has expired, while nobody is there to give anything better. */
  #staleNow(asking: Asking, now: number): RecordResult | undefined {
    const { cache, counters } = this.#options;
    const stale = cache.findStale(asking, now);
    if (stale === undefined) return undefined;
    const standing = this.#standings.ofService(asking);
    if (standing === undefined && !this.#standings.hasFailedLately(asking)) return undefined;
    // Nobody has to wait for a service that is known to be down.
    if (standing !== undefined && standing.next !== 'wait') this.#refresh(asking);
    counters.stale += 1;
    return stale;
  }

  #failedNow(asking: Asking, now: number): RecordResult | undefined {
    const { cache, counters } = this.#options;
    if (cache.knowsName(asking.handle) && cache.findStale(asking, now) !== undefined)
      return undefined;
    const standing = this.#standings.ofService(asking) ?? this.#standings.ofHandle(asking);
    const { failure, next = 'try' } = standing ?? {};
    if (failure === undefined || next === 'try') return undefined;
    if (next === 'probe') this.#refresh(asking);
    counters.failures += 1;
    return failure;
  }

  /** Of the requests for one handle past the cache, one in a while goes to the servers. */
  #broughtJustNow(asking: Asking): RecordResult | undefined {
    const { authoritative, publicOnly } = asking;
    if (!authoritative && publicOnly) return undefined;
    const { cache, clock, policy, counters } = this.#options;
    const { authoritativeEveryMs } = policy;
    const now = clock.now();
    const hit = publicOnly ? cache.find(asking, now) : undefined;
    if (hit?.origin.pastCache && Math.abs(now - hit.receivedAt) < authoritativeEveryMs) {
      const { answer, origin } = hit;
      return answer.kind === 'values' ? toldFrom(answer, 'hit', origin.authoritative) : answer;
    }
    const failed = this.#standings.pastFailure(asking);
    const since = clock.elapsed() - (failed?.triedAt ?? Number.NEGATIVE_INFINITY);
    if (failed === undefined || since >= authoritativeEveryMs) return undefined;
    counters.failures += 1;
    return toldAgain(failed.failure, authoritativeEveryMs - since);
  }

  #staleFor(asking: Asking): RecordAnswer | undefined {
    if (asking.authoritative || !asking.publicOnly) return undefined;
    const { cache, clock } = this.#options;
    if (!cache.knowsName(asking.handle)) return undefined;
    return cache.findStale(asking, clock.now());
  }

  /** @returns whether it is under way */
  #prefetch(asking: Asking): boolean {
    const { traffic, counters } = this.#options;
    const isWise =
      traffic.hasRoom &&
      this.#standings.ofService(asking) === undefined &&
      !this.#standings.hasFailedLately(asking);
    if (!isWise) return false;
    if (this.#refresh(asking)) counters.prefetches += 1;
    return true;
  }

  /** Has it looked up while nobody waits. @returns whether that was not under way */
  #refresh(asking: Asking): boolean {
    const { flights, background } = this.#options;
    const work = (shared: Context) => this.#workUnlessDone(asking, shared);
    return flights.begin(this.#flightKey(asking), asking.handle, background(), work);
  }

  /** Somebody else may have been earlier: each copy has its own moment to fetch ahead. */
  async #workUnlessDone(asking: Asking, context: Context): Promise<RecordResult> {
    const { shared, cache, clock } = this.#options;
    const isNewer = (await shared?.bring(asking, context)) === true;
    const hit = isNewer ? cache.find(asking, clock.now()) : undefined;
    return hit?.answer ?? this.#work(asking, context);
  }

  #isOvertaken({ handle, authoritative }: Asking, startedAt: number): boolean {
    const brought = this.#broughtAt;
    if (authoritative) {
      brought.set(comparisonForm(handle), this.#options.clock.elapsed());
      return false;
    }
    return brought.size > 0 && (brought.get(comparisonForm(handle)) ?? startedAt) > startedAt;
  }

  /** Who asks after a purge does not join those who asked before. */
  #flightKey(asking: Asking): string {
    return `${this.#options.cache.purges} ${questionKey(asking)}`;
  }

  #work(asking: Asking, context: Context): RecordResult | Promise<RecordResult> {
    const { questions, clock, cache } = this.#options;
    const startedAt = clock.elapsed();
    const { purges } = cache;
    const result = questions.ask(asking, { ...context, purges }, this.#lookUpOther);
    return result instanceof Promise
      ? result.then((later) => this.#noted(asking, later, startedAt))
      : this.#noted(asking, result, startedAt);
  }

  readonly #lookUpOther = (other: Asking, context: Context) => this.lookUp(other, context);

  #noted(asking: Asking, result: RecordResult, startedAt: number): RecordResult {
    const { failures, cache, shared } = this.#options;
    // It is older than what somebody has brought past the cache.
    if (this.#isOvertaken(asking, startedAt)) {
      cache.drop(asking.handle);
      shared?.remove(asking);
    }
    const key = questionKey(asking);
    if (result.kind === 'failed') failures.note(key, result, startedAt);
    else failures.forget(key);
    return result;
  }
}

const impossible = {
  kind: 'handle-not-found',
  message: `no handle is empty or longer than ${MAX_HANDLE_BYTES} bytes`,
  cache: 'miss',
  namespaces: [],
} as const;
