import type { Metric, MetricType, Registry } from 'prom-client';

/** One number of a metric. */
export interface Sample {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  /** Where it differs from the name of the metric, as those of histograms do. */
  readonly metricName?: string;
}

export interface MetricAbout {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** What becomes of the numbers of several processes. @default 'sum' */
  readonly together?: 'sum' | 'first';
}

/** A metric whose numbers are read when somebody asks. */
export interface RegisteredMetric extends MetricAbout {
  readonly samples: () => readonly Sample[];
}

/** What there is to be read. */
export type MetricList = RegisteredMetric[];

/**
 * Puts a metric into the list, whose numbers are kept elsewhere. The library's own counters hash their
 * labels each time they count, which costs more than everything else that is counted for a request.
 */
export function register(
  list: MetricList,
  about: MetricAbout,
  samples: () => readonly Sample[],
): void {
  list.push({ ...about, samples });
}

/** Puts all metrics of a list into a registry of the library. */
export function fillRegistry(registry: Registry, list: MetricList): void {
  for (const { name, help, type, together: aggregator = 'sum', samples } of list) {
    const metric = {
      name,
      help,
      type,
      aggregator,
      get: async () => ({
        name,
        help,
        type: type as unknown as MetricType,
        aggregator,
        values: samples(),
      }),
    };
    // The registry needs no more of a metric than this.
    registry.registerMetric(metric as unknown as Metric<string>);
  }
}
