import { LRUCache } from 'lru-cache';
import type { Clock } from '../system.ts';
import type { Failure } from './failure.ts';
import type { Policy } from './policy.ts';
import type { FailureOutcome } from './resolution.ts';

/** Estimated bytes of an entry apart from its texts. */
const ENTRY_BYTES = 500;

const SECOND = 1000;

/** Failures that say something about servers; the others are the record's or the request's own. */
const REMEMBERED: ReadonlySet<FailureOutcome> = new Set([
  'timeout',
  'unreachable',
  'bad-answer',
  'bad-signature',
  'busy',
] as const);

/** Those that end when the servers are back. */
const DOWN: ReadonlySet<FailureOutcome> = new Set(['timeout', 'unreachable', 'busy'] as const);

export interface PastFailure {
  readonly failure: Failure;
  /** When it was tried last, on the clock's `elapsed` scale. */
  readonly triedAt: number;
  /** When a visitor may have it tried again, on the same scale. */
  readonly retryAt: number;
  /** How often in a row. */
  readonly times: number;
}

export type FailurePolicy = Pick<Policy, 'failureFirstMs' | 'failureMaxMs' | 'probeEveryMs'>;

/** What holds against trying something now. */
export interface Standing {
  /** The failure, as it is told while nothing is tried. */
  readonly failure: Failure;
  /**
   * Whether somebody may `try` it and wait for the outcome; or whether it is time to `probe` it while
   * nobody waits; or neither.
   */
  readonly next: 'try' | 'probe' | 'wait';
}

/** Whether a failure is worth remembering. */
export function isMemorable({ outcome, shed, remembered }: Failure): boolean {
  return REMEMBERED.has(outcome) && shed !== true && remembered !== true;
}

/** Whether the failure is one of servers that are not there, rather than of what they say. */
export function saysDown({ outcome }: Failure): boolean {
  return DOWN.has(outcome);
}

/** How long something is left alone that has failed so often in a row, in milliseconds. */
export function backOffMs(times: number, { failureFirstMs, failureMaxMs }: FailurePolicy): number {
  return Math.min(failureFirstMs * 2 ** (times - 1), failureMaxMs);
}

/** The failure as it is told to those who come while nothing is tried. */
export function toldAgain(failure: Failure, waitMs: number): Failure {
  const seconds = Math.max(1, Math.ceil(waitMs / SECOND));
  return {
    ...failure,
    message: `${failure.message} (remembered; it is tried again in ${seconds} s)`,
    retryAfterSeconds: seconds,
    remembered: true,
  };
}

/** @param now on the clock's `elapsed` scale */
export function standingOf(
  { failure, triedAt, retryAt }: Pick<PastFailure, 'failure' | 'triedAt' | 'retryAt'>,
  now: number,
  { probeEveryMs }: FailurePolicy,
): Standing {
  const isProbeDue = probeEveryMs > 0 && saysDown(failure) && now - triedAt >= probeEveryMs;
  const next = now >= retryAt ? 'try' : isProbeDue ? 'probe' : 'wait';
  return { failure: toldAgain(failure, retryAt - now), next };
}

/** What has failed lately, by name, and when it may be tried again (RFC 9520). */
export class FailureMemory {
  readonly #clock: Clock;
  readonly #policy: FailurePolicy;
  readonly #failures: LRUCache<string, PastFailure>;

  constructor(clock: Clock, policy: FailurePolicy, maxBytes: number) {
    this.#clock = clock;
    this.#policy = policy;
    this.#failures = new LRUCache({
      maxSize: Math.max(1, Math.floor(maxBytes)),
      sizeCalculation: ({ failure }, key) => ENTRY_BYTES + key.length + failure.message.length,
    });
  }

  get size(): number {
    return this.#failures.size;
  }

  get bytes(): number {
    return this.#failures.calculatedSize;
  }

  recall(key: string): PastFailure | undefined {
    return this.#failures.get(key);
  }

  /** @param startedAt when the try began that failed, on the clock's `elapsed` scale */
  note(key: string, failure: Failure, startedAt: number): void {
    if (!isMemorable(failure)) return;
    const now = this.#clock.elapsed();
    const last = this.#failures.peek(key);
    const isInARow = last !== undefined && now - last.retryAt < this.#policy.failureMaxMs;
    const times = isInARow ? last.times + 1 : 1;
    const retryAt = now + backOffMs(times, this.#policy);
    this.#failures.set(key, { failure, triedAt: startedAt, retryAt, times });
  }

  forget(key: string): void {
    this.#failures.delete(key);
  }

  clear(): void {
    this.#failures.clear();
  }

  /** What is remembered under keys of some kind; slow, for people. */
  where(isMeant: (key: string) => boolean): [string, PastFailure][] {
    return [...this.#failures.entries()].filter(([key]) => isMeant(key));
  }
}
