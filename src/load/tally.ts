import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { MAX_EXAMPLES, MAX_LATENCY_US, MAX_OUTCOMES } from './limits.ts';

/** What certain shares of the requests took at most, in milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly mean: number;
}

/** Counted from when requests were due. */
export interface Latencies extends Percentiles {
  /**
   * The whole curve: the share of requests, from 0 to 1, that took at most so many milliseconds; as far
   * as at least one request was slower.
   */
  readonly curve: readonly (readonly [share: number, milliseconds: number])[];
}

/** What one request took, in milliseconds. */
export interface Times {
  /** From when it was due. */
  readonly latency: number;
  /** From when it left. */
  readonly service: number;
}

/** What one second of the test was like. */
export interface Second {
  readonly answered: number;
  readonly failed: number;
  readonly wrong: number;
  /** The slowest right answer, in milliseconds; 0 when there is none. */
  readonly slowest: number;
}

type Counted = { -readonly [Name in keyof Second]: Second[Name] };

/** The count of all that came back, while it comes. */
export class Tally {
  readonly #latencies = histogram();
  readonly #services = histogram();
  readonly #outcomes = new Map<string, number>();
  readonly #seconds: Counted[] = [];
  readonly #examples = new Map<string, string>();
  /** Requests whose answer came, right or wrong. */
  answered = 0;
  /** Requests without an answer. */
  failed = 0;
  /** Of the answered ones, those that were wrong. */
  wrong = 0;

  /** @param second of the test in which the request was due, from 0 */
  count(outcome: string, times: Times, wrong: string | undefined, second: number): void {
    const kind = wrong === undefined ? outcome : `wrong: ${wrong}`;
    const key = this.#outcomes.has(kind) || this.#outcomes.size < MAX_OUTCOMES ? kind : 'others';
    this.#outcomes.set(key, (this.#outcomes.get(key) ?? 0) + 1);
    const entry = this.#second(second);
    this.answered += 1;
    entry.answered += 1;
    if (wrong !== undefined) {
      this.wrong += 1;
      entry.wrong += 1;
    }
    // A wrong answer is none, however fast it comes: it is counted, but its time is not.
    else {
      record(this.#latencies, times.latency);
      record(this.#services, times.service);
      entry.slowest = Math.max(entry.slowest, times.latency);
    }
  }

  countFailed(outcome: string, second: number): void {
    const key =
      this.#outcomes.has(outcome) || this.#outcomes.size < MAX_OUTCOMES ? outcome : 'others';
    this.#outcomes.set(key, (this.#outcomes.get(key) ?? 0) + 1);
    this.failed += 1;
    this.#second(second).failed += 1;
  }

  /** Shows a wrong answer, one for each handle. */
  example(handle: string, text: string): void {
    if (this.#examples.size < MAX_EXAMPLES && !this.#examples.has(handle)) {
      this.#examples.set(handle, `${handle} ${text}`);
    }
  }

  /** Answers that were wrong, in words. */
  get examples(): readonly string[] {
    return [...this.#examples.values()];
  }

  get outcomes(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#outcomes].sort(([, a], [, b]) => b - a));
  }

  get seconds(): readonly Second[] {
    return this.#seconds;
  }

  /** The 99th percentile so far, in milliseconds. */
  get p99(): number {
    return at(this.#latencies, 99);
  }

  /** The shortest right one so far, in milliseconds; 0 when there is none. */
  get fastest(): number {
    return this.#latencies.count === 0 ? 0 : this.#latencies.min / 1000;
  }

  get p50(): number {
    return at(this.#latencies, 50);
  }

  latencies(): Latencies {
    const { count } = this.#latencies;
    return {
      ...percentiles(this.#latencies),
      curve: CURVE.filter((share) => count * (1 - share) >= 1).map((share) => [
        share,
        at(this.#latencies, share * 100),
      ]),
    };
  }

  serviceTimes(): Percentiles {
    return percentiles(this.#services);
  }

  #second(second: number): Counted {
    while (this.#seconds.length <= second) {
      this.#seconds.push({ answered: 0, failed: 0, wrong: 0, slowest: 0 });
    }
    return this.#seconds[second] as Counted;
  }
}

function histogram(): RecordableHistogram {
  return createHistogram({ lowest: 1, highest: MAX_LATENCY_US, figures: 3 });
}

function record(into: RecordableHistogram, milliseconds: number): void {
  into.record(Math.max(1, Math.min(MAX_LATENCY_US, Math.round(milliseconds * 1000))));
}

/** The histogram has no percentile 0. */
function at(of: RecordableHistogram, percentile: number): number {
  return of.percentile(percentile || 0.001) / 1000;
}

function percentiles(of: RecordableHistogram): Percentiles {
  const isEmpty = of.count === 0;
  return {
    p50: at(of, 50),
    p90: at(of, 90),
    p99: at(of, 99),
    p999: at(of, 99.9),
    max: isEmpty ? 0 : of.max / 1000,
    mean: isEmpty ? 0 : of.mean / 1000,
  };
}

/** Denser towards the slowest: 0, 0.1, … 0.9, 0.91, … 0.99, 0.991, … 0.99999. */
const CURVE: readonly number[] = [1, 2, 3, 4, 5].flatMap((decade) =>
  Array.from({ length: decade === 1 ? 10 : 9 }, (_, i) => {
    const step = decade === 1 ? i : i + 1;
    const below = 1 - 10 ** (1 - decade);
    return Number((below + step * 10 ** -decade).toFixed(decade));
  }),
);
