import type { Job, Outcome } from '../children/generator.ts';
import { type Child, startChild } from '../kit/child.ts';
import { median, spread } from '../kit/statistics.ts';
import type { Effort, Figure, Suite, SuiteResult } from '../kit/suite.ts';

const CONNECTIONS = 64;

interface Case {
  readonly name: string;
  readonly handle: string;
  readonly values: readonly unknown[];
  readonly headers?: Record<string, string>;
  /** Aim of the processor time over that of the case without locations. */
  readonly mostOfPlain?: number;
}

const text = (index: number, type: string, value: string) => ({
  index,
  type,
  data: { format: 'string', value },
});

const FIVE = (attributes: (i: number) => string) =>
  `<locations>${[0, 1, 2, 3, 4]
    .map((i) => `<location id="${i}" href="https://${i}.example.org/x" ${attributes(i)}/>`)
    .join('')}</locations>`;

/** What visitors ask for most, and what needs the most choosing. */
const CASES: readonly Case[] = [
  {
    name: 'one URL',
    handle: '20.500.1/bench-url',
    values: [text(1, 'URL', 'https://example.org/bench')],
  },
  {
    name: 'five weighted locations',
    handle: '20.500.1/bench-weighted',
    values: [
      text(
        1,
        '10320/loc',
        FIVE((i) => `weight="${i}"`),
      ),
    ],
    mostOfPlain: 1.5,
  },
  {
    name: 'five locations by country',
    handle: '20.500.1/bench-country',
    values: [
      text(
        1,
        '10320/loc',
        FIVE((i) => `country="${['de', 'us', 'fr', 'gb', 'cn'][i]}"`),
      ),
    ],
    headers: { 'X-Forwarded-For': '8.8.8.8' },
    mostOfPlain: 1.5,
  },
  {
    name: 'five negotiated locations',
    handle: '20.500.1/bench-negotiated',
    values: [
      text(
        1,
        '10320/loc',
        FIVE((i) => `http_role="conneg" ctype="application/x-${i}+json"`),
      ),
    ],
    headers: { Accept: 'application/x-3+json' },
    mostOfPlain: 1.5,
  },
];

/** Cached redirects against node:http sending the same bytes. */
export const hot: Suite = {
  name: 'hot',
  summary: 'cached redirects, against bare node:http sending the same headers and body',
  async run(effort, progress) {
    const handles = Object.fromEntries(CASES.map(({ handle, values }) => [handle, { values }]));
    const network = await startChild('demo-network', { records: { handles } });
    const { bootstrap } = network.ready;
    const proxy = await startChild('proxy', { bootstrap });
    const logging = await startChild('proxy', { bootstrap, accessLog: true });
    const generator = await startChild('generator');
    const bareServers: Child[] = [];
    try {
      const figures: Figure[] = [];
      let plain: number | undefined;
      for (const each of CASES) {
        const bare = await bareFor(proxy, each);
        bareServers.push(bare);
        const isPlain = plain === undefined;
        const subjects = isPlain ? { bare, proxy, logging } : { bare, proxy };
        const measured = await measure(generator, subjects, each, effort, (round) =>
          progress(`hot: ${each.name}, round ${round} of ${effort.rounds}`),
        );
        const [bareRounds = [], rounds = [], loggingRounds = []] = measured;
        figures.push(...figuresOf(each, rounds, bareRounds, plain));
        plain ??= median(rounds.map(({ cpu }) => cpu));
        if (isPlain) figures.push(...loggingFigures(loggingRounds, bareRounds));
      }
      return { figures } satisfies SuiteResult;
    } finally {
      for (const child of [generator, proxy, logging, ...bareServers, network]) await child.stop();
    }
  },
};

interface Round {
  /** Microseconds of processor time for each request. */
  readonly cpu: number;
  readonly p99: number;
  readonly perSecond: number;
}

/** A server that answers as the proxy does, byte for byte, but for the date. */
async function bareFor(proxy: Child, { handle, headers = {} }: Case): Promise<Child> {
  const response = await fetch(`http://127.0.0.1:${proxy.ready.port}/${handle}`, {
    redirect: 'manual',
    headers,
  });
  const body = await response.text();
  if (response.status !== 302) throw new Error(`${handle} was answered with ${response.status}`);
  const own = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding']);
  const sent = Object.fromEntries([...response.headers].filter(([name]) => !own.has(name)));
  return startChild('bare-server', { status: response.status, headers: sent, body });
}

/** Rounds of each subject in turn, so that what the machine does meanwhile meets all of them. */
async function measure(
  generator: Child,
  subjects: Readonly<Record<string, Child>>,
  { handle, headers }: Case,
  { rounds, seconds }: Effort,
  onRound: (round: number) => void,
): Promise<Round[][]> {
  const all = Object.values(subjects);
  const results: Round[][] = all.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    onRound(round);
    for (const [i, subject] of all.entries()) {
      const job: Job = {
        url: `http://127.0.0.1:${subject.ready.port}/${handle}`,
        connections: CONNECTIONS,
        seconds,
        ...(headers !== undefined && { headers }),
      };
      const before = await subject.usage();
      const { requests, wrong, p99, perSecond } = await generator.ask<Outcome>('run', job);
      const after = await subject.usage();
      if (wrong > 0) throw new Error(`${wrong} of ${requests} answers for ${handle} were wrong`);
      const cpu = (after.cpuMicroseconds - before.cpuMicroseconds) / requests;
      // The first round warms everything up.
      if (round > 0) results[i]?.push({ cpu, p99, perSecond });
    }
  }
  return results;
}

function figuresOf(
  { name, mostOfPlain }: Case,
  rounds: readonly Round[],
  bare: readonly Round[],
  plain: number | undefined,
): Figure[] {
  const figure = (what: string, unit: string, of: (round: Round) => number, most: number) => ({
    name: `hot/${name}/${what}`,
    unit,
    value: median(rounds.map(of)),
    spread: spread(rounds.map(of)),
    baseline: median(bare.map(of)),
    baselineName: 'bare node:http',
    aim: { most },
  });
  const cpu = figure('CPU', 'µs/request', (round) => round.cpu, 1.15);
  if (mostOfPlain === undefined || plain === undefined) {
    return [cpu, figure('p99', 'ms', (round) => round.p99, 1.5)];
  }
  return [{ ...cpu, baseline: plain, baselineName: 'one URL', aim: { most: mostOfPlain } }];
}

function loggingFigures(rounds: readonly Round[], bare: readonly Round[]): Figure[] {
  return [
    {
      name: 'hot/one URL, JSON access log/CPU',
      unit: 'µs/request',
      value: median(rounds.map(({ cpu }) => cpu)),
      spread: spread(rounds.map(({ cpu }) => cpu)),
      baseline: median(bare.map(({ cpu }) => cpu)),
      baselineName: 'bare node:http',
      aim: { most: 1.4 },
    },
  ];
}
