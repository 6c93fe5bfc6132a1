import type { StepResult } from '../../src/load/step.ts';
import type { Offer } from '../children/load-driver.ts';
import { calmRate } from '../kit/calm-rate.ts';
import { startChild } from '../kit/child.ts';
import { driveDistinct } from '../kit/drive-distinct.ts';
import { idealHits } from '../kit/ideal-hits.ts';
import { percentileCurve } from '../kit/percentile-curve.ts';
import { startProgram } from '../kit/start-program.ts';
import { type Figure, figureOf, type Suite } from '../kit/suite.ts';
import { withChildren } from '../kit/with-children.ts';

const HANDLES = 20_000;
const MOST_PER_SECOND = 4_000;
/** Every fourth record is soon to be asked for again, as of people who are about to move something. */
const TTLS = [5, 60, 3_600, 86_400];
/** Of rounds like the measured ones, before them. */
const WARM_UP = 2;
/** The share of requests that is answered from the cache when things go as usual. */
const USUAL_HITS = 0.8;
/** Never-seen handles that tell what the proxy can do on this machine; nobody asks for them again. */
const TRIAL = 10_000;

/** Visitors as they come: a few handles often, most of them seldom, some records stale by then. */
export const mixed: Suite = {
  name: 'mixed',
  summary: `${HANDLES} handles by Zipf's law, TTLs from ${TTLS[0]} s to a day, at a rate far from the end`,
  run: ({ rounds, seconds, scale }, progress) =>
    withChildren(async (keep) => {
      const servers = await keep(startChild('handle-server', { ttls: TTLS }));
      const proxy = await keep(startProgram(servers.ready.bootstrap, ['--trust', 'off']));
      const driver = await keep(startChild('load-driver'));
      const trial = await keep(startChild('distinct-driver'));
      const count = Math.max(1_000, Math.round(HANDLES * scale));
      const { url } = proxy;

      progress('mixed: finding out what the proxy can do here');
      const others = { first: count, count: Math.max(500, Math.round(TRIAL * scale)) };
      const stem = '20.500.1/bench-';
      const drive = { url, stem, status: 302, ...others };
      const unseen = await driveDistinct(trial, drive);
      const cached = await driveDistinct(trial, drive);
      const capacity = 1 / ((1 - USUAL_HITS) / unseen + USUAL_HITS / cached);
      const rate = calmRate(capacity, MOST_PER_SECOND);

      const seeds = Array.from({ length: rounds + WARM_UP }, (_, i) => i + 1);
      const shares: number[] = [];
      const steps: StepResult[] = [];
      for (const seed of seeds) {
        const round = seed - WARM_UP;
        progress(`mixed: ${round > 0 ? `round ${round} of ${rounds}` : 'warming up'}`);
        const before = await servers.ask<number>('received');
        const offer: Offer = {
          ...{ url, pattern: `${stem}{0..${count - 1}}`, host: 'example.org' },
          ...{ pick: 'zipf', rate, seconds, seed },
        };
        const step = await driver.ask<StepResult>('offer', offer);
        const exchanges = (await servers.ask<number>('received')) - before;
        if (step.wrong > 0) throw new Error(`mixed: ${step.examples[0]}`);
        if (round <= 0) continue;
        steps.push(step);
        shares.push(1 - exchanges / step.sent);
      }
      const requests = { count, pick: 'zipf', seeds, rate, seconds, ttls: TTLS } as const;
      const ideal = idealHits(requests).slice(WARM_UP);
      return { figures: figuresOf(rate, steps, shares, ideal), curves: curvesOf(rate, steps) };
    }),
};

function figuresOf(
  rate: number,
  steps: readonly StepResult[],
  shares: readonly number[],
  ideal: readonly number[],
): Figure[] {
  const of = (what: string, unit: string, pick: (step: StepResult) => number) =>
    figureOf({ name: `mixed/${what}`, unit }, steps.map(pick));
  const hits = figureOf({ name: 'mixed/hit share', unit: 'hits/request' }, shares, {
    name: 'cache that keeps to the TTL',
    rounds: ideal,
  });
  const failed = steps.reduce((sum, step) => sum + step.failed + step.unsent, 0);
  return [
    { name: 'mixed/offered', unit: 'requests/s', value: rate },
    hits,
    of('p50', 'ms', ({ latencies }) => latencies.p50),
    of('p99', 'ms', ({ latencies }) => latencies.p99),
    of('p999', 'ms', ({ latencies }) => latencies.p999),
    of('sent late by the generator', 'share', ({ late, sent }) => late / sent),
    { name: 'mixed/without an answer', unit: '', value: failed },
  ];
}

function curvesOf(rate: number, steps: readonly StepResult[]) {
  const last = steps.at(-1);
  const title = `Mixed requests, ${rate} per second`;
  return last === undefined ? [] : [percentileCurve(title, { 'the last round': last })];
}
