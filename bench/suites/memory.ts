import type { BareMap } from '../children/bare-map.ts';
import type { Bulk } from '../children/bulk-driver.ts';
import { answerOf } from '../kit/answer-of.ts';
import { type Child, startChild, type Usage } from '../kit/child.ts';
import { httpRounds, of, type Subject } from '../kit/http-rounds.ts';
import { type Program, startProgram } from '../kit/start-program.ts';
import { type Curve, type Effort, type Figure, figureOf, type Suite } from '../kit/suite.ts';
import { withChildren } from '../kit/with-children.ts';

const ENTRIES = 1_000_000;
/** In how many steps they are filled in; one round only checks the answers. */
const STEPS = 10;
const FEWEST_STEPS = 2;
const MEGABYTE = 1_000_000;
const STEM = '20.500.1/bench-';

/** Enough for all records. */
const SETTINGS = ['--trust', 'off', '--cache-megabytes', '600'];

/** About as many and as long as those of a redirect of the program. */
const BARE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  Vary: 'Accept, Accept-Encoding',
  'Cache-Control': 'max-age=3600',
  Expires: 'Thu, 01 Jan 2026 00:00:00 GMT',
  'Cache-Status': 'hdl-edge; hit; ttl=86400',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

/** What cached one-URL records take, and what it costs to find one among many. */
export const memory: Suite = {
  name: 'memory',
  summary: 'bytes per cached record, from none to a million; and redirects among a million',
  run: (effort, progress) =>
    withChildren(async (keep) => {
      const servers = await keep(startChild('handle-server'));
      const { bootstrap } = servers.ready;
      const proxy = await keep(startProgram(bootstrap, SETTINGS));
      const driver = await keep(startChild('bulk-driver'));
      const entries = Math.max(1_000, Math.round(ENTRIES * effort.scale));
      const points = await filled(proxy, driver, entries, effort, progress);
      const one = await keep(startProgram(bootstrap, SETTINGS));
      const generator = await keep(startChild('generator'));
      const received = () => servers.ask<number>('received');
      const among = await amongMany(generator, { proxy, one }, entries, received, effort, progress);
      const bare = await amongManyBare(keep, generator, entries, effort, progress);
      const curve: Curve = {
        title: 'Memory against cached records',
        xLabel: 'cached one-URL records',
        yLabel: 'MB resident',
        x: 'linear',
        y: 'linear',
        series: [
          { name: 'hdl-edge serve', points: points.map(([x, { rss }]) => [x, rss / MEGABYTE]) },
        ],
      };
      return { figures: [...memoryFigures(points, entries), ...among, bare], curves: [curve] };
    }),
};

type Point = readonly [records: number, usage: Usage];

/** Fills the cache step by step. */
async function filled(
  proxy: Program,
  driver: Child,
  entries: number,
  { rounds }: Effort,
  progress: (text: string) => void,
): Promise<Point[]> {
  const points: Point[] = [[0, await proxy.ask<Usage>('settled')]];
  const steps = rounds === 1 ? FEWEST_STEPS : STEPS;
  const count = entries / steps;
  for (let step = 0; step < steps; step++) {
    progress(`memory: ${step * count} records of ${entries}`);
    const bulk: Bulk = { url: proxy.url, stem: STEM, first: step * count, count };
    const { wrong } = await driver.ask<{ wrong: number }>('fill', bulk);
    if (wrong > 0) throw new Error(`${wrong} of ${count} records were wrong`);
    points.push([(step + 1) * count, await proxy.ask<Usage>('settled')]);
  }
  return points;
}

function memoryFigures(points: readonly Point[], entries: number): Figure[] {
  const bytes = ({ heapUsed, external }: Usage) => heapUsed + external;
  const [empty, tenth, all] = [points[0], points[1], points.at(-1)] as [Point, Point, Point];
  const rss = ([records, usage]: Point, most: number): Figure => ({
    name: `memory/resident with ${records} records`,
    unit: 'MB',
    value: usage.rss / MEGABYTE,
    ...(entries === ENTRIES && { aim: { most } }),
  });
  return [
    {
      name: 'memory/per record',
      unit: 'bytes',
      value: (bytes(all[1]) - bytes(empty[1])) / entries,
    },
    rss(all, 700),
    rss(tenth, 150),
  ];
}

function subject(
  { child, url }: { readonly child: Child; readonly url: string },
  pick: 'each' | 'uniform' | 'zipf',
  count: number,
): Subject {
  return {
    ...{ child, url: `${url}/${STEM}`, among: { count, pick } },
    ...{ status: 302, bodyPart: `https://example.org/${STEM}` },
  };
}

/** Any of the records, against always the same one of a proxy that has no other. */
async function amongMany(
  generator: Child,
  { proxy, one }: { readonly proxy: Program; readonly one: Program },
  count: number,
  received: () => Promise<number>,
  effort: Effort,
  progress: (text: string) => void,
): Promise<Figure[]> {
  const locations = [`https://example.org/${STEM}0`];
  await answerOf(`${one.url}/${STEM}0`, { status: 302, locations });
  // Its memory has been collected too, as the other's has: that costs V8 some of what it has learned.
  await one.ask('settled');
  const before = await received();
  const many = await httpRounds(
    generator,
    {
      'the only record': subject({ child: one, url: one.url }, 'each', 1),
      'by Zipf’s law': subject({ child: proxy, url: proxy.url }, 'zipf', count),
      'all alike': subject({ child: proxy, url: proxy.url }, 'uniform', count),
    },
    effort,
    (text) => progress(`memory: ${text}`),
  );
  if ((await received()) - before > count / 100) {
    throw new Error('the records were not all in the cache');
  }
  const baseline = { name: 'the only record', rounds: of(many['the only record'], 'cpu') };
  return (['by Zipf’s law', 'all alike'] as const).map((name) =>
    figureOf(
      { name: `memory/among ${count}, ${name}/cpu`, unit: 'µs/request', aim: { most: 1.15 } },
      of(many[name], 'cpu'),
      baseline,
    ),
  );
}

/** The same of a server that does nothing else: what of it is due to Node and to memory. */
async function amongManyBare(
  keep: (child: Promise<Child>) => Promise<Child>,
  generator: Child,
  count: number,
  effort: Effort,
  progress: (text: string) => void,
): Promise<Figure> {
  const bare = async (among: number, pick: 'each' | 'uniform'): Promise<Subject> => {
    const input: BareMap = { stem: STEM, count: among, headers: BARE_HEADERS };
    const child = await keep(startChild('bare-map', input));
    return subject({ child, url: `http://127.0.0.1:${child.ready.port}` }, pick, among);
  };
  const rounds = await httpRounds(
    generator,
    { 'the only path': await bare(1, 'each'), 'all alike': await bare(count, 'uniform') },
    effort,
    (text) => progress(`memory: bare node:http, ${text}`),
  );
  return figureOf(
    { name: `memory/bare node:http with a Map of ${count}/cpu`, unit: 'µs/request' },
    of(rounds['all alike'], 'cpu'),
    { name: 'with one', rounds: of(rounds['the only path'], 'cpu') },
  );
}
