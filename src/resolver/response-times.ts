import { LRUCache } from 'lru-cache';
import type { Clock } from '../system.ts';
import { FAILURE_LIFE_MS, MAX_RESPONSE_TIMES, RESPONSE_TIME_LIFE_MS } from './limits.ts';

interface Measured {
  readonly milliseconds: number;
  /** On the clock's `elapsed` scale. */
  readonly until: number;
}

/** How fast servers answered last, by `serverName`. */
export class ResponseTimes {
  readonly #clock: Clock;
  readonly #times = new LRUCache<string, Measured>({ max: MAX_RESPONSE_TIMES });

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds, `Infinity` after a failure, undefined when nothing is known. */
  of(server: string): number | undefined {
    const measured = this.#times.get(server);
    if (measured === undefined || measured.until <= this.#clock.elapsed()) return undefined;
    return measured.milliseconds;
  }

  answered(server: string, milliseconds: number): void {
    this.#times.set(server, {
      milliseconds,
      until: this.#clock.elapsed() + RESPONSE_TIME_LIFE_MS,
    });
  }

  failed(server: string): void {
    this.#times.set(server, {
      milliseconds: Number.POSITIVE_INFINITY,
      until: this.#clock.elapsed() + FAILURE_LIFE_MS,
    });
  }
}
