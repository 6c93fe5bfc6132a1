import { type Handle, prefixHandleOf, prefixOf } from '../handle/handle.ts';
import type { Clock } from '../system.ts';
import { askConfirmed } from './ask-confirmed.ts';
import type { Context } from './context.ts';
import { type FailureMemory, type Standing, standingOf } from './failure-memory.ts';
import type { FixedServices } from './fixed-services.ts';
import type { Flights } from './flights.ts';
import { hasCome } from './freshness.ts';
import { RECHECK_INTERVAL_MS } from './limits.ts';
import type { NameQuota } from './name-quota.ts';
import type { Policy } from './policy.ts';
import {
  type FoundService,
  found,
  type PrefixLookup,
  type ServiceResult,
  type WantedService,
} from './prefix-lookup.ts';
import { prefixKey } from './question-key.ts';
import type { NoSuchPrefix } from './record-answer.ts';
import type { Service } from './service.ts';
import type { ServiceCache } from './service-cache.ts';
import type { ServiceHealth } from './service-health.ts';
import type { ServiceKeys } from './service-key.ts';
import type { SharedServices } from './shared-services.ts';
import { tooManyNames } from './too-many-names.ts';

export interface ServiceFinderOptions {
  readonly prefixes: PrefixLookup;
  readonly fixed: FixedServices;
  readonly health: ServiceHealth;
  readonly keys: ServiceKeys;
  readonly cache: ServiceCache;
  /** What other copies know; undefined when there are none. */
  readonly shared: SharedServices | undefined;
  readonly failures: FailureMemory;
  readonly names: NameQuota;
  readonly flights: Flights<FoundService | NoSuchPrefix>;
  readonly policy: Policy;
  readonly clock: Clock;
  /** For work that nobody waits for. */
  readonly background: () => Context;
}

/** Finds out who answers for a handle. */
export class ServiceFinder {
  readonly #options: ServiceFinderOptions;

  constructor(options: ServiceFinderOptions) {
    this.#options = options;
  }

  /**
   * @param certified whether the way there has to be signed
   * @param authoritative whether to ask again for a prefix that was not found, unless that was just now
   * @returns at once what is known already
   */
  find(
    handle: Handle,
    certified: boolean,
    context: Context,
    authoritative = false,
  ): ServiceResult | Promise<ServiceResult> {
    return (
      this.#inMemory(handle, certified, authoritative) ??
      this.#findElsewhere(handle, certified, context, authoritative)
    );
  }

