import { LRUCache } from 'lru-cache';
import type { Rate, RateLedger } from '../shared-cache/rate-ledger.ts';
import type { Clock } from '../system.ts';
import { MAX_LIMITED_NETWORKS } from './limits.ts';
import { RateExchange } from './rate-exchange.ts';

const SECOND = 1_000;

interface Bucket {
  /** Below 0 when several processes together have let in too many. */
  tokens: number;
  /** When it was filled last, on the clock's `elapsed` scale. */
  filledAt: number;
}

/**
 * Lets each client network ask so often: a bucket of tokens for each, filled at a steady rate, of which
 * every request takes one. Those that have not come for longest are forgotten first, with a full
 * bucket. Nobody waits for other processes: they are heard afterwards, and what was too much is made up
 * for before the next request is let in.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #rate: Rate;
  readonly #buckets = new LRUCache<string, Bucket>({ max: MAX_LIMITED_NETWORKS });
  readonly #exchange: RateExchange | undefined;

  /** @param ledger where other processes write down what they let in, if there are any */
  constructor(clock: Clock, rate: Rate, ledger?: RateLedger) {
    this.#clock = clock;
    this.#rate = { ...rate, burst: Math.max(rate.burst, 1) };
    this.#exchange =
      ledger &&
      new RateExchange({
        clock,
        rate: this.#rate,
        ledger,
        correct: (network, tokens) => this.#correct(network, tokens),
      });
  }

  /** @returns 0 when one more may come now; otherwise after how many seconds, at least 1 */
  take(network: string): number {
    const { perSecond, burst } = this.#rate;
    const now = this.#clock.elapsed();
    const bucket = this.#buckets.get(network) ?? { tokens: burst, filledAt: now };
    this.#fill(bucket, now);
    this.#buckets.set(network, bucket);
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      this.#exchange?.letIn(network);
      return 0;
    }
    this.#exchange?.turnedAway(network);
    return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
  }

  /**
   * Others can only have taken tokens away: a ledger that says there are more than are known here has
   * lost its memory.
   */
  #correct(network: string, tokens: number): void {
    const bucket = this.#buckets.peek(network);
    if (bucket === undefined) return;
    this.#fill(bucket, this.#clock.elapsed());
    bucket.tokens = Math.min(bucket.tokens, tokens);
  }

  #fill(bucket: Bucket, now: number): void {
    const { perSecond, burst } = this.#rate;
    const added = ((now - bucket.filledAt) / SECOND) * perSecond;
    bucket.tokens = Math.min(burst, bucket.tokens + added);
    bucket.filledAt = now;
  }
}
