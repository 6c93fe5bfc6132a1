import { LATE_SHARE } from '../../src/load/limits.ts';
import { median } from './statistics.ts';
import type { Ours } from './two-tools.ts';

/** A comparison as a table. */
export interface Comparison {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below it. */
  readonly remarks: readonly string[];
  readonly isRight: boolean;
}

/** What is compared. */
export const PERCENTILES = ['p50', 'p90', 'p99'] as const;

/** Requests per second. */
export const RATE = 500;
/** Handles are this with a number behind it. */
export const STEM = '20.500.1/bench-';

/** No request leaves before it is due. */
export function isOrdered(rounds: readonly Ours[]): boolean {
  return rounds.every(({ fromDue, fromSending }) =>
    PERCENTILES.every((name) => fromDue[name] >= fromSending[name]),
  );
}

export function lateness(rounds: readonly Ours[]): string[] {
  const late = median(rounds.map((round) => round.late));
  if (late <= LATE_SHARE) return [];
  return [
    `${(late * 100).toFixed(1)} % of the requests of hdl-edge load left late, because this machine is busy: that is in the times from due, and autocannon has no such times.`,
  ];
}

export function millisecondsText(milliseconds: number): string {
  return milliseconds.toFixed(milliseconds < 10 ? 3 : 1);
}

export function differenceText(a: number, b: number): string {
  return `${((a / b - 1) * 100).toFixed(1)} %`;
}
