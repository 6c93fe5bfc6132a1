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
}

/**
 * Puts a metric into a registry whose numbers are kept elsewhere and read when somebody asks.
 * The library's own counters hash their labels each time they count, which costs more than
 * everything else that is counted for a request.
 */
export function register(
  registry: Registry,
  about: MetricAbout,
  samples: () => readonly Sample[],
): void {
  const metric = {
    ...about,
    aggregator: 'sum',
    get: async () => ({
      ...about,
      type: about.type as unknown as MetricType,
      aggregator: 'sum',
      values: samples(),
    }),
  };
  // The registry needs no more of a metric than this.
  registry.registerMetric(metric as unknown as Metric<string>);
}
