import { readFileSync } from 'node:fs';
import http from 'node:http';
import { metricSum } from './metric-sum.ts';
import { handleOf, startNetwork, urlOf } from './network-process.ts';
import { wait } from './pace.ts';
import { type ProxyProcess, startProxy } from './proxy-process.ts';
import type { Report } from './report.ts';
import { STEP_MS, within } from './within.ts';

export interface WorkersOptions {
  /** How often a worker is killed. */
  readonly kills: number;
  /** How often all of them are replaced. */
  readonly rolls: number;
}

const WORKERS = 4;
/** Visitors who keep their connection, and those who come over a new one each time. */
const KEEPING = 16;
const COMING = 16;
/** Nobody is left waiting that long, in milliseconds. */
const PATIENCE_MS = 5_000;
/** What goes on before and after each event, in milliseconds. */
const CALM_MS = 500;

/** Four workers, of which one after the other is killed under load; then all are replaced. */
export async function workers({ kills, rolls }: WorkersOptions, report: Report): Promise<void> {
  const network = await startNetwork({ count: 1, ttlSeconds: 86_400 });
  const proxy = await startProxy(network.bootstrap, ['--workers', `${WORKERS}`]);
  await until(async () => (await workersOf(proxy)) === WORKERS);
  const visitors = visit(proxy.url);
  await wait(CALM_MS);

  let mostLost = 0;
  for (let n = 1; n <= kills; n += 1) {
    report.says(`worker killed, ${n} of ${kills}`);
    const before = visitors.counts.lost;
    process.kill(pidOfAWorker(proxy), 'SIGKILL');
    await until(() => restartsOf(proxy).then((restarts) => restarts === n));
    await until(async () => (await workersOf(proxy)) === WORKERS);
    await wait(CALM_MS);
    mostLost = Math.max(mostLost, visitors.counts.lost - before);
  }
  const { answered, lost, hung, wrong } = visitors.counts;
  report.figure('requests while workers were killed', String(answered + lost + hung + wrong));
  report.figure('of which lost with the connection', `${lost} in ${kills} kills`);
  report.holds(mostLost <= KEEPING + COMING, 'a killed worker loses at most what was in hand');
  report.holds(hung === 0, 'nobody is left waiting');

  report.says('all are replaced on SIGHUP');
  const begun = visitors.counts.answered;
  for (let n = 1; n <= rolls; n += 1) {
    proxy.child.kill('SIGHUP');
    await until(() => proxy.complaints().split('"workers-replaced"').length - 1 === n);
    await wait(CALM_MS);
  }
  await visitors.leave();
  const { counts } = visitors;
  report.figure('requests while all were replaced', String(counts.answered - begun));
  report.holds(counts.lost === lost && counts.hung === hung, 'SIGHUP loses no request');
  report.holds(counts.wrong === 0, 'every answer is right');
  report.holds((await proxy.stop()) === 0, 'it ends by itself on SIGTERM, with status 0');
  await network.stop();
}

/** Visitors who ask again as soon as they are answered. */
function visit(url: string) {
  const counts = { answered: 0, wrong: 0, lost: 0, hung: 0 };
  const keeping = new http.Agent({ keepAlive: true, maxSockets: KEEPING });
  let isOver = false;
  const come = async (agent: http.Agent | false) => {
    while (!isOver) counts[await ask(`${url}/${handleOf(0)}`, agent)] += 1;
  };
  const all = Promise.all([
    ...Array.from({ length: KEEPING }, () => come(keeping)),
    ...Array.from({ length: COMING }, () => come(false)),
  ]);
  return {
    counts,
    async leave() {
      isOver = true;
      await within('all visitors are answered', all);
      keeping.destroy();
    },
  };
}

/** @returns what became of the request */
function ask(url: string, agent: http.Agent | false) {
  return new Promise<'answered' | 'wrong' | 'lost' | 'hung'>((resolve) => {
    const request = http.get(url, { agent, timeout: PATIENCE_MS }, (response) => {
      const isRight = response.statusCode === 302 && response.headers.location === urlOf(0);
      response.resume().once('end', () => resolve(isRight ? 'answered' : 'wrong'));
      response.once('error', () => resolve('lost'));
    });
    request.once('timeout', () => {
      resolve('hung');
      request.destroy();
    });
    request.once('error', () => resolve('lost'));
  });
}

function pidOfAWorker({ child: { pid = 0 } }: ProxyProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0]);
}

const workersOf = (proxy: ProxyProcess) => metricSum(proxy, /^hdl_edge_workers (\d+)$/gm);
const restartsOf = (proxy: ProxyProcess) =>
  metricSum(proxy, /^hdl_edge_worker_restarts_total (\d+)$/gm);

/** @throws when it takes far too long */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + STEP_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('the workers were not replaced');
    await wait(20);
  }
}
