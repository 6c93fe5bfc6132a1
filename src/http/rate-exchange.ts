import type { Rate, RateLedger } from '../shared-cache/rate-ledger.ts';
import type { Clock } from '../system.ts';
import {
  MAX_LIMITED_NETWORKS,
  MAX_NETWORKS_PER_EXCHANGE,
  RATE_EXCHANGE_MS,
  RATE_URGENT_MS,
  RATE_URGENT_SHARE,
} from './limits.ts';

export interface RateExchangeOptions {
  readonly clock: Clock;
  readonly rate: Rate;
  readonly ledger: RateLedger;
  /** Is told how many more requests of a network may come, now that all processes are counted. */
  readonly correct: (network: string, tokens: number) => void;
}

/**
 * Tells a ledger behind the visitors' backs what was let in, in batches, and hears what others have
 * let in. Networks that come quickly are told of at once and before all others, so that a crowd of
 * networks keeps nobody from being limited.
 */
export class RateExchange {
  readonly #options: RateExchangeOptions;
  /** How many requests were let in and not told of yet, also 0; who came first is first. */
  readonly #untold = new Map<string, number>();
  /** Those of them that came so often that the others should know at once. */
  readonly #urgent = new Set<string>();
  readonly #urgentRequests: number;
  #planned: { readonly isUrgent: boolean; readonly cancel: () => void } | undefined;
  #isUnderWay = false;

  constructor(options: RateExchangeOptions) {
    this.#options = options;
    this.#urgentRequests = Math.max(1, Math.floor(options.rate.burst * RATE_URGENT_SHARE));
  }

  /** One more request was let in. */
  letIn(network: string): void {
    const before = this.#untold.get(network) ?? 0;
    if (before === 0 && this.#isFull(network)) return;
    this.#untold.set(network, before + 1);
    if (before + 1 === this.#urgentRequests) this.#urgent.add(network);
    this.#plan();
  }

  /** A request was turned away: whether others have let in too many says how long it has to wait. */
  turnedAway(network: string): void {
    if (this.#untold.has(network) || this.#isFull(network)) return;
    this.#untold.set(network, 0);
    this.#plan();
  }

  #isFull(network: string): boolean {
    return this.#untold.size >= MAX_LIMITED_NETWORKS && !this.#untold.has(network);
  }

  #plan(): void {
    const isUrgent = this.#urgent.size > 0 || this.#untold.size >= MAX_NETWORKS_PER_EXCHANGE;
    if (this.#isUnderWay || this.#untold.size === 0) return;
    if (this.#planned !== undefined && (this.#planned.isUrgent || !isUrgent)) return;
    this.#planned?.cancel();
    const wait = isUrgent ? RATE_URGENT_MS : RATE_EXCHANGE_MS;
    const cancel = this.#options.clock.after(wait, () => void this.#settle());
    this.#planned = { isUrgent, cancel };
  }

  async #settle(): Promise<void> {
    const { ledger, rate, correct } = this.#options;
    this.#planned = undefined;
    this.#isUnderWay = true;
    const batch = this.#nextBatch();
    const levels = await ledger.settle(rate, batch);
    this.#isUnderWay = false;
    if (levels !== undefined) {
      for (const [i, { network }] of batch.entries()) {
        // What was let in while the ledger was asked is not in its answer.
        correct(network, (levels[i] ?? 0) - (this.#untold.get(network) ?? 0));
      }
    }
    this.#plan();
  }

  #nextBatch(): { network: string; requests: number }[] {
    const batch: { network: string; requests: number }[] = [];
    for (const networks of [this.#urgent, this.#untold.keys()]) {
      for (const network of networks) {
        if (batch.length >= MAX_NETWORKS_PER_EXCHANGE) return batch;
        batch.push({ network, requests: this.#untold.get(network) ?? 0 });
        this.#urgent.delete(network);
        this.#untold.delete(network);
      }
    }
    return batch;
  }
}
