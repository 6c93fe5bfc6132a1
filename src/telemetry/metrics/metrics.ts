import { Counter, Registry } from 'prom-client';
import type { Observer } from '../../events.ts';
import type { ResolverStatistics } from '../../resolver/cache-report.ts';
import type { Clock } from '../../system.ts';
import { watchEventLoop } from './event-loop-delay.ts';
import { createExchangeMetrics } from './exchange-metrics.ts';
import { registerProcessMetrics } from './process-metrics.ts';
import { register } from './register.ts';
import { createRequestMetrics } from './request-metrics.ts';
import { registerResolverMetrics } from './resolver-metrics.ts';
import { createSharedCacheMetrics } from './shared-cache-metrics.ts';

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
  const registry = new Registry();
  const request = createRequestMetrics(registry);
  const exchange = createExchangeMetrics(registry);
  const sharedCache = createSharedCacheMetrics(registry);
  const snapshots = new Counter({
    name: 'hdl_edge_cache_snapshot_entries_total',
    help: 'Cache entries taken over from the last run (read), or kept for the next (written).',
    labelNames: ['operation'],
    registers: [registry],
  });
  // So that a dashboard sees that nothing was, too.
  for (const operation of ['read', 'written']) snapshots.inc({ operation }, 0);
  const warnings = new Counter({
    name: 'hdl_edge_warnings_total',
    help: 'Warnings, by name; the log has the details.',
    labelNames: ['name'],
    registers: [registry],
  });
  register(
    registry,
    {
      name: 'hdl_edge_requests_waiting',
      help: 'HTTP requests that wait for handle servers at this moment.',
      type: 'gauge',
    },
    () => [{ labels: {}, value: sources.requestsWaiting() }],
  );
  register(
    registry,
    {
      name: 'hdl_edge_log_lines_dropped_total',
      help: 'Log lines lost because nobody took them.',
      type: 'counter',
    },
    () => [{ labels: {}, value: sources.logLinesDropped() }],
  );
  registerResolverMetrics(registry, sources.statistics);
  registerProcessMetrics(registry, sources.version);
  const endWatch = watchEventLoop(registry, sources.clock);
  return {
    observer: {
      request,
      exchange,
      sharedCache,
      snapshot: ({ operation, entries }) => snapshots.inc({ operation }, entries),
      warning: ({ name }) => warnings.inc({ name }),
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
    json: () => registry.getMetricsAsJSON(),
    close: endWatch,
  };
}
