import { asciiUpper } from '../handle/ascii.ts';
import { comparisonForm, type Handle, prefixHandleOf } from '../handle/handle.ts';
import type { Clock } from '../system.ts';
import type { CacheCounters } from './cache-counters.ts';
import type { HandleReport, PurgeTarget, ResolverStatistics } from './cache-report.ts';
import type { FailureMemory } from './failure-memory.ts';
import type { NameQuota } from './name-quota.ts';
import { nameInKey, prefixKey } from './question-key.ts';
import type { RecordCache } from './record-cache.ts';
import type { ServiceCache } from './service-cache.ts';
import type { ServiceHealth } from './service-health.ts';
import { NOTHING_SHARED, type SharedCache } from './shared-cache.ts';
import type { SharedEntries } from './shared-entries.ts';
import type { Traffic } from './traffic.ts';
import type { WayReport, WayTable } from './way-table.ts';

export interface Memory {
  readonly recordCache: RecordCache;
  readonly serviceCache: ServiceCache;
  readonly failures: FailureMemory;
  readonly counters: CacheCounters;
  readonly traffic: Traffic;
  readonly names: NameQuota;
  readonly health: ServiceHealth;
  readonly ways: WayTable;
  readonly clock: Clock;
  readonly shared: SharedCache | undefined;
  readonly sharedEntries: SharedEntries | undefined;
  readonly maxBytes: number;
}

export interface MemoryReports {
  statistics(): ResolverStatistics;
  inspect(handle: Handle): HandleReport;
  ways(): readonly WayReport[];
  purge(target: PurgeTarget): void;
  /** How often anything was purged. */
  purges(): number;
}

/** What operators may see of a resolver's memory, and take out of it. */
export function createMemoryReports(memory: Memory): MemoryReports {
  const { recordCache, serviceCache, failures, counters, traffic, names, health, ways, clock } =
    memory;
  const { shared, sharedEntries } = memory;

  function forgetFailures(isMeant: (key: string) => boolean): void {
    for (const [key] of failures.where(isMeant)) failures.forget(key);
  }

  function forgetFailuresOf(isMeant: (name: string) => boolean): void {
    forgetFailures((key) => {
      const name = nameInKey(key);
      return name !== undefined && isMeant(name);
    });
  }

  function purgePrefix(prefix: string): void {
    const beginning = `${asciiUpper(prefix)}/`;
    const isMeant = (name: string) => name.startsWith(beginning);
    recordCache.purge(isMeant);
    forgetFailuresOf(isMeant);
    const prefixHandle = prefixHandleOf(beginning);
    serviceCache.purge(prefixHandle);
    for (const certified of [false, true]) failures.forget(prefixKey(prefixHandle, certified));
  }

  let purges = 0;

  function forget(target: PurgeTarget): void {
    purges += 1;
    sharedEntries?.purged();
    if (target === 'all') {
      recordCache.purgeAll();
      serviceCache.purgeAll();
      health.clear();
      ways.clear();
      forgetFailures(() => true);
    } else if ('handle' in target) {
      const meant = comparisonForm(target.handle);
      recordCache.forget(target.handle);
      forgetFailuresOf((name) => name === meant);
    } else {
      purgePrefix(target.prefix);
    }
  }

  shared?.onForget(forget);

  return {
    statistics: () => ({
      hits: counters.hits,
      notFoundHits: counters.notFound,
      staleHits: counters.stale,
      failureHits: counters.failures,
      misses: counters.misses,
      prefetches: counters.prefetches,
      refused: traffic.refused + names.refused,
      ...recordCache.statistics,
      services: serviceCache.size,
      failures: failures.size,
      servicesDown: health.down,
      waysEjected: ways.ejected,
      bytes: recordCache.bytes + serviceCache.bytes + failures.bytes,
      maxBytes: memory.maxBytes,
      exchangesUnderWay: traffic.underWay,
      shared: shared?.statistics() ?? NOTHING_SHARED,
    }),
    inspect(handle) {
      const name = comparisonForm(handle);
      return {
        entries: recordCache.inspect(handle),
        failures: failures
          .where((key) => nameInKey(key) === name)
          .map(
            ([
              ,
              {
                failure: { outcome, message },
                times,
                retryAt,
              },
            ]) => ({
              outcome,
              message,
              times,
              retryInMs: Math.max(0, retryAt - clock.elapsed()),
            }),
          ),
      };
    },
    ways: () => ways.report(),
    purges: () => purges,
    purge(target) {
      forget(target);
      void shared?.forget(target);
    },
  };
}
