import type { OddAnswer } from '../../src/demo/odd-answer.ts';
import { createPicker } from '../../src/load/picker.ts';
import { asker } from './ask.ts';
import { handleOf, startNetwork, urlOf } from './network-process.ts';
import { pace, wait } from './pace.ts';
import { type Health, startProxy } from './proxy-process.ts';
import type { Report } from './report.ts';

export interface SoakOptions {
  readonly seconds: number;
  readonly rate: number;
}

const HANDLES = 20_000;
/** So little that it is full before a quarter of the time is over. */
const CACHE_MEGABYTES = 8;
const FAULT_SECONDS = 5;
/** When the first measure is taken, as a share of the whole time. */
const FIRST_SHARE = 0.25;
const TOLERANCE = 1.1;
/** Before that the caches are still filling. */
const ENOUGH_SECONDS = 600;

const ODD: readonly OddAnswer[] = [
  { kind: 'bad-signature' },
  { kind: 'code', code: 3 },
  { kind: 'garbage' },
  { kind: 'code', code: 301 },
  { kind: 'other-request-id' },
  { kind: 'code', code: 7 },
  { kind: 'truncated' },
];

/** Visitors of all kinds for a long time, while the servers behind have one fault after the other. */
export async function soak({ seconds, rate }: SoakOptions, report: Report): Promise<void> {
  const network = await startNetwork({ count: HANDLES, ttlSeconds: 5 });
  const proxy = await startProxy(network.bootstrap, ['--cache-megabytes', String(CACHE_MEGABYTES)]);
  const { ask, close } = asker(proxy.url, 256);
  const pick = createPicker('zipf', HANDLES, Math.random);
  const startedAt = performance.now();
  const elapsed = () => (performance.now() - startedAt) / 1000;
  const outcomes = new Map<number, number>();
  let wrong = 0;
  let asked = 0;
  const visitors = pace(
    rate,
    () => elapsed() >= seconds,
    async () => {
      const n = pick();
      const kind = asked++ % 10;
      const path = pathOf(kind, n, asked);
      const { status, location } = await ask(path);
      outcomes.set(status, (outcomes.get(status) ?? 0) + 1);
      if (status === 302 && location !== urlOf(n)) wrong += 1;
    },
  );

  let first: Health | undefined;
  for (let round = 0; elapsed() < seconds; round++) {
    await breakSomething(network.tell, round);
    await wait(FAULT_SECONDS * 1000);
    if (first === undefined && elapsed() >= seconds * FIRST_SHARE) {
      first = await proxy.health();
      report.says(`at a quarter: ${told(first)}`);
    } else if (round % 12 === 0) {
      report.says(`${asked} requests`);
    }
  }
  await visitors;
  await network.tell({ what: 'heal', whom: 'all' });
  const last = await proxy.health();
  report.figure('requests', String(asked));
  report.figure(
    'outcomes',
    [...outcomes].map(([status, count]) => `${status}: ${count}`).join(', '),
  );
  report.figure('after a quarter of the time', first === undefined ? '' : told(first));
  report.figure('at the end', told(last));
  report.holds(wrong === 0, 'no redirect leads elsewhere');
  report.holds((outcomes.get(0) ?? 0) === 0, 'every request is answered');
  report.holds((outcomes.get(500) ?? 0) === 0, 'nothing is our own mistake');
  if (first === undefined || seconds < ENOUGH_SECONDS) {
    report.line(`memory is not compared within less than ${ENOUGH_SECONDS} s`);
  } else {
    const grown = (part: 'heapUsed' | 'external' | 'rss') => last[part] / first[part];
    for (const part of ['heapUsed', 'external', 'rss'] as const) {
      report.holds(grown(part) <= TOLERANCE, `${part} grows by a tenth at most`);
    }
  }
  const isQuiet = !/unhandled|uncaught/i.test(proxy.complaints());
  report.holds(isQuiet, 'nothing is left unhandled');
  await close();
  report.holds((await proxy.stop()) === 0, 'the proxy ends well');
  await network.stop();
}

/** Mostly redirects; a page, the API, what does not exist, what nobody has asked for. */
function pathOf(kind: number, n: number, asked: number): string {
  switch (kind) {
    case 6:
      return `/${handleOf(n)}?noredirect`;
    case 7:
      return `/api/handles/${handleOf(n)}`;
    case 8:
      return `/20.500.1/nothing-${asked}`;
    case 9:
      return `/20.500.1/${n}?auth`;
    default:
      return `/${handleOf(n)}`;
  }
}

async function breakSomething(
  tell: (order: Parameters<Awaited<ReturnType<typeof startNetwork>>['tell']>[0]) => Promise<void>,
  round: number,
): Promise<void> {
  const whom = round % 3 === 0 ? 'root' : 'local';
  await tell({ what: 'heal', whom: 'all' });
  switch (round % 6) {
    case 1:
      return tell({ what: 'faults', whom, dropShare: 0.3 });
    case 2:
      return tell({ what: 'doors', whom, state: 'closed' });
    case 3:
      return tell({ what: 'faults', whom, delayMs: 300 });
    case 4:
      return tell({ what: 'faults', whom, odd: ODD[Math.floor(round / 6) % ODD.length] });
    case 5:
      return tell({ what: 'doors', whom, state: 'silent' });
  }
}

function told({ heapUsed, external, rss, delayP99 }: Health): string {
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
  return `heap ${megabytes(heapUsed)}, external ${megabytes(external)}, RSS ${megabytes(rss)}, event loop late by ${delayP99.toFixed(1)} ms (p99)`;
}
