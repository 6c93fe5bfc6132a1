import type { StepResult } from '../../src/load/run-step.ts';
import type { Offer } from '../children/load-driver.ts';
import { answerOf } from '../kit/answer-of.ts';
import { type Child, startChild } from '../kit/child.ts';
import { httpRounds, of, type Round } from '../kit/http-rounds.ts';
import { percentileCurve } from '../kit/percentile-curve.ts';
import { startProgram } from '../kit/start-program.ts';
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

/** Requests per second for the curve of latencies: well below what either server can do. */
const CALM_RATE = 2_000;
/** Requests per second, from hardly any to more than the generator can send. */
const OFFERED = [1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 25_000];

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
          'access log json': { child: logging, url: `${logging.url}/${HANDLE}`, ...right },
        },
        effort,
        (text) => progress(`hot: ${text}`),
      );
      const curves = await openLoop(
        driver,
        { proxy: proxy.url, 'bare node:http': bareUrl },
        effort,
        progress,
      );
      return { figures: figuresOf(rounds), curves };
    }),
};

function figuresOf(
  rounds: Record<'bare node:http' | 'access log off' | 'access log json', Round[]>,
): Figure[] {
  const bare = rounds['bare node:http'];
  const figure = (
    log: 'access log off' | 'access log json',
    what: keyof Round,
    unit: string,
    aim?: Aim,
  ) =>
    figureOf(
      {
        name: `hot/${log}/${what === 'perSecond' ? 'throughput' : what}`,
        unit,
        ...(aim && { aim }),
      },
      of(rounds[log], what),
      { name: 'bare node:http', rounds: of(bare, what) },
    );
  return [
    figure('access log off', 'cpu', 'µs/request', { most: 1.15 }),
    figure('access log off', 'p99', 'ms', { most: 1.5 }),
    figure('access log off', 'p50', 'ms'),
    figure('access log off', 'perSecond', 'requests/s'),
    figure('access log json', 'cpu', 'µs/request', { most: 1.4 }),
    figure('access log json', 'p99', 'ms'),
  ];
}

/** At steady rates, whatever the answers do: what visitors wait, and from where on it is too much. */
async function openLoop(
  driver: Child,
  urls: Readonly<Record<string, string>>,
  { seconds, rounds }: Effort,
  progress: (text: string) => void,
): Promise<Curve[]> {
  const calm: Record<string, StepResult> = {};
  const throughput: { name: string; points: [number, number][] }[] = [];
  for (const [name, url] of Object.entries(urls)) {
    const offer = (rate: number) => {
      progress(`hot: ${name} at ${rate} requests per second`);
      const input: Offer = {
        ...{ url, pattern: HANDLE, pick: 'each', host: 'example.org' },
        ...{ rate, seconds, seed: 1 },
      };
      return driver.ask<StepResult>('offer', input);
    };
    const points: [number, number][] = [];
    // One round checks the answers; a curve needs more than that.
    for (const rate of rounds === 1 ? [CALM_RATE] : OFFERED) {
      const step = await offer(rate);
      if (step.wrong > 0) throw new Error(`${name}: ${step.examples[0]}`);
      points.push([rate, step.throughput]);
      if (rate === CALM_RATE) calm[name] = step;
    }
    throughput.push({ name, points });
  }
  return [
    percentileCurve(`Cached redirects at ${CALM_RATE} per second`, calm),
    {
      title: 'Cached redirects: answered against offered, one generator',
      xLabel: 'offered per second',
      yLabel: 'answered well per second',
      x: 'linear',
      y: 'linear',
      series: throughput,
    },
  ];
}
