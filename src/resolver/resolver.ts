import { setMaxListeners } from 'node:events';
import type { UpstreamProtocol } from '../events.ts';
import { comparisonForm, type Handle } from '../handle/handle.ts';
import { EVERYTHING } from '../handle/selection.ts';
import { AliasChain, selectionToAsk } from './alias-chain.ts';
import type { Asking } from './asking.ts';
import { Budget } from './budget.ts';
import { CacheCounters } from './cache-counters.ts';
import type { HandleReport, PurgeTarget, ResolverStatistics } from './cache-report.ts';
import { CachedRecord } from './cached-record.ts';
import { contextOf } from './context.ts';
import { createLookups } from './create-lookups.ts';
import { systemLookup } from './dns-lookup.ts';
import { FailureMemory } from './failure-memory.ts';
import { foundIn } from './found-in.ts';
import { keepFresh } from './keep-fresh.ts';
import { DEFAULT_CACHE_BYTES, DEFAULT_DEADLINE_MS, DEFAULT_MAX_EXCHANGES } from './limits.ts';
import { createMemoryReports } from './memory-reports.ts';
import { NameTable } from './name-table.ts';
import type { PlainUrl } from './plain-url.ts';
import { DEFAULT_POLICY, type Policy } from './policy.ts';
import type { ServiceResult } from './prefix-lookup.ts';
import { RecordCache } from './record-cache.ts';
import { Registry } from './registry.ts';
import { REMARKABLE } from './remarkable.ts';
import type { Resolution, ResolveOptions } from './resolution.ts';
import type { ResolverOptions } from './resolver-options.ts';
import { selectionOf } from './selection-of.ts';
import { ServiceCache } from './service-cache.ts';
import { SharedEntries } from './shared-entries.ts';
import { createSnapshots, type Restored } from './snapshots.ts';
import { Traffic } from './traffic.ts';
import { createVerify, type Verify } from './trust/create-verify.ts';
import { watchingRoot } from './watching-root.ts';
import { type WayReport, WayTable } from './way-table.ts';

/** From handles to records. */
export interface Resolver {
  /**
   * Finds a record. Everything that may come of it is a {@link Resolution}.
   *
   * @throws only the reason of `options.signal` when it is aborted (as a rejection)
   */
  resolve(handle: Handle, options?: ResolveOptions): Promise<Resolution>;
  /** Verifies the signatures in a record; see {@link Verify}. */
  readonly verify: Verify;
  /** What the cache alone can say, at once; undefined when somebody would have to be asked. */
  cached(handle: Handle, options?: ResolveOptions): Resolution | undefined;
  /**
   * What {@link cached} would find, where that is a record with one URL and nothing else that is not
   * asked for often enough to be kept ready for use; at a fraction of the cost.
   *
   * @param isWanted whether it is of use; otherwise this is as if nobody had asked
   */
  plainUrl(handle: Handle, isWanted: (plain: PlainUrl) => boolean): PlainUrl | undefined;
  /** Who answers for a handle: where a question about it would go. */
  serviceOf(handle: Handle): Promise<ServiceResult>;
  /** How it has fared, and what is in memory; cheap, a metrics endpoint may ask each time. */
  statistics(): ResolverStatistics;
  /** What is remembered of a handle, for people. */
  inspect(handle: Handle): HandleReport;
  /** What is known of the ways to servers, for people. */
  ways(): readonly WayReport[];
  /** Forgets: what is asked for next is looked up anew. */
  purge(target: PurgeTarget): void;
  /**
   * What is in memory, as entries for {@link Resolver.restore}: the services of prefixes, then records, those that
   * were asked for again first, then what was not found. What failed is not among it.
   */
  snapshot(): Generator<Uint8Array>;
  /**
   * Takes over an entry from a resolver with the same bootstrap, fixed sites and trust. What has
   * expired in the meantime is stale; what is newer in memory stays.
   */
  restore(entry: Uint8Array): Restored;
  /** What one user's request may cost, for several look-ups on its behalf. */
  budget(): Budget;
  /** Ends what is under way; later requests fail. */
  close(): Promise<void>;
}

/** How the bytes for everything cached are divided. */
const SHARES = { records: 0.85, services: 0.12, failures: 0.03 } as const;

const DEFAULT_PROTOCOLS: readonly UpstreamProtocol[] = ['udp', 'tcp', 'http'];

const NO_OPTIONS: ResolveOptions = {};

