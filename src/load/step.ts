import type { Clock } from '../system.ts';
import type { Checker } from './checker.ts';
import type { HandleSource } from './handle-source.ts';
import type { Picker } from './picker.ts';
import type { Target } from './reply.ts';
import type { Latencies, Percentiles, Second } from './tally.ts';

/** What a test asks, and of whom. */
export interface Plan {
  readonly target: Target;
  readonly source: HandleSource;
  readonly pick: Picker;
  readonly check: Checker;
}

export interface StepOptions {
  /** Requests per second, however many are still waiting for an answer. */
  readonly rate: number;
  readonly seconds: number;
  readonly clock: Clock;
  /** Ends the sending; what is under way is waited for. */
  readonly signal: AbortSignal;
  /** The share of its time for which this process has been busy since it was last asked, from 0 to 1. */
  readonly busyShare: () => number;
  /** Told about every second. */
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly rate: number;
  readonly elapsedSeconds: number;
  readonly seconds: number;
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  readonly wrong: number;
  readonly inFlight: number;
  /** Right answers per second since the last time. */
  readonly throughput: number;
  /** Milliseconds, so far. */
  readonly p50: number;
  readonly p99: number;
}

/** What came of a rate. */
export interface StepResult {
  readonly rate: number;
  /** From the first request to the last answer, in seconds. */
  readonly seconds: number;
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  readonly wrong: number;
  /** Due requests that were not sent because too many were waiting. */
  readonly unsent: number;
  /** Requests that left so late that their latencies hold a delay of the generator. */
  readonly late: number;
  /** Requests that waited for one of the connections to be free. */
  readonly hadToWait: number;
  /** Questions that had to be sent more than once, as when datagrams are lost. */
  readonly repeated: number;
  /** The share of the time for which the generator itself was busy, from 0 to 1. */
  readonly busyShare: number;
  /** Whether it was ended before its time. */
  readonly isCutShort: boolean;
  /**
   * Right answers per second while requests were sent. A target that lags behind goes on answering
   * afterwards; that does not count.
   */
  readonly throughput: number;
  readonly latencies: Latencies;
  /** From when a request left, and not from when it was due: without the delays of the generator. */
  readonly serviceTimes: Percentiles;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly examples: readonly string[];
  readonly perSecond: readonly Second[];
}
