import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import type { SharedCacheEvent } from '../../src/events.ts';
import { createSharedCacheMetrics } from '../../src/telemetry/metrics/shared-cache-metrics.ts';

const EVENTS: readonly Omit<SharedCacheEvent, 'milliseconds'>[] = [
  { operation: 'get', outcome: 'hit' },
  { operation: 'get', outcome: 'passed-by' },
  { operation: 'store', outcome: 'done' },
  { operation: 'remove', outcome: 'error' },
  { operation: 'rate', outcome: 'done' },
  { operation: 'rate', outcome: 'passed-by' },
];

describe('the metrics of the shared cache', () => {
  it.each(EVENTS)('count $operation: $outcome', async (event) => {
    const registry = new Registry();
    const count = createSharedCacheMetrics(registry);
    count({ ...event, milliseconds: 3 });
    count({ ...event, milliseconds: 3 });
    const { operation, outcome } = event;
    const labels = `{operation="${operation}",outcome="${outcome}"}`;
    expect(await registry.metrics()).toContain(
      `hdl_edge_shared_cache_operations_total${labels} 2\n`,
    );
  });

  it('time look-ups that waited, and nothing else', async () => {
    const registry = new Registry();
    const count = createSharedCacheMetrics(registry);
    for (const event of EVENTS) count({ ...event, milliseconds: 3 });
    const text = await registry.metrics();
    expect(text).toContain('hdl_edge_shared_cache_get_duration_seconds_count 1\n');
  });
});