export function createResolver(options: ResolverOptions): Resolver {
  const { clock, random, trust = 'services', observer = {}, lookup = systemLookup } = options;
  const {
    protocols = DEFAULT_PROTOCOLS,
    cacheMaxBytes = DEFAULT_CACHE_BYTES,
    deadlineMs = DEFAULT_DEADLINE_MS,
    maxExchanges = DEFAULT_MAX_EXCHANGES,
  } = options;
  const closing = new AbortController();
  // Every exchange under way listens to it.
  setMaxListeners(0, closing.signal);
  const policy: Policy = { ...DEFAULT_POLICY, ...options.policy };
  const recordCache = new RecordCache({
    maxBytes: cacheMaxBytes * SHARES.records,
    policy,
    random,
  });
  const serviceCache = new ServiceCache(cacheMaxBytes * SHARES.services);
  const failures = new FailureMemory(clock, policy, cacheMaxBytes * SHARES.failures);
  const registry = new Registry(options.bootstrap, observer);
  const traffic = new Traffic(policy.maxExchangesAtOnce);
  const counters = new CacheCounters();
  const ways = new WayTable(clock, policy);
  const { sharedCache: shared } = options;
  const sharedEntries = shared && new SharedEntries({ shared, clock, observer });
  const { records, services, prefixes, health, names, askAnew } = createLookups({
    policy,
    transport: watchingRoot(options.transport, registry, () => fresh?.hint()),
    registry,
    fixedSites: options,
    overrides: options.overrides,
    clock,
    random,
    observer,
    protocols,
    names: new NameTable(clock, lookup),
    ways,
    closing: closing.signal,
    recordCache,
    serviceCache,
    sharedEntries,
    failures,
    counters,
    traffic,
    background: () => contextOf(budget()),
    certifyServices: trust !== 'off',
  });

  const fresh =
    options.refresh &&
    keepFresh({
      ...options.refresh,
      registry,
      askAnew,
      traffic,
      failures,
      protocols,
      clock,
      random,
      observer,
    });

  function isCertified({ certified = false }: ResolveOptions): boolean {
    return certified || trust === 'all';
  }

  function begin(handle: Handle, wanted: ResolveOptions): { chain: AliasChain; asking: Asking } {
    const { ignoreAliases = false, authoritative = false, publicOnly = true } = wanted;
    const selection = selectionOf(wanted);
    return {
      chain: new AliasChain(handle, ignoreAliases),
      asking: {
        handle,
        selection: selectionToAsk(selection, ignoreAliases),
        authoritative,
        certified: isCertified(wanted),
        publicOnly,
        purpose: 'record',
      },
    };
  }

  /** Most requests are plain ones for records that are in use: they need no more than this. */
  function ready(handle: Handle, wanted: ResolveOptions): Resolution | undefined {
    if (wanted.authoritative === true || wanted.publicOnly === false) return undefined;
    if (selectionOf(wanted) !== EVERYTHING || isCertified(wanted)) return undefined;
    if (options.overrides?.find(handle) !== undefined) return undefined;
    const record = recordCache.ready(comparisonForm(handle));
    if (record === undefined || !record.isReady(clock.now())) return undefined;
    if (record.aliasAt >= 0 && !wanted.ignoreAliases) return undefined;
    record.uses += 1;
    counters.hits += 1;
    return foundIn(record, handle);
  }

  function plainUrl(handle: Handle, isWanted: (plain: PlainUrl) => boolean): PlainUrl | undefined {
    if (trust === 'all' || options.overrides?.find(handle) !== undefined) return undefined;
    const name = comparisonForm(handle);
    if (recordCache.ready(name) !== undefined) return undefined;
    const plain = recordCache.plain.find(name, clock.now(), isWanted);
    if (plain !== undefined) counters.hits += 1;
    return plain;
  }

  function cached(handle: Handle, wanted: ResolveOptions = NO_OPTIONS): Resolution | undefined {
    const known = ready(handle, wanted);
    if (known !== undefined) return known;
    const { chain, asking } = begin(handle, wanted);
    for (;;) {
      const answer = records.cached({ ...asking, handle: chain.current });
      if (answer === undefined) return undefined;
      const isAlone = answer instanceof CachedRecord && chain.current === handle;
      if (isAlone && (answer.aliasAt < 0 || wanted.ignoreAliases)) return foundIn(answer, handle);
      const end = chain.advance(answer);
      if (end !== undefined) return end;
    }
  }

  const limits = { deadlineMs, maxExchanges, traffic };
  function budget(): Budget {
    return new Budget(clock, limits);
  }

  async function serviceOf(handle: Handle): Promise<ServiceResult> {
    return services.find(handle, trust !== 'off', contextOf(budget()));
  }

  async function resolve(handle: Handle, wanted: ResolveOptions = NO_OPTIONS): Promise<Resolution> {
    if (wanted.signal?.aborted) throw wanted.signal.reason;
    const known = ready(handle, wanted);
    if (known !== undefined) return known;
    const { chain, asking } = begin(handle, wanted);
    const { trace, signal } = wanted;
    const context = contextOf(wanted.budget ?? budget(), trace, signal);
    let result = await records.lookUp(asking, context);
    for (;;) {
      const end = chain.advance(result);
      if (end !== undefined) return remark(end);
      result = await records.lookUp({ ...asking, handle: chain.current }, context);
    }
  }

  function remark(resolution: Resolution): Resolution {
    if (REMARKABLE.has(resolution.outcome) && 'message' in resolution) {
      const { outcome: name, handle, message } = resolution;
      observer.warning?.({ name, handle, message });
    }
    return resolution;
  }

  const { purges, ...reports } = createMemoryReports({
    recordCache,
    serviceCache,
    failures,
    counters,
    traffic,
    names,
    health,
    ways,
    clock,
    shared,
    sharedEntries,
    maxBytes: cacheMaxBytes,
  });

  return {
    resolve,
    verify: createVerify({ resolve, budget, rootKeys: () => registry.bootstrap.rootKeys, clock }),
    cached,
    plainUrl,
    serviceOf,
    ...reports,
    ...createSnapshots({
      recordCache,
      services,
      cache: serviceCache,
      prefixes,
      policy,
      clock,
      certifyServices: trust !== 'off',
      purges,
    }),
    budget,
    async close() {
      closing.abort();
      await fresh?.close();
    },
  };
}
