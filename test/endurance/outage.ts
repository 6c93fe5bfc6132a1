import { asker } from './ask.ts';
import { handleOf, startNetwork, urlOf } from './network-process.ts';
import { pace, wait } from './pace.ts';
import { startProxy } from './proxy-process.ts';
import type { Report } from './report.ts';

export interface OutageOptions {
  /** How long everything is gone. */
  readonly seconds: number;
  readonly rate: number;
  /** How the servers are gone: nobody listens, or nobody answers. */
  readonly how: 'closed' | 'silent';
}

const HANDLES = 1_000;
const TTL_SECONDS = 5;
/** A request may take five seconds; a little more for a busy machine. */
const DEADLINE_MS = 5_500;
/** Within this the first fresh answer has to come. */
const BACK_MS = 30_000;

/**
 * Takes the root away, then every local service, while visitors come for cached handles whose TTL is
 * long over; brings them back.
 */
export async function outage({ seconds, rate, how }: OutageOptions, report: Report): Promise<void> {
  const network = await startNetwork({ count: HANDLES, ttlSeconds: TTL_SECONDS });
  const proxy = await startProxy(network.bootstrap);
  const { ask, close } = asker(proxy.url);
  let phase = 'before';
  let next = 0;
  let isOver = false;
  let freshAfter: number | undefined;
  let backAt: number | undefined;
  const counts: Record<string, { requests: number; stale: number; failed: number }> = {};
  const visitors = pace(
    rate,
    () => isOver,
    async () => {
      const n = next++ % HANDLES;
      const at = phase;
      const { status, location, isStale } = await ask(`/${handleOf(n)}`);
      const count = counts[at] ?? { requests: 0, stale: 0, failed: 0 };
      counts[at] = count;
      count.requests += 1;
      if (isStale) count.stale += 1;
      if (status !== 302 || location !== urlOf(n)) count.failed += 1;
      else if (!isStale && backAt !== undefined && at === 'back') {
        freshAfter ??= performance.now() - backAt;
      }
    },
  );

  report.says('everything is there');
  await wait(Math.max(3, TTL_SECONDS) * 1000);
  phase = 'root gone';
  report.says(`the root is ${how}`);
  await network.tell({ what: 'doors', whom: 'root', state: how });
  await wait(Math.min(10, seconds / 5) * 1000);
  phase = 'all gone';
  report.says(`all servers are ${how} for ${seconds} s`);
  await network.tell({ what: 'doors', whom: 'all', state: how });
  const goneAt = performance.now();
  const strangers: { status: number; milliseconds: number }[] = [];
  while (performance.now() - goneAt < seconds * 1000) {
    strangers.push(await ask(`/20.500.1/new-${strangers.length}`));
    await wait(500);
  }
  backAt = performance.now();
  phase = 'back';
  report.says('all servers are back');
  await network.tell({ what: 'doors', whom: 'all', state: 'open' });
  while (freshAfter === undefined && performance.now() - backAt < 2 * BACK_MS) await wait(100);
  await wait(2_000);
  isOver = true;
  await visitors;

  for (const [name, { requests, stale, failed }] of Object.entries(counts)) {
    report.figure(`${name}: requests, of them stale, failed`, `${requests}, ${stale}, ${failed}`);
    report.holds(failed === 0, `no request for a cached handle fails (${name})`);
  }
  const slowest = Math.max(...strangers.map(({ milliseconds }) => milliseconds));
  const statuses = [...new Set(strangers.map(({ status }) => status))].join(', ');
  report.figure('new handles: requests, statuses', `${strangers.length}, ${statuses}`);
  report.figure('new handles: slowest answer', `${slowest.toFixed(0)} ms`);
  report.holds(statuses === '504', 'new handles are answered with 504');
  report.holds(slowest < DEADLINE_MS, 'within the deadline');
  report.figure('first fresh answer after', `${((freshAfter ?? Infinity) / 1000).toFixed(1)} s`);
  report.holds((freshAfter ?? Infinity) <= BACK_MS, 'a fresh answer comes within 30 s');
  await close();
  report.holds((await proxy.stop()) === 0, 'the proxy ends well');
  await network.stop();
}
