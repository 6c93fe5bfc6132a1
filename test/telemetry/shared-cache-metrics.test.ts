import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import type { SharedCacheEvent } from '../../src/events.ts';
import { fillRegistry, type MetricList } from '../../src/telemetry/metrics/register.ts';
import { createSharedCacheMetrics } from '../../src/telemetry/metrics/shared-cache-metrics.ts';

const EVENTS: readonly Omit<SharedCacheEvent, 'milliseconds'>[] = [
  { operation: 'get', outcome: 'hit' },
  { operation: 'get', outcome: 'passed-by' },
  { operation: 'store', outcome: 'done' },
  { operation: 'remove', outcome: 'error' },
  { operation: 'rate', outcome: 'done' },
  { operation: 'rate', outcome: 'passed-by' },
];

function textOf(list: MetricList): Promise<string> {
  const registry = new Registry();
  fillRegistry(registry, list);
  return registry.metrics();
}

describe('the metrics of the shared cache', () => {
  it.each(EVENTS)('count $operation: $outcome', async (event) => {
    const list: MetricList = [];
    const count = createSharedCacheMetrics(list);
    count({ ...event, milliseconds: 3 });
    count({ ...event, milliseconds: 3 });
    const { operation, outcome } = event;
    const labels = `{operation="${operation}",outcome="${outcome}"}`;
    expect(await textOf(list)).toContain(`hdl_edge_shared_cache_operations_total${labels} 2\n`);
  });

  it('time look-ups that waited, and nothing else', async () => {
    const list: MetricList = [];
    const count = createSharedCacheMetrics(list);
    for (const event of EVENTS) count({ ...event, milliseconds: 3 });
    const text = await textOf(list);
    expect(text).toContain('hdl_edge_shared_cache_get_duration_seconds_count 1\n');
  });
});
