import type { RequestEvent } from '../../events.ts';
import { CounterGrid } from './counter-grid.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import type { MetricList } from './register.ts';
import { outcomeAt, REQUEST_OUTCOMES } from './request-outcome.ts';

/** How the cache took part; `none` for what is about no handle, or never got so far. */
const CACHE_STATUSES = ['none', 'hit', 'miss', 'stale', 'local'] as const;

function cacheAt(cache: RequestEvent['cache']): number {
  switch (cache) {
    case 'hit':
      return 1;
    case 'miss':
      return 2;
    case 'stale':
      return 3;
    case 'local':
      return 4;
    case undefined:
      return 0;
  }
}

/** Counts requests; it sees each of them, so it may cost next to nothing. */
export function createRequestMetrics(list: MetricList): (event: RequestEvent) => void {
  const cache = { name: 'cache', values: CACHE_STATUSES };
  const requests = new CounterGrid(list, {
    name: 'hdl_edge_requests_total',
    help: 'HTTP requests answered, by what became of them and how the cache took part.',
    rows: { name: 'outcome', values: REQUEST_OUTCOMES },
    columns: cache,
    isShownAtZero: (outcome, status) =>
      status === 'none' || outcome === 'redirect' || outcome === 'answered',
  });
  const durations = new LatencyHistogram(list, {
    name: 'hdl_edge_request_duration_seconds',
    help: 'Time from the head of an HTTP request to the end of its answer.',
    label: cache,
  });
  return (event) => {
    const status = cacheAt(event.cache);
    requests.count(outcomeAt(event), status);
    durations.observe(status, event.milliseconds);
  };
}
