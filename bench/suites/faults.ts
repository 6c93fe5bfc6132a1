import type { StepResult } from '../../src/load/run-step.ts';
import type { Offer } from '../children/load-driver.ts';
import { type Child, startChild } from '../kit/child.ts';
import { FreshHandles } from '../kit/fresh-handles.ts';
import type { Fault } from '../kit/handle-server.ts';
import { percentileCurve } from '../kit/percentile-curve.ts';
import { startProgram } from '../kit/start-program.ts';
import { type Figure, figureOf, type Suite } from '../kit/suite.ts';
import { withChildren } from '../kit/with-children.ts';

/** Never-seen handles per second: far from what the servers can do, so that only the fault counts. */
const RATE = 500;
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
  summary: `never-seen handles, ${RATE} per second, from the moment on when a fault sets in`,
  run: ({ rounds, seconds }, progress) =>
    withChildren(async (keep) => {
      const first = await keep(startChild('handle-server'));
      const second = await keep(startChild('handle-server'));
      const sites = [first, second].map(({ ready }) => ready.ports);
      const root = await keep(startChild('handle-server', { sites }));
      const driver = await keep(startChild('load-driver'));
      const fresh = new FreshHandles();
      const steps = new Map<string, StepResult[]>();
      for (let round = 1; round <= rounds; round++) {
        for (const [name, fault] of Object.entries(FAULTS)) {
          progress(`faults: ${name}, round ${round} of ${rounds}`);
          const breakDown = async () => {
            await first.ask('setFault', fault.first);
            await second.ask('setFault', fault.second);
          };
          const step = await withFault(root, driver, fresh, seconds, breakDown);
          await first.ask('setFault', {});
          await second.ask('setFault', {});
          if (step.wrong > 0) throw new Error(`${name}: ${step.examples[0]}`);
          steps.set(name, [...(steps.get(name) ?? []), step]);
        }
      }
      const last = [...steps].map(([name, of]) => [name, of.at(-1) as StepResult]);
      return {
        figures: [...steps].flatMap(([name, of]) => figuresOf(name, of, steps.get(NO_FAULT) ?? [])),
        curves: [percentileCurve('Never-seen handles, with faults', Object.fromEntries(last))],
      };
    }),
};

/** A proxy that is just started does not know of the fault from before. */
function withFault(
  root: Child,
  driver: Child,
  fresh: FreshHandles,
  seconds: number,
  breakDown: () => Promise<void>,
): Promise<StepResult> {
  return withChildren(async (keep) => {
    const { url } = await keep(startProgram(root.ready.bootstrap, ['--trust', 'off']));
    const offer = (length: number) => {
      const { first, count } = fresh.take(Math.ceil(RATE * length));
      const input: Offer = {
        ...{ url, pattern: `20.500.1/bench-{${first}..${first + count - 1}}`, host: 'example.org' },
        ...{ pick: 'each', rate: RATE, seconds: length, seed: 1, givenUp: GIVEN_UP },
      };
      return driver.ask<StepResult>('offer', input);
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
