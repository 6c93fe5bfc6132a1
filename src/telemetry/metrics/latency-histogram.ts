import type { Label } from './counter-grid.ts';
import type { MetricList } from './register.ts';
import { register, type Sample } from './register.ts';

/** Seconds; those of `http.server.request.duration` in the semantic conventions of OpenTelemetry. */
export const LATENCY_BUCKETS = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
] as const;

interface Tally {
  readonly labels: Readonly<Record<string, string>>;
  /** How many fell between each bound and the one before; the last is for what is above all. */
  readonly counts: Float64Array;
  sum: number;
}

export interface LatencyHistogramAbout {
  /** Ends in `_seconds`. */
  readonly name: string;
  readonly help: string;
  /** @default no label */
  readonly label?: Label<string>;
}

/** How long something took, by at most one label, whose values are known beforehand. */
export class LatencyHistogram {
  readonly #tallies: readonly Tally[];

  constructor(list: MetricList, { name, help, label }: LatencyHistogramAbout) {
    const rows =
      label === undefined ? [{}] : label.values.map((value) => ({ [label.name]: value }));
    this.#tallies = rows.map((labels) => ({
      labels,
      counts: new Float64Array(LATENCY_BUCKETS.length + 1),
      sum: 0,
    }));
    register(list, { name, help, type: 'histogram' }, () =>
      this.#tallies.flatMap((tally) => samplesOf(name, tally)),
    );
  }

  /** @param row position among the values of the label */
  observe(row: number, milliseconds: number): void {
    const tally = this.#tallies[row];
    if (tally === undefined) return;
    const seconds = milliseconds / 1000;
    let bucket = 0;
    while (bucket < LATENCY_BUCKETS.length && seconds > (LATENCY_BUCKETS[bucket] ?? 0)) bucket += 1;
    tally.counts[bucket] = (tally.counts[bucket] ?? 0) + 1;
    tally.sum += seconds;
  }
}

function samplesOf(name: string, { labels, counts, sum }: Tally): Sample[] {
  let count = 0;
  const buckets = [...LATENCY_BUCKETS, '+Inf'].map((le, bucket) => {
    count += counts[bucket] ?? 0;
    return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: count };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