  async #findElsewhere(
    handle: Handle,
    certified: boolean,
    context: Context,
    authoritative: boolean,
  ): Promise<ServiceResult> {
    const prefixHandle = prefixHandleOf(handle);
    const prefix = prefixOf(handle);
    const wanted: WantedService = { prefixHandle, prefix, certified, pastCache: authoritative };
    const { shared, flights } = this.#options;
    if (shared !== undefined && !flights.isUnderWay(this.#flightKey(wanted))) {
      await shared.bring(wanted);
      const brought = this.#inMemory(handle, certified, authoritative);
      if (brought !== undefined) return brought;
    }
    const stale = this.usable(handle, certified);
    return stale === undefined
      ? this.#findAnew(wanted, context)
      : this.#findWithStale(wanted, stale, context);
  }

  #inMemory(handle: Handle, certified: boolean, authoritative: boolean): ServiceResult | undefined {
    const known = this.known(handle, certified);
    if (known !== undefined) return found(known);
    const { cache, clock, policy } = this.#options;
    const { notFoundMs, authoritativeEveryMs } = policy;
    const now = clock.now();
    const nothing = cache.findNothing(prefixHandleOf(handle), certified, now);
    if (nothing === undefined || !hasCome(nothing.freshUntil - notFoundMs, now)) return undefined;
    // Of the requests past the cache for a prefix, one in a while goes to the registry.
    const mayTell =
      !authoritative ||
      (nothing.pastCache && nothing.freshUntil > now + notFoundMs - authoritativeEveryMs);
    return mayTell ? nothing.answer : undefined;
  }

  /** The service, even if it has expired, but not too long ago. */
  usable(handle: Handle, certified: boolean): Service | undefined {
    const { fixed, cache, clock, policy } = this.#options;
    const oldest = clock.now() - policy.staleMs;
    return fixed.of(handle) ?? cache.findStale(prefixHandleOf(handle), certified, oldest);
  }

  /** The service, if nobody has to be asked. */
  known(handle: Handle, certified: boolean): Service | undefined {
    const { fixed, cache, clock } = this.#options;
    return fixed.of(handle) ?? cache.find(prefixHandleOf(handle), certified, clock.now());
  }

  /** What holds against asking for a handle now; undefined where nothing does. */
  standing(handle: Handle, certified: boolean): Standing | undefined {
    const { health } = this.#options;
    const service = this.usable(handle, certified);
    if (service !== undefined) return health.standing(service, handle);
    const prefixHandle = prefixHandleOf(handle);
    return (
      health.standing(this.#options.prefixes.root, prefixHandle) ??
      this.#prefixStanding(prefixHandle, certified)
    );
  }

  /** When the servers on the way to a handle came back last, on the clock's `elapsed` scale. */
  recoveredAt(handle: Handle, certified: boolean): number {
    const { health, prefixes } = this.#options;
    const service = this.known(handle, certified);
    const own =
      service === undefined ? Number.NEGATIVE_INFINITY : health.recoveredAt(service, handle);
    return Math.max(own, health.recoveredAt(prefixes.root, prefixHandleOf(handle)));
  }

  async #findAnew(wanted: WantedService, context: Context): Promise<ServiceResult> {
    const standing = this.#prefixStanding(wanted.prefixHandle, wanted.certified);
    if (standing?.next === 'wait') return standing.failure;
    return this.#lookUp(wanted, context, undefined);
  }

  /** Where the registry cannot be reached, the service that it once named will do (RFC 8767). */
  async #findWithStale(
    wanted: WantedService,
    stale: Service,
    context: Context,
  ): Promise<ServiceResult> {
    const { clock, policy, health, failures, flights, background } = this.#options;
    const usable = found({ ...stale, freshUntil: clock.now() + policy.staleRecheckMs });
    const key = prefixKey(wanted.prefixHandle, wanted.certified);
    const failed = failures.recall(key);
    const isChecked =
      failed !== undefined && clock.elapsed() - failed.triedAt < policy.staleRecheckMs;
    if (isChecked) return usable;
    const work = (shared: Context) => this.#work(wanted, shared, undefined);
    const standing = health.standing(this.#options.prefixes.root, wanted.prefixHandle);
    if (standing !== undefined) {
      const flightKey = this.#flightKey(wanted);
      if (standing.next !== 'wait') {
        flights.begin(flightKey, wanted.prefixHandle, background(), work);
      }
      return usable;
    }
    const fresh = await flights.joinBriefly(
      this.#flightKey(wanted),
      wanted.prefixHandle,
      context,
      work,
      policy.staleAfterMs,
    );
    return fresh === undefined || fresh.kind === 'failed' ? usable : fresh;
  }

  #prefixStanding(prefixHandle: Handle, certified: boolean): Standing | undefined {
    const { failures, clock, policy, health } = this.#options;
    const key = prefixKey(prefixHandle, certified);
    const failed = failures.recall(key);
    if (failed === undefined) return undefined;
    if (health.recoveredAt(this.#options.prefixes.root, prefixHandle) > failed.triedAt) {
      failures.forget(key);
      return undefined;
    }
    return standingOf(failed, clock.elapsed(), policy);
  }

  /**
   * Looks the service up again, because its servers say that a handle is not theirs.
   *
   * @param wrong what `find` gave
   * @returns undefined when that has been done lately, or cannot help
   */
  async findAgain(
    handle: Handle,
    certified: boolean,
    wrong: Service,
    context: Context,
  ): Promise<ServiceResult | undefined> {
    const { fixed, cache, clock } = this.#options;
    if (fixed.of(handle) !== undefined) return undefined;
    const prefixHandle = prefixHandleOf(handle);
    // Somebody else may have been faster.
    const known = cache.find(prefixHandle, certified, clock.now());
    if (known !== undefined && known !== wrong) return found(known);
    if (this.#isRechecked(wrong)) return undefined;
    const wanted = { prefixHandle, prefix: prefixOf(handle), certified };
    return this.#lookUp(wanted, context, clock.now());
  }

  /**
   * Has the service looked up again while nobody waits, because one of its servers says that what is
   * known of its site is out of date.
   */
  refresh(handle: Handle, certified: boolean, outdated: Service): void {
    const { cache, clock, flights, background } = this.#options;
    const prefixHandle = prefixHandleOf(handle);
    const known = cache.find(prefixHandle, certified, clock.now());
    if (outdated.isRoot || known !== outdated || this.#isRechecked(outdated)) return;
    const wanted = { prefixHandle, prefix: prefixOf(handle), certified };
    flights.begin(this.#flightKey(wanted), prefixHandle, background(), (shared) =>
      this.#work(wanted, shared, clock.now()),
    );
  }

  #isRechecked({ recheckedAt }: Service): boolean {
    const now = this.#options.clock.now();
    return recheckedAt !== undefined && now - recheckedAt < RECHECK_INTERVAL_MS;
  }

  #lookUp(
    wanted: WantedService,
    context: Context,
    recheckedAt: number | undefined,
  ): Promise<ServiceResult> {
    const work = (shared: Context) => this.#work(wanted, shared, recheckedAt);
    return this.#options.flights.join(this.#flightKey(wanted), wanted.prefixHandle, context, work);
  }

  /** Who asks after a purge does not join those who asked before. */
  #flightKey({ prefixHandle, certified }: WantedService): string {
    return `${this.#options.cache.purges} ${prefixKey(prefixHandle, certified)}`;
  }

  async #work(
    wanted: WantedService,
    context: Context,
    recheckedAt: number | undefined,
  ): Promise<ServiceResult> {
    const { cache, clock, failures } = this.#options;
    const startedAt = clock.elapsed();
    const { purges } = cache;
    const result = await this.#askWithQuota(wanted, context);
    const key = prefixKey(wanted.prefixHandle, wanted.certified);
    if (result.kind === 'failed') failures.note(key, result, startedAt);
    else failures.forget(key);
    // After a purge it may be what was to be forgotten.
    return cache.purges === purges ? this.#keep(wanted, result, recheckedAt) : result;
  }

  #keep(
    wanted: WantedService,
    result: ServiceResult,
    recheckedAt: number | undefined,
  ): ServiceResult {
    const { cache, clock, policy, shared } = this.#options;
    const { prefixHandle, certified, pastCache = false } = wanted;
    const now = clock.now();
    if (result.kind === 'prefix-not-found') {
      const freshUntil = now + policy.notFoundMs;
      cache.storeNothing(prefixHandle, certified, { answer: result, pastCache, freshUntil });
      shared?.storeNothing(wanted, result, freshUntil);
    }
    if (result.kind !== 'service') return result;
    const service = recheckedAt === undefined ? result.service : { ...result.service, recheckedAt };
    if (service.freshUntil > now) {
      cache.store(prefixHandle, certified, service);
      shared?.store(wanted, service);
    }
    return found(service);
  }

  /** Prefixes that nobody has heard of are names at the registry. */
  async #askWithQuota(wanted: WantedService, context: Context): Promise<ServiceResult> {
    const { cache, keys, names, prefixes } = this.#options;
    const { prefixHandle, certified } = wanted;
    const isNew = cache.findStale(prefixHandle, certified, Number.NEGATIVE_INFINITY) === undefined;
    const { root } = prefixes;
    const key = keys.of(root);
    if (isNew && !names.enter(key)) return tooManyNames(root);
    try {
      return await askConfirmed(prefixes, wanted, { ...context, depth: context.depth + 1 });
    } finally {
      if (isNew) names.leave(key);
    }
  }
}
