import { LRUCache } from 'lru-cache';
import type { Clock } from '../system.ts';
import { MAX_LIMITED_NETWORKS } from './limits.ts';

const SECOND = 1_000;

interface Bucket {
  tokens: number;
  /** When it was filled last, on the clock's `elapsed` scale. */
  filledAt: number;
}

/**
 * Lets each client network ask so often: a bucket of tokens for each, filled at a steady rate, of which
 * every request takes one. Those that have not come for longest are forgotten first, with a full
 * bucket.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #buckets = new LRUCache<string, Bucket>({ max: MAX_LIMITED_NETWORKS });

  /** @param burst how many may come at once after a quiet time */
  constructor(clock: Clock, perSecond: number, burst: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#burst = Math.max(burst, 1);
  }

  /** @returns 0 when one more may come now; otherwise after how many seconds, at least 1 */
  take(network: string): number {
    const now = this.#clock.elapsed();
    const bucket = this.#buckets.get(network) ?? { tokens: this.#burst, filledAt: now };
    const added = ((now - bucket.filledAt) / SECOND) * this.#perSecond;
    bucket.tokens = Math.min(this.#burst, bucket.tokens + added);
    bucket.filledAt = now;
    this.#buckets.set(network, bucket);
    if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / this.#perSecond));
    bucket.tokens -= 1;
    return 0;
  }
}
