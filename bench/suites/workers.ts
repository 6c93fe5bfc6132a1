import { availableParallelism } from 'node:os';
import type { RawJob, RawOutcome } from '../children/raw-generator.ts';
import { answerOf } from '../kit/answer-of.ts';
import { type Child, startChild } from '../kit/child.ts';
import { startProgram } from '../kit/start-program.ts';
import { type Aim, type Figure, figureOf, type Suite } from '../kit/suite.ts';
import { withChildren } from '../kit/with-children.ts';

/** One cannot send more than one worker answers. */
const GENERATORS = 2;
const CONNECTIONS = 64;

const HANDLE = '20.500.1/bench-1';
const LOCATION = `https://example.org/${HANDLE}`;

/** How many workers, and how many times what one does they are to do. */
const WORKERS: readonly (readonly [count: number, aim: Aim])[] = [
  [2, { least: 1.8 }],
  [4, { least: 3 }],
];

interface Together {
  readonly perSecond: number;
  /** Cores that the generators used, each. */
  readonly busy: number;
}

/** What more processes behind one port do. */
export const workers: Suite = {
  name: 'workers',
  summary: 'cached redirects per second with several workers, against one',
  async run({ rounds, seconds }, progress) {
    const cores = availableParallelism();
    const able = WORKERS.filter(([count]) => count + GENERATORS <= cores);
    const unable = WORKERS.filter(([count]) => count + GENERATORS > cores);
    const skipped = unable.map(
      ([count]) =>
        `${count} workers and ${GENERATORS} generators need ${count + GENERATORS} cores; here are ${cores}`,
    );
    return withChildren(async (keep) => {
      const servers = await keep(startChild('handle-server'));
      const generators: Child[] = [];
      for (let i = 0; i < GENERATORS; i++) generators.push(await keep(startChild('raw-generator')));
      const programs = new Map<number, { port: number; body: string }>();
      const results = new Map<number, Together[]>();
      for (const count of [1, ...able.map(([workerCount]) => workerCount)]) {
        const settings = ['--trust', 'off', '--workers', `${count}`];
        const { url } = await keep(startProgram(servers.ready.bootstrap, settings));
        const expected = { status: 302, locations: [LOCATION] };
        const { body } = await answerOf(`${url}/${HANDLE}`, expected);
        programs.set(count, { port: Number(new URL(url).port), body });
        results.set(count, []);
      }
      for (let round = 0; round <= rounds; round++) {
        for (const [count, { port, body }] of programs) {
          progress(`workers: ${count}, round ${round} of ${rounds}`);
          const outcome = await together(generators, port, body, seconds);
          if (round > 0) results.get(count)?.push(outcome);
        }
      }
      return { figures: able.flatMap(([count, aim]) => figuresOf(count, aim, results)), skipped };
    });
  },
};

function figuresOf(
  count: number,
  aim: Aim,
  results: ReadonlyMap<number, readonly Together[]>,
): Figure[] {
  const of = (workerCount: number, what: keyof Together) =>
    (results.get(workerCount) ?? []).map((outcome) => outcome[what]);
  return [
    figureOf(
      { name: `workers/${count}/throughput`, unit: 'requests/s', aim },
      of(count, 'perSecond'),
      {
        name: 'one worker',
        rounds: of(1, 'perSecond'),
      },
    ),
    // Near 1, it was the generators that could do no more.
    figureOf({ name: `workers/${count}/busy`, unit: 'cores/generator' }, of(count, 'busy')),
  ];
}

/** Right answers per second to all generators. */
async function together(
  generators: readonly Child[],
  port: number,
  body: string,
  seconds: number,
): Promise<Together> {
  const job: RawJob = {
    ...{ port, path: `/${HANDLE}`, connections: CONNECTIONS, seconds },
    ...{ status: 302, location: LOCATION, body },
  };
  const outcomes = await Promise.all(
    generators.map((generator) => generator.ask<RawOutcome>('run', job)),
  );
  const sum = (what: keyof RawOutcome) =>
    outcomes.reduce((total, outcome) => total + outcome[what], 0);
  if (sum('wrong') > 0) throw new Error(`${sum('wrong')} answers of several workers were wrong`);
  return { perSecond: sum('perSecond'), busy: sum('busy') / outcomes.length };
}
