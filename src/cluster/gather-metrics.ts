import { AggregatorRegistry, type Registry } from 'prom-client';

/** The metrics of one process, as they go from process to process. */
export type ProcessMetrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** What only ever grows. The library's types say numbers where its JSON has words. */
const COUNTED: ReadonlySet<unknown> = new Set(['counter', 'histogram']);

/** The numbers of several processes in one, in the text format of Prometheus. */
export function metricsText(all: readonly ProcessMetrics[]): Promise<string> {
  return aggregated(all).metrics();
}

/**
 * What is left of processes that have ended: what they counted goes on to count, or every sum over
 * all of them would fall with each one that ends.
 */
export async function withDeparted(
  departed: ProcessMetrics,
  leaving: ProcessMetrics,
): Promise<ProcessMetrics> {
  const counted = leaving.filter(({ type }) => COUNTED.has(type));
  return counted.length === 0 ? departed : aggregated([departed, counted]).getMetricsAsJSON();
}

function aggregated(all: readonly ProcessMetrics[]): Registry {
  return AggregatorRegistry.aggregate([...all]);
}
