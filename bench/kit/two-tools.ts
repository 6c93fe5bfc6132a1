import type { Ask, Percentiles } from '../children/second-opinion.ts';
import { startChild } from './child.ts';
import { loadProgram } from './load-program.ts';
import { withChildren } from './with-children.ts';

/** What both tools are asked to do. */
export interface Task {
  readonly url: string;
  /** Handles are this with a number behind it. */
  readonly stem: string;
  /** The number of the first handle; without it, all requests are for the handle with number 0. */
  readonly first?: number;
  readonly rate: number;
  readonly seconds: number;
}

/** What `hdl-edge load` tells. */
export interface Ours {
  /** From when requests were due, milliseconds. */
  readonly fromDue: Percentiles;
  /** From when they left, as autocannon counts. */
  readonly fromSending: Percentiles;
  /** The share that left late, from 0 to 1. */
  readonly late: number;
}

/**
 * Connections are opened and programs compiled in so many seconds, which do not count: otherwise they
 * would be most of the slowest hundredth. For autocannon, one more goes for the start of its many parts.
 */
const WARM_UP = { ours: 2, theirs: 3 } as const;

/** Requests before those that count. */
export function warmUpRequests(tool: keyof typeof WARM_UP, rate: number): number {
  return WARM_UP[tool] * rate;
}

/** Requests that one of the two sends at most, with those that do not count. */
export function mostRequests({ rate, seconds }: Pick<Task, 'rate' | 'seconds'>): number {
  return rate * (seconds + WARM_UP.theirs);
}

/** @throws Error when an answer is wrong */
export async function byLoad({ url, stem, first, rate, seconds }: Task): Promise<Ours> {
  const last = first === undefined ? 0 : first + mostRequests({ rate, seconds }) - 1;
  const report = await loadProgram(url, [
    ...['--pattern', `${stem}{${first ?? 0}..${last}}`, '--rate', `${rate}`],
    ...['--warm-up', `${WARM_UP.ours}`, '--duration', `${seconds}`],
  ]);
  const [step] = report.steps;
  if (step === undefined) throw new Error('hdl-edge load told nothing');
  const { latencies, serviceTimes, late, sent } = step;
  return { fromDue: latencies, fromSending: serviceTimes, late: late / sent };
}

/**
 * In a process that has just started too.
 *
 * @throws Error when an answer is wrong
 */
export function byAutocannon({ url, stem, first, rate, seconds }: Task): Promise<Percentiles> {
  const shared = { rate, seconds, warmUp: WARM_UP.theirs };
  const asked: Ask =
    first === undefined
      ? { url: `${url}/${stem}0`, ...shared }
      : { url: `${url}/${stem}`, first, ...shared };
  return withChildren(async (keep) => (await keep(startChild('second-opinion'))).ask('ask', asked));
}
