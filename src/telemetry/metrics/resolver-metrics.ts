import type { ResolverStatistics } from '../../resolver/cache-report.ts';
import type { MetricList } from './register.ts';
import { type MetricAbout, register } from './register.ts';

type Numbers = (statistics: ResolverStatistics) => number;

/** Metrics that are one number. */
const SINGLE: readonly (readonly [MetricAbout['type'], name: string, help: string, Numbers])[] = [
  ['gauge', 'hdl_edge_cache_bytes', 'Memory of what is remembered, in bytes.', (s) => s.bytes],
  [
    'gauge',
    'hdl_edge_cache_max_bytes',
    'Memory that may be taken for it, in bytes.',
    (s) => s.maxBytes,
  ],
  [
    'gauge',
    'hdl_edge_cache_hot_entries',
    'Cached records that are unpacked and ready for use.',
    (s) => s.hotRecords,
  ],
  [
    'counter',
    'hdl_edge_cache_evictions_total',
    'Cache entries that had to make room for others.',
    (s) => s.evictions,
  ],
  [
    'counter',
    'hdl_edge_cache_prefetches_total',
    'Records fetched ahead, before they expired.',
    (s) => s.prefetches,
  ],
  [
    'counter',
    'hdl_edge_upstream_refused_total',
    'Questions not asked because too much was under way.',
    (s) => s.refused,
  ],
  [
    'gauge',
    'hdl_edge_upstream_exchanges_in_progress',
    'Exchanges with handle servers at this moment.',
    (s) => s.exchangesUnderWay,
  ],
  [
    'gauge',
    'hdl_edge_upstream_services_down',
    'Handle services that are known to be down.',
    (s) => s.servicesDown,
  ],
  [
    'gauge',
    'hdl_edge_upstream_ways_ejected',
    'Ways to handle servers (a protocol of one of them) left alone because they failed.',
    (s) => s.waysEjected,
  ],
];

const LOOKUPS: Readonly<Record<string, Numbers>> = {
  hit: (s) => s.hits,
  'not-found-hit': (s) => s.notFoundHits,
  'stale-hit': (s) => s.staleHits,
  'failure-hit': (s) => s.failureHits,
  miss: (s) => s.misses,
};

const ENTRIES: Readonly<Record<string, Numbers>> = {
  record: (s) => s.records,
  'not-found': (s) => s.notFound,
  service: (s) => s.services,
  failure: (s) => s.failures,
};

/** What the resolver knows of itself, read when somebody asks for the metrics. */
export function registerResolverMetrics(
  list: MetricList,
  statistics: () => ResolverStatistics,
): void {
  for (const [type, name, help, of] of SINGLE) {
    register(list, { name, help, type }, () => [{ labels: {}, value: of(statistics()) }]);
  }
  const family = (about: MetricAbout, label: string, by: Readonly<Record<string, Numbers>>) =>
    register(list, about, () => {
      const now = statistics();
      return Object.entries(by).map(([value, of]) => ({
        labels: { [label]: value },
        value: of(now),
      }));
    });
  family(
    {
      name: 'hdl_edge_cache_lookups_total',
      help: 'Look-ups of single records, by what met them.',
      type: 'counter',
    },
    'result',
    LOOKUPS,
  );
  family(
    { name: 'hdl_edge_cache_entries', help: 'What is remembered, by kind.', type: 'gauge' },
    'kind',
    ENTRIES,
  );
}
