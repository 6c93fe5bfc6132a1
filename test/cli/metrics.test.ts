import { writeFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { isWithoutRedis, startRedis } from '../shared-cache/kit/redis-server.ts';
import { until } from '../shared-cache/kit/until.ts';
import { parseExposition } from '../telemetry/kit/exposition.ts';
import { type Program, program } from './program.ts';
import { get } from './request.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const files = temporaryDirectory();
afterAll(() => files.remove());

/** A record has to live its shortest life, and a thousand requests to wait for nothing. */
const TIMEOUT_MS = 180_000;

/** More than the unknown names of one service that may be asked for at a time. */
const STRANGERS = 1_100;

const RECORDS = {
  handles: {
    '20.500.1/a': { values: [{ index: 1, type: 'URL', ttl: 86_400, data: 'https://a.example/' }] },
    // The shortest life that there is.
    '20.500.1/short': { values: [{ index: 1, type: 'URL', ttl: 5, data: 'https://b.example/' }] },
    '20.500.1/loop': { values: [{ index: 1, type: 'HS_ALIAS', ttl: 60, data: '20.500.1/loop' }] },
    ...Object.fromEntries(
      Array.from({ length: 80 }, (_, n) => [
        `20.500.1/large-${n}`,
        { values: [{ index: 1, type: 'DESC', ttl: 86_400, data: 'x'.repeat(20_000) }] },
      ]),
    ),
  },
};

/** Sums over all series of each metric of ours; those of the library move in any process. */
async function metricsAt(admin: string): Promise<Map<string, number>> {
  const families = parseExposition((await get(`${admin}/metrics`)).body);
  const own = families.filter(({ name }) => !/_(?:process|nodejs)_/.test(name));
  return new Map(
    own.map(({ name, series }) => [name, series.reduce((sum, { value }) => sum + value, 0)]),
  );
}

/**
 * What cannot change while a process runs. Lines are dropped only after megabytes that nobody takes,
 * which the writer of lines has a test for; and a cache is read when a proxy starts again, without a
 * Redis, which the tests of that look for.
 */
const LEFT_OUT = [
  'hdl_edge_build_info',
  'hdl_edge_cache_max_bytes',
  'hdl_edge_cache_snapshot_entries_total',
  'hdl_edge_log_lines_dropped_total',
];

describe.skipIf(isWithoutRedis())('every metric of a running proxy', () => {
  it('moves when what it counts happens', { timeout: TIMEOUT_MS }, async () => {
    const { network, url, admin } = await start();
    const before = await metricsAt(admin);
    const still = new Set(before.keys());
    for (const name of LEFT_OUT) expect(still.delete(name), name).toBe(true);
    const look = async () => {
      for (const [name, value] of await metricsAt(admin)) {
        if (value !== before.get(name)) still.delete(name);
      }
    };
    const moves = (...names: string[]) =>
      until(`${names} move`, async () => {
        await look();
        return !names.some((name) => still.has(name));
      });

    for (const name of ['a', 'a', 'nobody', 'loop']) await get(`${url}/20.500.1/${name}`);
    for (let n = 0; n < 80; n++) await get(`${url}/20.500.1/large-${n}`);
    await moves('hdl_edge_cache_evictions_total', 'hdl_edge_cache_entries');

    // Asked for all the time, it is fetched before it ends.
    await until('a record is fetched ahead', async () => {
      await get(`${url}/20.500.1/short`);
      await look();
      return !still.has('hdl_edge_cache_prefetches_total');
    });

    // Everything that has to wait and fail: nobody answers, and too many ask.
    network.child.kill('SIGSTOP');
    const agent = new Agent({ connections: STRANGERS });
    const strangers = Array.from({ length: STRANGERS }, async (_, n) => {
      const { body } = await request(`${url}/20.500.1/stranger-${n}`, { dispatcher: agent });
      await body.dump();
    });
    await moves(
      'hdl_edge_requests_waiting',
      'hdl_edge_upstream_exchanges_in_progress',
      'hdl_edge_upstream_refused_total',
    );
    await Promise.all(strangers);
    await agent.close();

    // Now nobody even listens.
    network.child.kill('SIGKILL');
    await until('what is left moves', async () => {
      await get(`${url}/20.500.1/nobody-${performance.now()}`);
      await look();
      return still.size === 0;
    }).catch(() => undefined);
    expect([...still]).toEqual([]);
  });
});

/** A proxy with a Redis, and a handle network in a process of its own. */
async function start(): Promise<{ network: Program; url: string; admin: string }> {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const bootstrap = files.path('bootstrap.json');
  const records = files.path('records.json');
  writeFileSync(records, JSON.stringify(RECORDS));
  const served = ['--records', records, '--write-bootstrap', bootstrap, '--network-only'];
  const network = program(['demo', ...served]);
  await network.output(/Ready/);
  const flags = ['--bootstrap', bootstrap, '--redis-url', redis.url, '--cache-megabytes', '1'];
  const server = program(['serve', ...flags, '--port', '0']);
  const [, url = ''] = await server.output(/ready on (http:\/\/127\.0\.0\.1:\d+)/);
  const [, admin = ''] = await server.output(/For operators:\s+(http:\S+)\//);
  return { network, url, admin };
}
