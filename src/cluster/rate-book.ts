import { LRUCache } from 'lru-cache';
import type { Rate, RateLedger, Spent } from '../shared-cache/rate-ledger.ts';
import type { Clock } from '../system.ts';
import { MAX_BOOKED_NETWORKS } from './limits.ts';

const SECOND = 1_000;

/**
 * Where the workers of one supervisor write down how often client networks came. As the shared cache
 * does, it knows of each when its bucket is full again (the generic cell rate algorithm).
 */
export class RateBook implements RateLedger {
  readonly #clock: Clock;
  /** On the clock's `elapsed` scale. */
  readonly #fullAt = new LRUCache<string, number>({ max: MAX_BOOKED_NETWORKS });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async settle({ perSecond, burst }: Rate, spent: readonly Spent[]): Promise<readonly number[]> {
    const now = this.#clock.elapsed();
    const each = SECOND / perSecond;
    const most = each * burst;
    return spent.map(({ network, requests }) => {
      const known = Math.max(this.#fullAt.get(network) ?? 0, now);
      const fullAt = Math.min(known + each * requests, now + 2 * most);
      if (requests > 0) this.#fullAt.set(network, fullAt);
      return (now + most - fullAt) / each;
    });
  }
}
