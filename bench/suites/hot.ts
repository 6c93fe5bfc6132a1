import type { StepResult } from '../../src/load/step.ts';
import type { Offer } from '../children/load-driver.ts';
import { answerOf } from '../kit/answer-of.ts';
import { calmRate } from '../kit/calm-rate.ts';
import { type Child, startChild } from '../kit/child.ts';
import { httpRounds, of, type Round } from '../kit/http-rounds.ts';
import { percentileCurve } from '../kit/percentile-curve.ts';
import { startProgram } from '../kit/start-program.ts';
import { median } from '../kit/statistics.ts';
import {
  type Aim,
  type Curve,
  type Effort,
  type Figure,
  figureOf,
  type Suite,
} from '../kit/suite.ts';
import { withChildren } from '../kit/with-children.ts';

const HANDLE = '20.500.1/bench-1';
const LOCATION = 'https://example.org/20.500.1/bench-1';

/** For how long visitors wait: well below what either server can do. */
const MOST_PER_SECOND = 2_000;
/** Shown before redirects are asked for: what a program does first decides how it is compiled. */
const PAGES = 2_000;
/** Shares of what bare node:http answers, from hardly any to more than the proxy can do. */
const OFFERED = [0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1, 1.2];

/** Cached redirects against node:http sending the same bytes. */
export const hot: Suite = {
  name: 'hot',
  summary: 'cached redirects, against bare node:http sending the same headers and body',
  run: (effort, progress) =>
    withChildren(async (keep) => {
      const records = {
        handles: { [HANDLE]: { values: [{ index: 1, type: 'URL', data: LOCATION }] } },
      };
      const network = await keep(startChild('demo-network', { records }));
      const { bootstrap } = network.ready;
      const proxy = await keep(startProgram(bootstrap));
      const logging = await keep(startProgram(bootstrap, ['--access-log', 'json']));
      const experienced = await keep(startProgram(bootstrap));
      progress('hot: pages before the redirects');
      await showPages(experienced.url, Math.max(50, Math.round(PAGES * effort.scale)));
      const generator = await keep(startChild('generator'));
      const driver = await keep(startChild('load-driver'));
      const expected = { status: 302, locations: [LOCATION] };
      const answer = await answerOf(`${proxy.url}/${HANDLE}`, expected);
      const bare = await keep(startChild('bare-server', answer));
      const bareUrl = `http://127.0.0.1:${bare.ready.port}`;
      const right = { status: answer.status, bodies: [answer.body] };
      const rounds = await httpRounds(
        generator,
        {
          'bare node:http': { child: bare, url: `${bareUrl}/${HANDLE}`, ...right },
          'access log off': { child: proxy, url: `${proxy.url}/${HANDLE}`, ...right },
          'after other answers': {
            child: experienced,
            url: `${experienced.url}/${HANDLE}`,
            ...right,
          },
          'access log json': { child: logging, url: `${logging.url}/${HANDLE}`, ...right },
        },
        effort,
        (text) => progress(`hot: ${text}`),
      );
      const urls = { proxy: proxy.url, 'bare node:http': bareUrl };
      const steady = await steadyRounds(driver, urls, rounds, effort, progress);
      const offered = await offeredRates(driver, urls, rounds, effort, progress);
      return {
        figures: [...figuresOf(rounds), ...steady.figures],
        curves: [steady.curve, ...offered],
      };
    }),
};

function figuresOf(rounds: Rounds): Figure[] {
  const bare = rounds['bare node:http'];
  const figure = (
    name: Exclude<keyof Rounds, 'bare node:http'>,
    what: keyof Round,
    unit: string,
    aim?: Aim,
  ) =>
    figureOf(
      {
        name: `hot/${name}/${what === 'perSecond' ? 'throughput' : what}`,
        unit,
        ...(aim && { aim }),
      },
      of(rounds[name], what),
      { name: 'bare node:http', rounds: of(bare, what) },
    );
  return [
    figure('access log off', 'cpu', 'µs/request', { most: 1.15 }),
    figure('access log off', 'p99', 'ms', { most: 1.5 }),
    figure('access log off', 'p50', 'ms'),
    figure('access log off', 'perSecond', 'requests/s'),
    figure('after other answers', 'cpu', 'µs/request', { most: 1.15 }),
    figure('access log json', 'cpu', 'µs/request', { most: 1.4 }),
    figure('access log json', 'p99', 'ms'),
  ];
}

