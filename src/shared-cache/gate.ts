import type { Observer, SharedCacheEvent } from '../events.ts';
import type { SharedCacheStatistics } from '../resolver/shared-cache.ts';
import type { Clock } from '../system.ts';
import { Breaker } from './breaker.ts';
import { inTime, TOO_LATE } from './in-time.ts';
import { PROBES_PER_CONNECTION } from './limits.ts';
import type { RedisLink } from './redis-link.ts';

export interface GateOptions {
  readonly link: RedisLink;
  readonly clock: Clock;
  readonly observer: Observer;
  /** How long somebody who asks waits, in milliseconds. */
  readonly patienceMs: number;
}

/**
 * The way to Redis for everything that can do without: what fails is undefined, and what failed is
 * passed by for a while. All of it is counted.
 */
export class Gate {
  readonly #options: GateOptions;
  readonly #breaker: Breaker;
  readonly #counts = { hits: 0, misses: 0, errors: 0, passedBy: 0, stored: 0 };
  #failedProbes = 0;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#breaker = new Breaker(options.clock, () => this.#probe());
    options.link.commands.on('ready', () => this.#breaker.heard());
  }

  get statistics(): SharedCacheStatistics {
    return { ...this.#counts };
  }

  /** Asks something that somebody waits for, but not long. */
  async ask<Result>(
    command: () => Promise<Result>,
    isHit: (result: Result) => boolean,
  ): Promise<Result | undefined> {
    const result = await this.#wait('get', command);
    if (result === undefined) return undefined;
    const { counts, event } = isHit(result.value) ? HIT : MISS;
    this.#counts[counts] += 1;
    this.#say({ operation: 'get', outcome: event, milliseconds: result.milliseconds });
    return result.value;
  }

  /**
   * Orders something that nobody waits for. So it is sent even while those who would wait pass by: what
   * one copy keeps to itself, the others ask servers for.
   */
  async order(operation: 'store' | 'remove', command: () => Promise<unknown>): Promise<void> {
    const result = await this.#try(operation, command);
    if (result === undefined) return;
    if (operation === 'store') this.#counts.stored += 1;
    this.#say({ operation, outcome: 'done', milliseconds: result.milliseconds });
  }

  /** Asks something in the background that somebody waits for all the same, but not long. */
  async exchange<Result>(command: () => Promise<Result>): Promise<Result | undefined> {
    const result = await this.#wait('rate', command);
    if (result === undefined) return undefined;
    this.#say({ operation: 'rate', outcome: 'done', milliseconds: result.milliseconds });
    return result.value;
  }

  passBy(operation: SharedCacheEvent['operation']): void {
    this.#counts.passedBy += 1;
    this.#say({ operation, outcome: 'passed-by', milliseconds: 0 });
  }

  close(): void {
    this.#breaker.close();
  }

  async #wait<Result>(operation: SharedCacheEvent['operation'], command: () => Promise<Result>) {
    if (this.#breaker.isOpen) {
      this.passBy(operation);
      return undefined;
    }
    const { clock, patienceMs } = this.#options;
    const result = await this.#try(operation, () => inTime(command(), patienceMs, clock));
    if (result !== undefined) this.#breaker.worked();
    return result;
  }

  async #try<Result>(
    operation: SharedCacheEvent['operation'],
    command: () => Promise<Result | typeof TOO_LATE>,
  ): Promise<{ value: Result; milliseconds: number } | undefined> {
    const { link, clock } = this.#options;
    if (!link.commands.isReady) {
      this.passBy(operation);
      return undefined;
    }
    const startedAt = clock.elapsed();
    try {
      const value = await command();
      if (value !== TOO_LATE) return { value, milliseconds: clock.elapsed() - startedAt };
      this.#breaker.failed();
    } catch {
      // It said no, or the connection is lost, which shows in `isReady`. Either costs no time.
    }
    this.#counts.errors += 1;
    this.#say({ operation, outcome: 'error', milliseconds: clock.elapsed() - startedAt });
    return undefined;
  }

  async #probe(): Promise<boolean> {
    const { link, clock, patienceMs } = this.#options;
    const ping = link.commands.ping().then(() => {
      this.#failedProbes = 0;
    });
    try {
      if ((await inTime(ping, patienceMs, clock)) !== TOO_LATE) return true;
      void ping.then(
        () => this.#breaker.heard(),
        () => {},
      );
    } catch {
      // Not there, or no longer.
    }
    this.#failedProbes += 1;
    // A connection can be dead without either end being told.
    if (this.#failedProbes % PROBES_PER_CONNECTION === 0) link.reconnect();
    return false;
  }

  #say(event: SharedCacheEvent): void {
    this.#options.observer.sharedCache?.(event);
  }
}

const HIT = { counts: 'hits', event: 'hit' } as const;
const MISS = { counts: 'misses', event: 'miss' } as const;
