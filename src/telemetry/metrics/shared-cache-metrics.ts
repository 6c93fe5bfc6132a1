import type { SharedCacheEvent } from '../../events.ts';
import { CounterGrid } from './counter-grid.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import type { MetricList } from './register.ts';

const OPERATIONS = ['get', 'store', 'remove', 'rate'] as const;

const OUTCOMES = ['hit', 'miss', 'done', 'error', 'passed-by'] as const;

/** Counts what a cache in common with other copies is asked and told. */
export function createSharedCacheMetrics(list: MetricList): (event: SharedCacheEvent) => void {
  const operations = new CounterGrid(list, {
    name: 'hdl_edge_shared_cache_operations_total',
    help: 'What the shared cache was asked or told, and what came of it; passed-by while it is out of reach.',
    rows: { name: 'operation', values: OPERATIONS },
    columns: { name: 'outcome', values: OUTCOMES },
    isShownAtZero: (operation, outcome) =>
      operation === 'get' && (outcome === 'hit' || outcome === 'miss' || outcome === 'error'),
  });
  const durations = new LatencyHistogram(list, {
    name: 'hdl_edge_shared_cache_get_duration_seconds',
    help: 'Time that look-ups waited for the shared cache.',
  });
  return ({ operation, outcome, milliseconds }) => {
    operations.count(OPERATIONS.indexOf(operation), OUTCOMES.indexOf(outcome));
    if (operation === 'get' && outcome !== 'passed-by') durations.observe(0, milliseconds);
  };
}
