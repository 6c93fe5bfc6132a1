import type { Registry } from 'prom-client';
import type { Observer } from '../../events.ts';
import type { ResolverStatistics } from '../../resolver/cache-report.ts';
import type { Clock } from '../../system.ts';
import { watchEventLoop } from './event-loop-delay.ts';
import { createExchangeMetrics } from './exchange-metrics.ts';
import { LabelledCounter } from './labelled-counter.ts';
import { collectProcessMetrics, registerProgramMetrics } from './process-metrics.ts';
import { fillRegistry, type MetricList, register } from './register.ts';
import { createRequestMetrics } from './request-metrics.ts';
import { registerResolverMetrics } from './resolver-metrics.ts';
import { createSharedCacheMetrics } from './shared-cache-metrics.ts';

/** As prom-client has it. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** How long after the start the library is loaded at the latest, in milliseconds. */
const OPEN_AFTER_MS = 1_000;

/** Where the numbers come from that nobody reports; asked when somebody reads the metrics. */
export interface MetricSources {
  readonly clock: Clock;
  readonly version: string;
  readonly statistics: () => ResolverStatistics;
  /** HTTP requests that wait for handle servers at this moment. */
  readonly requestsWaiting: () => number;
  /** Log lines lost since the start because nobody took them. */
  readonly logLinesDropped: () => number;
}

export interface Metrics {
  /** To be told of everything that is counted. */
  readonly observer: Required<Omit<Observer, 'notice' | 'bootstrap'>>;
  readonly contentType: string;
  /** All of them in the text format of Prometheus, version 0.0.4. */
  text(): Promise<string>;
  /** The same for another process that adds up those of several. */
  json(): ReturnType<Registry['getMetricsAsJSON']>;
  /** Ends what is measured all the time. */
  close(): void;
}

/**
 * Counts everything that operators watch. No label has values that clients or records choose, so
 * the number of series is bounded.
 */
export function createMetrics(sources: MetricSources): Metrics {
  const { clock } = sources;
  const list: MetricList = [];
  const request = createRequestMetrics(list);
  const exchange = createExchangeMetrics(list);
  const sharedCache = createSharedCacheMetrics(list);
  const snapshots = new LabelledCounter(list, {
    name: 'hdl_edge_cache_snapshot_entries_total',
    help: 'Cache entries taken over from the last run (read), or kept for the next (written).',
    label: 'operation',
    shownAtZero: ['read', 'written'],
  });
  const warnings = new LabelledCounter(list, {
    name: 'hdl_edge_warnings_total',
    help: 'Warnings, by name; the log has the details.',
    label: 'name',
  });
  register(
    list,
    {
      name: 'hdl_edge_requests_waiting',
      help: 'HTTP requests that wait for handle servers at this moment.',
      type: 'gauge',
    },
    () => [{ labels: {}, value: sources.requestsWaiting() }],
  );
  register(
    list,
    {
      name: 'hdl_edge_log_lines_dropped_total',
      help: 'Log lines lost because nobody took them.',
      type: 'counter',
    },
    () => [{ labels: {}, value: sources.logLinesDropped() }],
  );
  registerResolverMetrics(list, sources.statistics);
  registerProgramMetrics(list, sources.version);
  const endWatch = watchEventLoop(list, clock);
  let opened: Promise<Registry> | undefined;
  const registry = () => {
    opened ??= openRegistry(list);
    return opened;
  };
  // What it measures itself should be measured from the start, or from soon after.
  const cancelOpening = clock.after(OPEN_AFTER_MS, registry);
  return {
    observer: {
      request,
      exchange,
      sharedCache,
      snapshot: ({ operation, entries }) => snapshots.add(operation, entries),
      warning: ({ name }) => warnings.add(name),
    },
    contentType: METRICS_TYPE,
    text: async () => (await registry()).metrics(),
    json: async () => (await registry()).getMetricsAsJSON(),
    close() {
      cancelOpening();
      endWatch();
    },
  };
}

/** The library and what it needs are a tenth of a start, so it is loaded when visitors are answered. */
async function openRegistry(list: MetricList): Promise<Registry> {
  const library = await import('prom-client');
  const registry = new library.Registry();
  collectProcessMetrics(registry, library);
  fillRegistry(registry, list);
  return registry;
}