type Rounds = Record<
  'bare node:http' | 'access log off' | 'after other answers' | 'access log json',
  Round[]
>;
type Urls = Readonly<Record<'proxy' | 'bare node:http', string>>;

/** Asks for record pages, one after the other. */
async function showPages(url: string, count: number): Promise<void> {
  for (let page = 0; page < count; page++) {
    const response = await fetch(`${url}/${HANDLE}?noredirect`);
    const text = await response.text();
    if (!text.includes(LOCATION)) throw new Error(`hot: the page of the record: ${text}`);
  }
}

async function offerTo(driver: Child, url: string, rate: number, seconds: number) {
  const input: Offer = {
    ...{ url, pattern: HANDLE, pick: 'each', host: 'example.org' },
    ...{ rate, seconds, seed: 1 },
  };
  const step = await driver.ask<StepResult>('offer', input);
  if (step.wrong > 0) throw new Error(`hot: ${step.examples[0]}`);
  return step;
}

/** What visitors wait while there is no queue, in turn with bare node:http. */
async function steadyRounds(
  driver: Child,
  urls: Urls,
  { 'access log off': closed }: Rounds,
  { seconds, rounds }: Effort,
  progress: (text: string) => void,
) {
  const rate = calmRate(median(of(closed, 'perSecond')), MOST_PER_SECOND);
  const steps: Record<keyof Urls, StepResult[]> = { proxy: [], 'bare node:http': [] };
  for (let round = 0; round <= rounds; round++) {
    for (const name of ['bare node:http', 'proxy'] as const) {
      progress(`hot: ${name} at ${rate} requests per second, round ${round} of ${rounds}`);
      const step = await offerTo(driver, urls[name], rate, seconds);
      if (round > 0) steps[name].push(step);
    }
  }
  const figure = (what: 'p50' | 'p99') => {
    const pick = ({ latencies }: StepResult) => latencies[what];
    const baseline = { name: 'bare node:http', rounds: steps['bare node:http'].map(pick) };
    const named = { name: `hot/at a steady rate/${what}`, unit: 'ms' };
    return figureOf(named, steps.proxy.map(pick), baseline);
  };
  const last = Object.entries(steps).map(([name, all]) => [name, all.at(-1) as StepResult]);
  return {
    figures: [
      { name: 'hot/at a steady rate/offered', unit: 'requests/s', value: rate },
      figure('p50'),
      figure('p99'),
    ],
    curve: percentileCurve(`Cached redirects at ${rate} per second`, Object.fromEntries(last)),
  };
}

/** From where on it is too much. */
async function offeredRates(
  driver: Child,
  urls: Urls,
  { 'bare node:http': bare }: Rounds,
  { seconds, rounds }: Effort,
  progress: (text: string) => void,
): Promise<Curve[]> {
  // One round checks the answers; a curve needs more than that.
  if (rounds === 1) return [];
  const most = median(of(bare, 'perSecond'));
  const series = [];
  for (const [name, url] of Object.entries(urls)) {
    const points: [number, number][] = [];
    for (const share of OFFERED) {
      const rate = Math.round((most * share) / 100) * 100;
      progress(`hot: ${name} at ${rate} requests per second`);
      points.push([rate, (await offerTo(driver, url, rate, seconds)).throughput]);
    }
    series.push({ name, points });
  }
  return [
    {
      title: 'Cached redirects: answered against offered, one generator',
      xLabel: 'requests per second offered',
      yLabel: 'right answers per second',
      x: 'linear',
      y: 'linear',
      series,
    },
  ];
}
