import { availableParallelism } from 'node:os';
import { SETTINGS } from '../../src/config/settings.ts';
import type { Outcome } from '../children/generator.ts';
import { answerOf } from '../kit/answer-of.ts';
import { type Child, startChild } from '../kit/child.ts';
import { startProgram } from '../kit/start-program.ts';
import { type Aim, figureOf, type Suite } from '../kit/suite.ts';
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

/** What more processes behind one port do. */
export const workers: Suite = {
  name: 'workers',
  summary: 'cached redirects per second with several workers, against one',
  async run({ rounds, seconds }, progress) {
    if (!('workers' in SETTINGS)) {
      return { figures: [], skipped: ['this version has no setting for workers'] };
    }
    const cores = availableParallelism();
    const [able, unable] = [
      WORKERS.filter(([count]) => count + GENERATORS <= cores),
      WORKERS.filter(([count]) => count + GENERATORS > cores),
    ];
    const skipped = unable.map(
      ([count]) =>
        `${count} workers and ${GENERATORS} generators need ${count + GENERATORS} cores; here are ${cores}`,
    );
    return withChildren(async (keep) => {
      const servers = await keep(startChild('handle-server'));
      const generators = [];
      for (let i = 0; i < GENERATORS; i++) generators.push(await keep(startChild('generator')));
      const results = new Map<number, number[]>();
      const programs = new Map<number, { url: string; body: string }>();
      for (const count of [1, ...able.map(([workerCount]) => workerCount)]) {
        const settings = ['--trust', 'off', '--workers', `${count}`];
        const { url } = await keep(startProgram(servers.ready.bootstrap, settings));
        const asked = `${url}/${HANDLE}`;
        const { body } = await answerOf(asked, { status: 302, locations: [LOCATION] });
        programs.set(count, { url: asked, body });
        results.set(count, []);
      }
      for (let round = 0; round <= rounds; round++) {
        for (const [count, { url, body }] of programs) {
          progress(`workers: ${count}, round ${round} of ${rounds}`);
          const rate = await together(generators, url, body, seconds);
          if (round > 0) results.get(count)?.push(rate);
        }
      }
      const one = { name: 'one worker', rounds: results.get(1) ?? [] };
      const figures = able.map(([count, aim]) =>
        figureOf(
          { name: `workers/${count}/throughput`, unit: 'requests/s', aim },
          results.get(count) ?? [],
          one,
        ),
      );
      return { figures, skipped };
    });
  },
};

/** @returns right answers per second to all generators */
async function together(
  generators: readonly Child[],
  url: string,
  body: string,
  seconds: number,
): Promise<number> {
  const job = { url, connections: CONNECTIONS, seconds, status: 302, bodies: [body] };
  const outcomes = await Promise.all(
    generators.map((generator) => generator.ask<Outcome>('run', job)),
  );
  const wrong = outcomes.reduce((sum, outcome) => sum + outcome.wrong, 0);
  if (wrong > 0) throw new Error(`${wrong} answers of several workers were wrong`);
  return outcomes.reduce((sum, { perSecond }) => sum + perSecond, 0);
}
