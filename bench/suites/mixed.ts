import type { StepResult } from '../../src/load/run-step.ts';
import type { Offer } from '../children/load-driver.ts';
import { startChild } from '../kit/child.ts';
import { idealHits } from '../kit/ideal-hits.ts';
import { percentileCurve } from '../kit/percentile-curve.ts';
import { startProgram } from '../kit/start-program.ts';
import { type Figure, figureOf, type Suite } from '../kit/suite.ts';
import { withChildren } from '../kit/with-children.ts';

const HANDLES = 20_000;
const RATE = 4_000;
/** Every fourth record is soon to be asked for again, as of people who are about to move something. */
const TTLS = [5, 60, 3_600, 86_400];
/** Of rounds like the measured ones, before them. */
const WARM_UP = 2;

/** Visitors as they come: a few handles often, most of them seldom, some records stale by then. */
export const mixed: Suite = {
  name: 'mixed',
  summary: `${HANDLES} handles by Zipf's law, TTLs from ${TTLS[0]} s to a day, ${RATE} requests per second`,
  run: ({ rounds, seconds, scale }, progress) =>
    withChildren(async (keep) => {
      const servers = await keep(startChild('handle-server', { ttls: TTLS }));
      const proxy = await keep(startProgram(servers.ready.bootstrap, ['--trust', 'off']));
      const driver = await keep(startChild('load-driver'));
      const count = Math.max(1_000, Math.round(HANDLES * scale));
      const seeds = Array.from({ length: rounds + WARM_UP }, (_, i) => i + 1);
      const shares: number[] = [];
      const steps: StepResult[] = [];
      for (const seed of seeds) {
        const round = seed - WARM_UP;
        progress(`mixed: ${round > 0 ? `round ${round} of ${rounds}` : 'warming up'}`);
        const before = await servers.ask<number>('received');
        const offer: Offer = {
          ...{ url: proxy.url, pattern: `20.500.1/bench-{0..${count - 1}}`, host: 'example.org' },
          ...{ pick: 'zipf', rate: RATE, seconds, seed },
        };
        const step = await driver.ask<StepResult>('offer', offer);
        const exchanges = (await servers.ask<number>('received')) - before;
        if (step.wrong > 0) throw new Error(`mixed: ${step.examples[0]}`);
        if (round <= 0) continue;
        steps.push(step);
        shares.push(1 - exchanges / step.sent);
      }
      const requests = { count, pick: 'zipf', seeds, rate: RATE, seconds, ttls: TTLS } as const;
      const ideal = idealHits(requests).slice(WARM_UP);
      const latency = (what: 'p50' | 'p99' | 'p999'): Figure =>
        figureOf(
          { name: `mixed/${what}`, unit: 'ms' },
          steps.map(({ latencies }) => latencies[what]),
        );
      const hits = figureOf({ name: 'mixed/hit share', unit: 'hits/request' }, shares, {
        name: 'cache that keeps to the TTL',
        rounds: ideal,
      });
      const failed = steps.reduce((sum, step) => sum + step.failed + step.unsent, 0);
      const lost: Figure = { name: 'mixed/without an answer', unit: '', value: failed };
      const last = steps.at(-1);
      const curves =
        last === undefined ? [] : [percentileCurve('Mixed requests', { 'the last round': last })];
      return { figures: [hits, latency('p50'), latency('p99'), latency('p999'), lost], curves };
    }),
};
