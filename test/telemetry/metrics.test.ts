import { describe, expect, it } from 'vitest';
import type { ExchangeEvent, RequestEvent } from '../../src/events.ts';
import { lint } from './kit/exposition.ts';
import { startMetrics } from './kit/metrics.ts';
import { EXCHANGE, REQUEST, SNAPSHOT } from './kit/numbers.ts';

const REQUESTS: readonly (readonly [Partial<RequestEvent>, outcome: string, cache: string])[] = [
  [{}, 'redirect', 'hit'],
  [{ cache: 'stale' }, 'redirect', 'stale'],
  [{ status: 200, cache: 'miss' }, 'answered', 'miss'],
  [{ status: 304 }, 'not-modified', 'hit'],
  [{ status: 400, cache: undefined }, 'bad-request', 'none'],
  [{ status: 403 }, 'restricted', 'hit'],
  [{ status: 404, cache: 'miss' }, 'not-found', 'miss'],
  [{ status: 429, cache: undefined }, 'limited', 'none'],
  [{ status: 499, cache: undefined }, 'aborted', 'none'],
  [{ status: 500, cache: undefined }, 'error', 'none'],
  [{ status: 502, cache: undefined }, 'bad-upstream', 'none'],
  [{ status: 503, cache: undefined }, 'unavailable', 'none'],
  [{ status: 503, cache: undefined, isShed: true }, 'shed', 'none'],
  [{ status: 504, cache: undefined }, 'timeout', 'none'],
];

const EXCHANGES: readonly (readonly [Partial<ExchangeEvent>, protocol: string, outcome: string])[] =
  [
    [{}, 'udp', 'answered'],
    [{ protocol: 'tcp', responseCode: 100 }, 'tcp', 'not-found'],
    [{ protocol: 'http', responseCode: 200 }, 'http', 'not-found'],
    [{ protocol: 'https', responseCode: 302 }, 'https', 'referral'],
    [{ responseCode: 402 }, 'udp', 'restricted'],
    [{ responseCode: 3 }, 'udp', 'busy'],
    [{ responseCode: 2 }, 'udp', 'other-code'],
    [{ error: 'timeout', bytes: 0 }, 'udp', 'timeout'],
    [{ error: 'bad-signature', bytes: 0 }, 'udp', 'bad-signature'],
  ];

/** What cannot change while a process runs. */
const CONSTANT = [
  'hdl_edge_build_info',
  'hdl_edge_nodejs_version_info',
  'hdl_edge_process_max_fds',
  'hdl_edge_process_start_time_seconds',
];

describe('the metrics', () => {
  it('are in the format that Prometheus reads, and have nothing that its lint finds', async () => {
    const { metrics, state, families } = startMetrics();
    expect(lint(await families())).toEqual([]);
    state.number = 7;
    metrics.observer.request(REQUEST);
    metrics.observer.exchange(EXCHANGE);
    metrics.observer.warning({ name: 'bad-location', message: 'no "XML"\n' });
    expect(lint(await families())).toEqual([]);
  });

  it('all begin with hdl_edge_', async () => {
    const names = (await startMetrics().families()).map(({ name }) => name);
    expect(names.filter((name) => !name.startsWith('hdl_edge_'))).toEqual([]);
  });

  it.each(REQUESTS)('count a request %j as %s, %s', async (event, outcome, cache) => {
    const { metrics, numberOf } = startMetrics();
    metrics.observer.request({ ...REQUEST, ...event });
    expect(await numberOf('hdl_edge_requests_total', { outcome, cache })).toBe(1);
    expect(await numberOf('hdl_edge_request_duration_seconds_count', { cache })).toBe(1);
  });

  it.each(EXCHANGES)('count an exchange %j as %s, %s', async (event, protocol, outcome) => {
    const { metrics, numberOf } = startMetrics();
    metrics.observer.exchange({ ...EXCHANGE, ...event });
    expect(await numberOf('hdl_edge_upstream_exchanges_total', { protocol, outcome })).toBe(1);
  });

  it('sort durations into buckets by their upper bounds', async () => {
    const { metrics, numberOf } = startMetrics();
    for (const milliseconds of [5, 6, 10_001]) {
      metrics.observer.request({ ...REQUEST, milliseconds });
    }
    const bucket = (le: string) =>
      numberOf('hdl_edge_request_duration_seconds_bucket', { cache: 'hit', le });
    expect([await bucket('0.005'), await bucket('0.01'), await bucket('10')]).toEqual([1, 2, 2]);
    expect(await bucket('+Inf')).toBe(3);
    expect(await numberOf('hdl_edge_request_duration_seconds_sum', { cache: 'hit' })).toBeCloseTo(
      10.012,
    );
  });

  it('tell how late timers fire', async () => {
    const { clock, lag, numberOf } = startMetrics();
    clock.advance(50);
    lag.milliseconds = 120;
    clock.advance(50);
    const upTo = (le: string) => numberOf('hdl_edge_event_loop_delay_seconds_bucket', { le });
    expect([await upTo('0.1'), await upTo('0.25')]).toEqual([1, 2]);
    expect(await numberOf('hdl_edge_event_loop_delay_seconds_sum')).toBeCloseTo(0.12);
  });

  it('end their timer when they are closed', () => {
    const { clock, metrics } = startMetrics();
    metrics.close();
    expect(clock.alarms).toBe(0);
  });

  it('count what was sent again, and the bytes that came', async () => {
    const { metrics, numberOf } = startMetrics();
    metrics.observer.exchange({ ...EXCHANGE, attempts: 3 });
    expect(await numberOf('hdl_edge_upstream_retransmissions_total')).toBe(2);
    expect(await numberOf('hdl_edge_upstream_received_bytes_total')).toBe(300);
  });

  it('count what was taken over from the last run', async () => {
    const { metrics, numberOf } = startMetrics();
    metrics.observer.snapshot(SNAPSHOT);
    const name = 'hdl_edge_cache_snapshot_entries_total';
    expect(await numberOf(name, { operation: 'read' })).toBe(7);
    expect(await numberOf(name, { operation: 'written' })).toBe(0);
  });

  it('have as many series after requests for a thousand handles as after one', async () => {
    const { metrics, families } = startMetrics();
    const count = async () => (await families()).flatMap(({ series }) => series).length;
    metrics.observer.request(REQUEST);
    metrics.observer.exchange(EXCHANGE);
    metrics.observer.warning({ name: 'bad-location', handle: 'a/b', message: '' });
    const before = await count();
    for (let i = 0; i < 1000; i++) {
      const handle = `20.500.${i}/${i}`;
      const clientAddress = `192.0.${i % 256}.1`;
      metrics.observer.request({ ...REQUEST, handle, target: `/${handle}`, clientAddress });
      metrics.observer.exchange({ ...EXCHANGE, handle, address: clientAddress });
      metrics.observer.warning({ name: 'bad-location', handle, message: handle });
    }
    expect(await count()).toBe(before);
  });

  it('all move', async () => {
    const { families, everything } = startMetrics();
    const numbers = async () =>
      new Map(
        (await families()).map(({ name, series }) => [
          name,
          JSON.stringify(series.map(({ value }) => value)),
        ]),
      );
    const before = await numbers();
    const still = new Set(before.keys());
    for (const name of CONSTANT) {
      expect(before.get(name), name).toMatch(/[1-9]/);
      still.delete(name);
    }
    await expect
      .poll(async () => {
        await everything();
        for (const [name, value] of await numbers())
          if (value !== before.get(name)) still.delete(name);
        return [...still];
      })
      .toEqual([]);
  });
});
