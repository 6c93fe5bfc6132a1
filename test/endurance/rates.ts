import { isWithoutRedis, startRedis } from '../shared-cache/kit/redis-server.ts';
import { type Asker, asker } from './ask.ts';
import { handleOf, startNetwork } from './network-process.ts';
import { pace } from './pace.ts';
import { startProxy } from './proxy-process.ts';
import type { Report } from './report.ts';

export interface RatesOptions {
  /** Of each part. */
  readonly seconds: number;
}

const COPIES = 4;
/** Requests per second that one client network may send, and those that may come at once. */
const RATE = 100;
const BURST = 200;
/** What it sends, as a multiple of that. */
const GREED = 6;
/** What all copies together may let in beside what one would, as a share. */
const TOLERANCE = 0.1;

/** Four copies with a Redis, and four workers without, hold one network to one rate. */
export async function rates({ seconds }: RatesOptions, report: Report): Promise<void> {
  if (isWithoutRedis()) return;
  const network = await startNetwork({ count: 1, ttlSeconds: 86_400 });
  const redis = await startRedis();
  process.once('exit', () => void redis.kill());
  const limits = ['--rate-limit', `${RATE}`, '--rate-burst', `${BURST}`];
  const flags = ['--trusted-proxies', '127.0.0.1', ...limits];
  const start = (more: readonly string[]) => startProxy(network.bootstrap, [...flags, ...more]);
  const copies = await Promise.all(
    Array.from({ length: COPIES }, () => start(['--redis-url', redis.url])),
  );
  const workers = await start(['--workers', `${COPIES}`]);
  const askers = copies.map(({ url }) => asker(url));
  const workersAsker = asker(workers.url, 4 * COPIES);

  const part = async (name: string, whom: readonly Asker[], from: string) => {
    report.says(name);
    const came = await come(whom, from, seconds);
    const share = Math.round((came.letIn / came.allowed) * 100);
    report.figure(name, `${came.letIn} let in, ${share} % of ${Math.round(came.allowed)}`);
    report.holds(came.odd === 0, `${name}: nothing but redirects and 429`);
    return came.letIn / came.allowed;
  };
  const holds = (share: number, name: string) =>
    report.holds(Math.abs(share - 1) <= TOLERANCE, `${name} let in what one would, ± 10 %`);

  holds(await part(`${COPIES} workers`, [workersAsker], '192.0.2.1'), 'workers');
  holds(await part(`${COPIES} copies`, askers, '192.0.2.1'), 'copies');
  await redis.kill();
  const apart = await part(`${COPIES} copies without Redis`, askers, '198.51.100.1');
  report.holds(apart <= COPIES * (1 + TOLERANCE), 'each copy limits by itself while it is away');
  await redis.restart();
  // Whoever found it away looks for it every two seconds at least.
  await part('while it comes back', askers, '203.0.113.1');
  holds(await part(`${COPIES} copies, Redis back`, askers, '203.0.112.1'), 'copies');

  for (const each of [...askers, workersAsker]) await each.close();
  for (const each of [...copies, workers]) await each.stop();
  await redis.stop();
  await network.stop();
}

/** One network comes to all of them by turns, far too often. */
async function come(askers: readonly Asker[], from: string, seconds: number) {
  const counts = { letIn: 0, odd: 0 };
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1000;
  let n = 0;
  await pace(
    GREED * RATE,
    () => elapsed() >= seconds,
    async () => {
      const whom = askers[n++ % askers.length] as Asker;
      const { status } = await whom.ask(`/${handleOf(0)}`, { 'X-Forwarded-For': from });
      if (status === 302) counts.letIn += 1;
      else if (status !== 429) counts.odd += 1;
    },
  );
  return { ...counts, allowed: BURST + RATE * elapsed() };
}
