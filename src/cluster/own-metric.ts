import type { ProcessMetrics } from './gather-metrics.ts';

/** A metric of the supervisor, as those of workers come. */
export function ownMetric(
  name: string,
  help: string,
  type: 'counter' | 'gauge',
  value: number,
): ProcessMetrics[number] {
  const json: unknown = { name, help, type, aggregator: 'sum', values: [{ value, labels: {} }] };
  return json as ProcessMetrics[number];
}
