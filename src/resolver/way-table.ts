import { LRUCache } from 'lru-cache';
import type { Clock } from '../system.ts';
import { type RoundTrip, withMeasured } from '../transport/round-trip.ts';
import { CHECK_MS, MAX_WAYS, RECHECK_FIRST_MS, WAY_LIFE_MS } from './limits.ts';
import type { Policy } from './policy.ts';

/**
 * How a way to a server has done lately: it answered; nobody knows; it failed, and others are asked
 * before it; it failed so often that it is left alone for a while.
 */
export type Grade = 'well' | 'unknown' | 'doubtful' | 'ejected';

/** What is known of a way, for people. */
export interface WayReport {
  /** Protocol, address and port. */
  readonly way: string;
  readonly grade: Grade;
  /** Smoothed, in milliseconds; undefined before the first answer. */
  readonly roundTripMs: number | undefined;
  /** In a row. */
  readonly failures: number;
  /** Until it is asked again to see whether it is back, in milliseconds; 0 when that may be now. */
  readonly recheckInMs: number;
}

export type WayPolicy = Pick<Policy, 'ejectAfter' | 'ejectFirstMs' | 'ejectMaxMs'>;

interface Way {
  roundTrip: RoundTrip | undefined;
  failures: number;
  /** When somebody may see whether it is back. This and what follows is on the clock's `elapsed` scale. */
  recheckAt: number;
  failedAt: number;
  touchedAt: number;
}

/**
 * What is known of the ways to servers: how long answers take, which are dead.
 *
 * Only what the network itself shows counts against a way. A wrong signature or an unreadable answer
 * does not: anybody can publish a record that names somebody else's server with a key that is not
 * its own.
 */
export class WayTable {
  readonly #clock: Clock;
  readonly #policy: WayPolicy;
  readonly #ways = new LRUCache<string, Way>({ max: MAX_WAYS });

  constructor(clock: Clock, policy: WayPolicy) {
    this.#clock = clock;
    this.#policy = policy;
  }

  /** @param name protocol, address and port, as `Door.way` has them */
  grade(name: string): Grade {
    const way = this.#find(name);
    return way === undefined ? 'unknown' : this.#gradeOf(way);
  }

  roundTrip(name: string): RoundTrip | undefined {
    return this.#find(name)?.roundTrip;
  }

  /** Whether it is time to see how a way does that is not known, or was dead. */
  isDue(name: string): boolean {
    const way = this.#find(name);
    if (way === undefined) return true;
    return this.#gradeOf(way) !== 'well' && this.#clock.elapsed() >= way.recheckAt;
  }

  /** Somebody sees how it does; others need not for a while. */
  beginCheck(name: string): void {
    const way = this.#touch(name);
    way.recheckAt = this.#clock.elapsed() + Math.max(CHECK_MS, this.#holdMs(way.failures));
  }

  /** @param milliseconds undefined when the answer may belong to any of several requests */
  answered(name: string, milliseconds: number | undefined): void {
    const way = this.#touch(name);
    way.failures = 0;
    if (milliseconds !== undefined) way.roundTrip = withMeasured(way.roundTrip, milliseconds);
  }

  /** It has not answered for so long, and nobody waits for it any more. */
  slower(name: string, milliseconds: number): void {
    const way = this.#touch(name);
    const { smoothed = 0 } = way.roundTrip ?? {};
    if (milliseconds > smoothed) way.roundTrip = withMeasured(way.roundTrip, milliseconds);
  }

  /**
   * Nobody was there, or nobody answered for longer than answers take.
   *
   * @param startedAt when it was asked, on the clock's `elapsed` scale. What was asked before the last
   *   failure was noted tells nothing new: a thousand questions die with a server, and it died once
   */
  failed(name: string, startedAt: number): void {
    const way = this.#touch(name);
    if (way.failures > 0 && startedAt < way.failedAt) return;
    const now = this.#clock.elapsed();
    way.failures += 1;
    way.failedAt = now;
    way.recheckAt = now + this.#holdMs(way.failures);
  }

  /** All that is known; slow, for people. */
  report(): WayReport[] {
    const now = this.#clock.elapsed();
    return [...this.#ways.entries()].map(([name, way]) => ({
      way: name,
      grade: this.#gradeOf(way),
      roundTripMs: way.roundTrip?.smoothed,
      failures: way.failures,
      recheckInMs: way.failures === 0 ? 0 : Math.max(0, way.recheckAt - now),
    }));
  }

  /** How many are left alone. */
  get ejected(): number {
    let count = 0;
    for (const way of this.#ways.values()) if (this.#gradeOf(way) === 'ejected') count += 1;
    return count;
  }

  clear(): void {
    this.#ways.clear();
  }

  #gradeOf({ failures, roundTrip }: Way): Grade {
    if (failures >= this.#policy.ejectAfter) return 'ejected';
    if (failures > 0) return 'doubtful';
    return roundTrip === undefined ? 'unknown' : 'well';
  }

  #holdMs(failures: number): number {
    const { ejectAfter, ejectFirstMs, ejectMaxMs } = this.#policy;
    if (failures < ejectAfter) return RECHECK_FIRST_MS;
    return Math.min(ejectFirstMs * 2 ** (failures - ejectAfter), ejectMaxMs);
  }

  /** Routes change: what is old counts no more. */
  #find(name: string): Way | undefined {
    const way = this.#ways.get(name);
    if (way === undefined || this.#clock.elapsed() - way.touchedAt < WAY_LIFE_MS) return way;
    this.#ways.delete(name);
    return undefined;
  }

  #touch(name: string): Way {
    const now = this.#clock.elapsed();
    const known = this.#find(name);
    if (known !== undefined) {
      known.touchedAt = now;
      return known;
    }
    const way = { roundTrip: undefined, failures: 0, recheckAt: now, failedAt: 0, touchedAt: now };
    this.#ways.set(name, way);
    return way;
  }
}
