import { performance } from 'node:perf_hooks';
import type { Registry } from 'prom-client';
import { type MetricList, register } from './register.ts';

/**
 * Left out of what the library has: gauges whose names say that they are counters, with numbers
 * that stand in others too, and the event loop's delay, which begins anew with each scrape.
 */
const LEFT_OUT = /_nodejs_(?:active_\w+_total|eventloop_lag_\w+)$/;

/** The process itself: memory, processor time, garbage collection. */
export function collectProcessMetrics(
  registry: Registry,
  { collectDefaultMetrics }: Pick<typeof import('prom-client'), 'collectDefaultMetrics'>,
): void {
  collectDefaultMetrics({ register: registry, prefix: 'hdl_edge_' });
  for (const { name } of registry.getMetricsAsArray()) {
    if (LEFT_OUT.test(name)) registry.removeSingleMetric(name);
  }
}

/** How busy the event loop is, and which program this is. */
export function registerProgramMetrics(list: MetricList, version: string): void {
  register(
    list,
    {
      name: 'hdl_edge_event_loop_active_seconds_total',
      help: 'Time that the event loop was not idle; its rate is the share of one core in use.',
      type: 'counter',
    },
    () => [{ labels: {}, value: performance.eventLoopUtilization().active / 1000 }],
  );
  register(
    list,
    {
      name: 'hdl_edge_build_info',
      help: 'Always 1; its labels tell the version.',
      type: 'gauge',
      together: 'first',
    },
    () => [{ labels: { version, node: process.versions.node }, value: 1 }],
  );
}
