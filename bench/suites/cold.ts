import { type Child, startChild } from '../kit/child.ts';
import { driveDistinct } from '../kit/drive-distinct.ts';
import { median, spread } from '../kit/statistics.ts';
import type { Effort, Figure, Suite } from '../kit/suite.ts';
import { udpRoundTrips } from '../kit/udp-round-trips.ts';

const HANDLES = 30_000;
const ONE_BY_ONE = 2_000;
const SERVICE_PREFIX = '20.500.1';

/** Handles that nobody has asked for yet: one exchange with a known service each. */
export const cold: Suite = {
  name: 'cold',
  summary:
    'handles never seen before, through the library and over HTTP; and such that do not exist',
  async run(effort, progress) {
    const servers = await startChild('handle-server');
    const bootstrap = servers.ready.bootstrap;
    const proxy = await startChild('proxy', { bootstrap, trust: 'off', cacheMaxBytes: 4e9 });
    try {
      const count = Math.max(200, Math.round(HANDLES * effort.scale));
      const figures = [
        ...(await throughLibrary(proxy, servers, count, effort, progress)),
        await overHttp(proxy, count, effort, progress),
        ...(await oneByOne(proxy, servers, effort, progress)),
      ];
      return { figures };
    } finally {
      await proxy.stop();
      await servers.stop();
    }
  },
};

interface Filled {
  readonly wrong: number;
  readonly cpuMicroseconds: number;
  readonly milliseconds: number;
}

/** No handle is asked for twice in a run. */
let nextHandle = 0;

function take(count: number): { first: number; count: number } {
  const first = nextHandle;
  nextHandle += count;
  return { first, count };
}

async function throughLibrary(
  proxy: Child,
  servers: Child,
  count: number,
  { rounds }: Effort,
  progress: (text: string) => void,
): Promise<Figure[]> {
  await proxy.ask<Filled>('fill', take(count));
  const rates: number[] = [];
  const cpus: number[] = [];
  const before = await servers.ask<number>('received');
  for (let round = 1; round <= rounds; round++) {
    progress(`cold: through the library, round ${round} of ${rounds}`);
    const filled = await proxy.ask<Filled>('fill', take(count));
    if (filled.wrong > 0) throw new Error(`${filled.wrong} of ${count} handles were not found`);
    rates.push(count / (filled.milliseconds / 1000));
    cpus.push(filled.cpuMicroseconds / count);
  }
  const exchanges = (await servers.ask<number>('received')) - before;
  return [
    {
      name: 'cold/library/throughput',
      unit: 'handles/s',
      value: median(rates),
      spread: spread(rates),
      aim: { least: 25_000 },
    },
    {
      name: 'cold/library/CPU',
      unit: 'µs/handle',
      value: median(cpus),
      spread: spread(cpus),
      aim: { most: 40 },
    },
    {
      name: 'cold/library/datagrams',
      unit: 'per handle',
      value: exchanges / (count * rounds),
      aim: { most: 1.001 },
    },
  ];
}

async function overHttp(
  proxy: Child,
  count: number,
  { rounds }: Effort,
  progress: (text: string) => void,
): Promise<Figure> {
  const generator = await startChild('distinct-driver');
  const url = `http://127.0.0.1:${proxy.ready.port}`;
  const rates: number[] = [];
  try {
    for (let round = 0; round <= rounds; round++) {
      progress(`cold: over HTTP, round ${round} of ${rounds}`);
      const rate = await driveDistinct(generator, url, SERVICE_PREFIX, take(count));
      if (round > 0) rates.push(rate);
    }
  } finally {
    await generator.stop();
  }
  return {
    name: 'cold/HTTP/throughput',
    unit: 'handles/s',
    value: median(rates),
    spread: spread(rates),
    aim: { least: 15_000 },
  };
}

/** Found ones and missing ones in turn with bare round trips, each waiting for the one before. */
async function oneByOne(
  proxy: Child,
  servers: Child,
  { rounds, scale }: Effort,
  progress: (text: string) => void,
): Promise<Figure[]> {
  const count = Math.max(50, Math.round(ONE_BY_ONE * scale));
  const [bare, found, missing]: [number[], number[], number[]] = [[], [], []];
  for (let round = 1; round <= rounds; round++) {
    progress(`cold: one by one, round ${round} of ${rounds}`);
    bare.push(median(await udpRoundTrips(servers.ready.port as number, count)));
    found.push(await askedFor(proxy, 'bench', 'found', take(count)));
    missing.push(await askedFor(proxy, 'none', 'handle-not-found', take(count)));
  }
  const figure = (name: string, times: readonly number[]): Figure => ({
    name,
    unit: 'ms',
    value: median(times),
    spread: spread(times),
    baseline: median(bare) + 0.1 / 1.3,
    baselineName: 'bare UDP round trip + 0.08 ms',
    aim: { most: 1.3 },
  });
  return [figure('cold/one by one/p50', found), figure('cold/not found, one by one/p50', missing)];
}

async function askedFor(
  proxy: Child,
  stem: string,
  expected: string,
  { first, count }: { first: number; count: number },
): Promise<number> {
  const names = Array.from({ length: count }, (_, i) => `${SERVICE_PREFIX}/${stem}-${first + i}`);
  const { times, outcomes } = await proxy.ask<{ times: number[]; outcomes: string[] }>('oneByOne', {
    names,
  });
  if (outcomes.some((outcome) => outcome !== expected)) {
    throw new Error(`some of ${stem}-… were answered with ${outcomes.join(', ')}`);
  }
  return median(times);
}
