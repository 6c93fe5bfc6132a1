import { isWithoutRedis, type RedisServer, startRedis } from '../shared-cache/kit/redis-server.ts';
import { asker } from './ask.ts';
import { askAll, type Copy } from './ask-all.ts';
import { metricSum } from './metric-sum.ts';
import { handleOf, type NetworkProcess, startNetwork } from './network-process.ts';
import { wait } from './pace.ts';
import { LATENCY_HEAD, latencyRow, percentile } from './percentiles.ts';
import { startProxy } from './proxy-process.ts';
import type { Report } from './report.ts';

export interface SharedCacheOptions {
  readonly handles: number;
  readonly rate: number;
}

/** Two copies may have so many more exchanges with servers than one. */
const TOLERANCE = 1.05;

/** Handles that are asked for while the shared cache goes away and comes back, as a share. */
const LOSS_SHARE = 0.2;

/** Of handles asked for after its return, so many have to come from the other copy by then. */
const USED_SHARE = 0.5;

/** Handles that are purged, and how soon every copy has forgotten each, in milliseconds. */
const PURGED = 50;
const PURGE_MS = 1_000;

/** Two copies with a shared cache do the work of one; then it is taken away and brought back. */
export async function sharedCache(
  { handles, rate }: SharedCacheOptions,
  report: Report,
): Promise<void> {
  if (isWithoutRedis()) return;
  const more = Math.floor(handles * LOSS_SHARE);
  const network = await startNetwork({ count: handles + more, ttlSeconds: 86_400 });
  const redis = await startRedis();
  process.once('exit', () => void redis.kill());
  const rows = [LATENCY_HEAD];

  report.says(`${handles} handles, one copy alone`);
  const alone = await startCopy(network, []);
  const one = await counted(network, () => askAll([alone], 0, handles, rate));
  const exchangesOfOne = await sumOf([alone], EXCHANGES);
  await stopCopy(alone);
  rows.push(latencyRow('one copy', one.latencies));

  report.says(`${handles} handles, two copies with a shared cache`);
  const flags = ['--redis-url', redis.url];
  const copies = [await startCopy(network, flags), await startCopy(network, flags)];
  const two = await counted(network, () => askAll(copies, 0, handles, rate));
  rows.push(latencyRow('two copies, first', two.latencies), latencyRow('and second', two.again));
  const exchangesOfTwo = await sumOf(copies, EXCHANGES);
  const withRepetitions = (exchanges: number, requests: number) =>
    `${exchanges}, with repetitions ${requests} requests`;
  report.figure('exchanges, one copy', withRepetitions(exchangesOfOne, one.requests));
  report.figure('exchanges, two copies', withRepetitions(exchangesOfTwo, two.requests));
  report.figure('asked of the shared cache too late or not', String(await sumOf(copies, LOST)));
  report.holds(one.failed + two.failed === 0, 'no request fails');
  report.holds(exchangesOfOne >= handles, 'one copy asks for each handle');
  report.holds(exchangesOfTwo <= exchangesOfOne * TOLERANCE, 'two copies ask as often, ± 5 %');

  report.says(`${more} more, and the shared cache goes away and comes back`);
  const loss = await askAll(copies, handles, more, rate, awayInBetween(redis));
  rows.push(latencyRow('lost and back', [...loss.latencies, ...loss.again]));
  report.holds(loss.failed === 0, 'no request fails while it is away');
  const shareAfter = loss.hitsAtEnd / Math.max(1, loss.askedAtEnd);
  report.figure('found with the other copy after its return', `${Math.round(shareAfter * 100)} %`);
  report.holds(shareAfter >= USED_SHARE, 'it is used again when it is back');
  for (const row of rows) report.line(row);

  copies.push(await startCopy(network, flags), await startCopy(network, flags));
  report.says(`${PURGED} handles, purged at one of ${copies.length} copies`);
  const times: number[] = [];
  for (let n = 0; n < PURGED; n += 1) times.push(await purgeTime(copies, handleOf(n)));
  report.figure(
    'a purge reaches all copies, half of the time',
    `${percentile(times, 0.5).toFixed(1)} ms`,
  );
  report.figure('and at most', `${percentile(times, 1).toFixed(1)} ms`);
  report.holds(percentile(times, 1) <= PURGE_MS, 'a purge reaches all copies within a second');

  for (const copy of copies) await stopCopy(copy);
  await redis.stop();
  await network.stop();
}

/** @returns milliseconds from the purge at one copy until none of them knows the handle */
async function purgeTime(copies: readonly Copy[], handle: string): Promise<number> {
  for (const { visitor } of copies) await visitor.ask(`/${handle}`);
  const startedAt = performance.now();
  const [first] = copies as [Copy];
  await fetch(`${first.proxy.adminUrl}purge?handle=${handle}`, { method: 'POST' });
  const knows = async ({ proxy }: Copy) => {
    const response = await fetch(`${proxy.adminUrl}cache/${handle}`);
    await response.arrayBuffer();
    return response.status === 200;
  };
  for (const copy of copies) {
    while ((await knows(copy)) && performance.now() - startedAt < 2 * PURGE_MS) await wait(1);
  }
  return performance.now() - startedAt;
}

/** What a busy machine makes a copy repeat is no further exchange. */
const EXCHANGES = /^hdl_edge_upstream_exchanges_total\{.*\} (\d+)$/gm;
const LOST =
  /^hdl_edge_shared_cache_operations_total\{operation="get",outcome="(?:error|passed-by)"\} (\d+)$/gm;

/** The sum of what the copies count. */
async function sumOf(copies: readonly Copy[], metric: RegExp): Promise<number> {
  let sum = 0;
  for (const { proxy } of copies) sum += await metricSum(proxy, metric);
  return sum;
}

/** Takes it away for the second quarter of the work, told which share of that is done. */
function awayInBetween(redis: RedisServer): (share: number) => void {
  let quarter = 0;
  return (share) => {
    const now = Math.floor(share * 4);
    if (now === quarter) return;
    quarter = now;
    if (quarter === 1) void redis.kill();
    if (quarter === 2) void redis.restart();
  };
}

async function startCopy(network: NetworkProcess, flags: readonly string[]): Promise<Copy> {
  const proxy = await startProxy(network.bootstrap, flags);
  return { proxy, visitor: asker(proxy.url, 256) };
}

async function stopCopy({ proxy, visitor }: Copy): Promise<void> {
  await visitor.close();
  await proxy.stop();
}

/** With how often servers were asked meanwhile. */
async function counted<Result>(network: NetworkProcess, work: () => Promise<Result>) {
  const requests = () => network.tell<number>({ what: 'requests', whom: 'all' });
  const before = await requests();
  const result = await work();
  return { ...result, requests: (await requests()) - before };
}
