import type { StepResult } from '../../src/load/step.ts';
import type { Offer } from '../children/load-driver.ts';
import { calmRate } from '../kit/calm-rate.ts';
import { type Child, startChild } from '../kit/child.ts';
import { driveDistinct } from '../kit/drive-distinct.ts';
import { FreshHandles } from '../kit/fresh-handles.ts';
import type { Fault } from '../kit/handle-server.ts';
import { percentileCurve } from '../kit/percentile-curve.ts';
import { type Program, startProgram } from '../kit/start-program.ts';
import { type Figure, figureOf, type Suite } from '../kit/suite.ts';
import { withChildren } from '../kit/with-children.ts';

/** Never-seen handles per second, where the machine is quick enough that only the fault counts. */
const MOST_PER_SECOND = 500;
/** Asked for before, as fast as they are answered: they warm up whoever is measured. */
const WARM_UP = 2_000;
/** Before the fault sets in: the sites are known, and how long they take. */
const CALM_SECONDS = 0.5;

/** A proxy that says that it got no answer is not wrong; the visitor is without one. */
const GIVEN_UP = [502, 503, 504];

/** What goes wrong, at the first site of two or at both. */
const FAULTS: Readonly<Record<string, { readonly first: Fault; readonly second: Fault }>> = {
  'no fault': { first: {}, second: {} },
  '10 % of datagrams lost': { first: { lossShare: 0.1 }, second: { lossShare: 0.1 } },
  '30 % of datagrams lost': { first: { lossShare: 0.3 }, second: { lossShare: 0.3 } },
  'one of two sites dead': { first: { isSilent: true }, second: {} },
  'one of two sites 200 ms slower': { first: { delayMs: 200 }, second: {} },
};

const [NO_FAULT = ''] = Object.keys(FAULTS);

/** What visitors of never-seen handles notice when something breaks behind the proxy. */
export const faults: Suite = {
  name: 'faults',
  summary: `never-seen handles, at most ${MOST_PER_SECOND} per second, from the moment on when a fault sets in`,
  run: ({ rounds, seconds, scale }, progress) =>
    withChildren(async (keep) => {
      const first = await keep(startChild('handle-server'));
      const second = await keep(startChild('handle-server'));
      const sites = [first, second].map(({ ready }) => ready.ports);
      const network: Network = {
        bootstrap: (await keep(startChild('handle-server', { sites }))).ready.bootstrap,
        driver: await keep(startChild('load-driver')),
        warmer: await keep(startChild('distinct-driver')),
        fresh: new FreshHandles(),
        warmUp: Math.max(200, Math.round(WARM_UP * scale)),
      };
      progress('faults: finding out what the proxy can do here');
      const rate = await withChildren(async (keepForNow) => {
        const trial = await keepForNow(startProxy(network));
        await warm(network, trial.url);
        return calmRate(await warm(network, trial.url), MOST_PER_SECOND);
      });
      const steps = new Map<string, StepResult[]>();
      for (let round = 1; round <= rounds; round++) {
        for (const [name, fault] of Object.entries(FAULTS)) {
          progress(`faults: ${name}, round ${round} of ${rounds}`);
          const breakDown = async () => {
            await first.ask('setFault', fault.first);
            await second.ask('setFault', fault.second);
          };
          const step = await withFault(network, rate, seconds, breakDown);
          await first.ask('setFault', {});
          await second.ask('setFault', {});
          if (step.wrong > 0) throw new Error(`${name}: ${step.examples[0]}`);
          steps.set(name, [...(steps.get(name) ?? []), step]);
        }
      }
      const last = [...steps].map(([name, of]) => [name, of.at(-1) as StepResult]);
      return {
        figures: [
          { name: 'faults/offered', unit: 'handles/s', value: rate },
          ...[...steps].flatMap(([name, of]) => figuresOf(name, of, steps.get(NO_FAULT) ?? [])),
        ],
        curves: [
          percentileCurve(
            `Never-seen handles, ${rate} per second, with faults`,
            Object.fromEntries(last),
          ),
        ],
      };
    }),
};

/** What does not change from round to round. */
interface Network {
  /** Of a root that leads to the two sites. */
  readonly bootstrap: unknown;
  readonly driver: Child;
  readonly warmer: Child;
  readonly fresh: FreshHandles;
  /** How many handles warm up a proxy. */
  readonly warmUp: number;
}

function startProxy({ bootstrap }: Network): Promise<Program> {
  return startProgram(bootstrap, ['--trust', 'off']);
}

/** @returns never-seen handles per second */
function warm({ warmer, fresh, warmUp }: Network, url: string): Promise<number> {
  const handles = { stem: '20.500.1/bench-', ...fresh.take(warmUp), status: 302 };
  return driveDistinct(warmer, { url, ...handles });
}

/** A proxy that is just started does not know of the fault from before. */
function withFault(
  network: Network,
  rate: number,
  seconds: number,
  breakDown: () => Promise<void>,
): Promise<StepResult> {
  return withChildren(async (keep) => {
    const { url } = await keep(startProxy(network));
    await warm(network, url);
    const offer = (length: number) => {
      const { first, count } = network.fresh.take(Math.ceil(rate * length));
      const input: Offer = {
        ...{ url, pattern: `20.500.1/bench-{${first}..${first + count - 1}}`, host: 'example.org' },
        ...{ pick: 'each', rate, seconds: length, seed: 1, givenUp: GIVEN_UP },
      };
      return network.driver.ask<StepResult>('offer', input);
    };
    await offer(CALM_SECONDS);
    await breakDown();
    return offer(seconds);
  });
}

function figuresOf(
  name: string,
  steps: readonly StepResult[],
  calm: readonly StepResult[],
): Figure[] {
  const latency = (what: 'p50' | 'p99' | 'max') => {
    const rounds = (of: readonly StepResult[]) => of.map(({ latencies }) => latencies[what]);
    const baseline = { name: NO_FAULT, rounds: rounds(calm) };
    const plain = { name: `faults/${name}/${what}`, unit: 'ms' };
    return figureOf(plain, rounds(steps), name === NO_FAULT ? undefined : baseline);
  };
  const unanswered = steps.map(({ failed, unsent, sent }) => (failed + unsent) / (sent + unsent));
  const share = figureOf({ name: `faults/${name}/without an answer`, unit: 'share' }, unanswered);
  return [latency('p50'), latency('p99'), latency('max'), share];
}
