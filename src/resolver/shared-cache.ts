import type { PurgeTarget } from './cache-report.ts';

/** What is asked of a shared cache in one go. */
export interface SharedQuestion {
  /** The names of the entries. */
  readonly entries: readonly string[];
  /** The names of the marks that a purge of any of them would have left. */
  readonly marks: readonly string[];
}

export interface SharedAnswer {
  /** In the order of their names; undefined for what is not there. */
  readonly entries: readonly (Uint8Array | undefined)[];
  /** What was received until then must not be used any more; milliseconds since 1970, 0 for never. */
  readonly purgedAt: number;
}

/** How a shared cache has fared since the start. */
export interface SharedCacheStatistics {
  /** Questions to which at least one entry was there. */
  readonly hits: number;
  readonly misses: number;
  /** Questions and orders that failed, or took too long. */
  readonly errors: number;
  /** Questions and orders not sent because it was not in reach, or there were too many. */
  readonly passedBy: number;
  /** Entries given to it. */
  readonly stored: number;
}

/**
 * A second memory that several resolvers have in common. It costs them nothing but speed to be
 * without it: nothing here ever rejects or throws, and nobody waits long.
 */
export interface SharedCache {
  /** @returns undefined when it cannot be found out in time */
  get(question: SharedQuestion): Promise<SharedAnswer | undefined>;
  /**
   * Keeps an entry in the place of the one that has its name.
   *
   * @param lifeMs after which it may go
   */
  store(name: string, entry: Uint8Array, lifeMs: number): Promise<void>;
  remove(name: string): Promise<void>;
  /** Forgets for all, and tells all others to forget. */
  forget(target: PurgeTarget): Promise<void>;
  /** @param forget called with what another resolver has had forgotten */
  onForget(forget: (target: PurgeTarget) => void): void;
  statistics(): SharedCacheStatistics;
}

/** Of a resolver that is alone. */
export const NOTHING_SHARED: SharedCacheStatistics = {
  hits: 0,
  misses: 0,
  errors: 0,
  passedBy: 0,
  stored: 0,
};
