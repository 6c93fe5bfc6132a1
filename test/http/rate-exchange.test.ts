import { describe, expect, it } from 'vitest';
import { RateBook } from '../../src/cluster/rate-book.ts';
import {
  MAX_LIMITED_NETWORKS,
  MAX_NETWORKS_PER_EXCHANGE,
  RATE_URGENT_SHARE,
} from '../../src/http/limits.ts';
import { RateLimiter } from '../../src/http/rate-limiter.ts';
import type { Rate, RateLedger, Spent } from '../../src/shared-cache/rate-ledger.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';

const RATE = { perSecond: 100, burst: 160 };
/** How often everybody asks, in milliseconds. */
const STEP_MS = 10;
const SECONDS = 5;

/** Processes that write into one book, which may be out of reach. */
function processesOf(count: number, rate: Rate = RATE) {
  const clock = new VirtualClock(1);
  const book = new RateBook(clock);
  const told: (readonly Spent[])[] = [];
  let isInReach = true;
  const ledger: RateLedger = {
    async settle(given, spent) {
      told.push(spent);
      return isInReach ? book.settle(given, spent) : undefined;
    },
  };
  const limiters = Array.from({ length: count }, () => new RateLimiter(clock, rate, ledger));
  return {
    clock,
    told,
    limiters,
    setInReach(now: boolean) {
      isInReach = now;
    },
    /** @returns how many were let in of those who came at each step */
    async come(seconds: number, asked: (limiters: readonly RateLimiter[]) => RateLimiter[]) {
      let taken = 0;
      for (let ms = 0; ms < seconds * 1000; ms += STEP_MS) {
        for (const limiter of asked(limiters)) if (limiter.take('n') === 0) taken += 1;
        await clock.pass(STEP_MS);
      }
      return taken;
    },
  };
}

const allowed = RATE.burst + SECONDS * RATE.perSecond;

describe('one rate for several processes', () => {
  it.each([
    ['two, by turns', 2, 2, (n: number) => [n % 2, n % 2]],
    ['four, by turns', 4, 3, (n: number) => [n % 4, n % 4, n % 4]],
    ['four, all at the same time', 4, 1, () => [0, 1, 2, 3]],
    ['one of four, and then another', 4, 3, (n: number) => (n < 250 ? [0, 0, 0] : [3, 3, 3])],
    [
      'two of two in rushes',
      2,
      50,
      (n: number) => (n % 20 === 0 ? Array(50).fill(n % 40 && 1) : []),
    ],
  ])('holds who asks %s', async (_, count, atOnce, whom) => {
    const processes = processesOf(count);
    let step = 0;
    const taken = await processes.come(SECONDS, (limiters) =>
      whom(step++).map((n) => limiters[n] as RateLimiter),
    );
    // What each other process lets in before it hears of the first: what comes at once may be more.
    const slack = (count - 1) * Math.max(RATE.burst * RATE_URGENT_SHARE, atOnce);
    expect(taken).toBeLessThanOrEqual(allowed + slack);
    expect(taken).toBeGreaterThanOrEqual(allowed * 0.97);
  });

  it('has what was too much made up for, and says when one more may come', async () => {
    const { limiters, clock } = processesOf(2, { perSecond: 1, burst: 10 });
    // Both at once, before either has heard of the other.
    const taken = limiters.flatMap((limiter) =>
      Array.from({ length: 10 }, () => limiter.take('n')),
    );
    expect(taken.every((wait) => wait === 0)).toBe(true);
    await clock.pass(200);
    const waits = () => limiters.map((limiter) => limiter.take('n'));
    // Who told first has not heard of the other yet, and asks when somebody is turned away.
    expect(waits()).toEqual([1, 11]);
    await clock.pass(200);
    expect(waits()).toEqual([11, 11]);
    await clock.pass(11_000);
    expect(limiters[0]?.take('n')).toBe(0);
    limiters[1]?.take('n');
    await clock.pass(200);
    expect(limiters[1]?.take('n')).toBe(2);
  });

  it('is the rate of each while they cannot be told, and one again afterwards', async () => {
    const processes = processesOf(2);
    const all = (limiters: readonly RateLimiter[]) => [...limiters, ...limiters, ...limiters];
    processes.setInReach(false);
    const apart = await processes.come(SECONDS, all);
    expect(apart).toBeGreaterThanOrEqual(2 * allowed * 0.97);
    expect(apart).toBeLessThanOrEqual(2 * allowed);
    processes.setInReach(true);
    // One burst was not told of, and has to be used up.
    await processes.come((2 * RATE.burst) / RATE.perSecond, all);
    const together = await processes.come(SECONDS, all);
    expect(together).toBeLessThanOrEqual(SECONDS * RATE.perSecond * 1.05);
    expect(together).toBeGreaterThanOrEqual(SECONDS * RATE.perSecond * 0.95);
  });

  it('is not given anew by a ledger that has lost its memory', async () => {
    const clock = new VirtualClock(1);
    const forgetful: RateLedger = {
      settle: async ({ burst }, spent) => spent.map(({ requests }) => burst - requests),
    };
    const limiter = new RateLimiter(clock, { perSecond: 1, burst: 10 }, forgetful);
    for (let n = 0; n < 10; n += 1) limiter.take('n');
    await clock.pass(100);
    expect(limiter.take('n')).toBeGreaterThan(0);
  });
});

describe('what is told of client networks', () => {
  it('is told in batches, of whom comes quickly before all others', async () => {
    const { limiters, clock, told } = processesOf(1);
    const [limiter] = limiters as [RateLimiter];
    for (let n = 0; n < 2_500; n += 1) limiter.take(`network ${n}`);
    for (let n = 0; n < RATE.burst; n += 1) limiter.take('quick');
    await clock.pass(1_000);
    expect(told.map((spent) => spent.length)).toEqual([
      ...Array(10).fill(MAX_NETWORKS_PER_EXCHANGE),
      1,
    ]);
    expect(told[0]?.[0]).toEqual({ network: 'quick', requests: RATE.burst });
    const networks = told.flat().map(({ network }) => network);
    expect(new Set(networks).size).toBe(networks.length);
  });

  it('is nothing while nobody comes', async () => {
    const { limiters, clock, told } = processesOf(1);
    await clock.pass(1_000);
    expect(told).toEqual([]);
    limiters[0]?.take('n');
    await clock.pass(10_000);
    expect([told.length, clock.alarms]).toEqual([1, 0]);
  });

  it('is no more than so many networks, however many come', async () => {
    const { limiters, clock, told } = processesOf(1);
    for (let n = 0; n < MAX_LIMITED_NETWORKS + 5_000; n += 1) limiters[0]?.take(`network ${n}`);
    await clock.pass(60_000);
    expect(told.flat()).toHaveLength(MAX_LIMITED_NETWORKS);
    expect(Math.max(...told.map(({ length }) => length))).toBe(MAX_NETWORKS_PER_EXCHANGE);
  });
});
