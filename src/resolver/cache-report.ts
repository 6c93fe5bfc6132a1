import type { FailureOutcome } from './resolution.ts';
import type { SharedCacheStatistics } from './shared-cache.ts';

/** What the resolver has in mind and how it has fared: plain numbers, since the start. */
export interface ResolverStatistics {
  /** Look-ups of single records that were met with fresh values from the cache. */
  readonly hits: number;
  /** …with the knowledge that there is no such handle or value. */
  readonly notFoundHits: number;
  /** …with values that had expired. */
  readonly staleHits: number;
  /** …with a failure of late. */
  readonly failureHits: number;
  /** …by waiting for servers. */
  readonly misses: number;
  /** Records fetched ahead, before they expire. */
  readonly prefetches: number;
  /** Questions turned away because too much was under way. */
  readonly refused: number;
  /** Entries that had to make room. */
  readonly evictions: number;
  /** Records in memory. */
  readonly records: number;
  /** Those of them that are ready for use. */
  readonly hotRecords: number;
  /** Handles and values known not to be there. */
  readonly notFound: number;
  readonly services: number;
  readonly failures: number;
  /** Services that are known to be down. */
  readonly servicesDown: number;
  /** Ways to servers that are left alone because they failed again and again. */
  readonly waysEjected: number;
  /** Memory taken, in bytes. */
  readonly bytes: number;
  /** Memory that may be taken, in bytes. */
  readonly maxBytes: number;
  /** Exchanges with servers at this moment. */
  readonly exchangesUnderWay: number;
  /** What is shared with other resolvers; all zero when nothing is. */
  readonly shared: SharedCacheStatistics;
}

/** What to forget. */
export type PurgeTarget = { readonly handle: string } | { readonly prefix: string } | 'all';

/** An entry of the cache, for people. */
export interface CacheEntryReport {
  readonly kind: 'values' | 'handle-not-found' | 'values-not-found';
  /** Which values; empty for all of them. */
  readonly selection: string;
  readonly certified: boolean;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Milliseconds since 1970. */
  readonly freshUntil: number;
  /** Memory of the entry, in bytes. */
  readonly bytes: number;
  /** Which of several workers remembers it. */
  readonly worker?: number;
}

/** What is remembered of a handle, for people. */
export interface HandleReport {
  readonly entries: readonly CacheEntryReport[];
  /** What went wrong lately. */
  readonly failures: readonly {
    readonly outcome: FailureOutcome;
    readonly message: string;
    /** How often in a row. */
    readonly times: number;
    /** In milliseconds; 0 when it may be tried now. */
    readonly retryInMs: number;
    /** Which of several workers remembers it. */
    readonly worker?: number;
  }[];
}
