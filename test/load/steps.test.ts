import { describe, expect, it } from 'vitest';
import { createChecker } from '../../src/load/checker.ts';
import type { HandleSource } from '../../src/load/handle-source.ts';
import { patternSource } from '../../src/load/pattern-source.ts';
import { createPicker } from '../../src/load/picker.ts';
import type { Reply, Target } from '../../src/load/reply.ts';
import { runRamp, saturation } from '../../src/load/run-ramp.ts';
import { runStep } from '../../src/load/run-step.ts';
import type { Progress } from '../../src/load/step.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';

const source = patternSource('20.500.1/{0..9}');

const REDIRECT: Reply = { outcome: '302', status: 302, host: 'example.org', fingerprint: 1 };

interface Asked {
  readonly handle: string;
  readonly at: number;
}

/** A target that answers after some time, each time as it is told. */
function target(clock: VirtualClock, answer: (asked: Asked, count: number) => [number, Reply]) {
  const asked: Asked[] = [];
  const made: Target = {
    name: 'a target',
    isHttp: true,
    ask: (handle) =>
      new Promise((resolve) => {
        const request = { handle, at: clock.elapsed() };
        asked.push(request);
        const [after, reply] = answer(request, asked.length);
        clock.after(after, () => resolve(reply));
      }),
    close: async () => {},
  };
  return { target: made, asked };
}

function step(
  clock: VirtualClock,
  made: Target,
  options: {
    rate?: number;
    seconds?: number;
    signal?: AbortSignal;
    seen?: Progress[];
    busy?: number;
  } = {},
) {
  const plan = {
    target: made,
    source,
    pick: createPicker('each', source.count, Math.random),
    check: createChecker(made, source, { host: 'example.org' }, false),
  };
  const { rate = 100, seconds = 1, signal = new AbortController().signal, seen = [] } = options;
  const busyShare = () => options.busy ?? 0.1;
  const onProgress = (progress: Progress) => seen.push(progress);
  return { plan, options: { rate, seconds, clock, signal, busyShare, onProgress } };
}

async function run(clock: VirtualClock, made: Target, given: Parameters<typeof step>[2] = {}) {
  const { plan, options } = step(clock, made, given);
  return clock.run(runStep(plan, options));
}

describe('a constant rate', () => {
  it('sends so many requests per second, whatever is still waiting', async () => {
    const clock = new VirtualClock();
    const { target: slow, asked } = target(clock, () => [3_000, REDIRECT]);
    const result = await run(clock, slow, { rate: 100, seconds: 2 });
    expect(asked).toHaveLength(200);
    expect(Math.max(...asked.map(({ at }) => at))).toBeLessThanOrEqual(2_000);
    expect(result).toMatchObject({ sent: 200, answered: 200, wrong: 0, failed: 0, unsent: 0 });
  });

  it('asks for the handles in the order in which they are picked', async () => {
    const clock = new VirtualClock();
    const { target: quick, asked } = target(clock, () => [1, REDIRECT]);
    await run(clock, quick, { rate: 12, seconds: 1 });
    const names = asked.map(({ handle }) => handle.replace('20.500.1/', ''));
    expect(names.join('')).toBe('012345678901');
  });

  it('counts the time of a request from when it was due', async () => {
    const clock = new VirtualClock();
    const { target: steady } = target(clock, () => [20, REDIRECT]);
    const { latencies } = await run(clock, steady);
    expect(latencies.p50).toBeCloseTo(20, 0);
    expect(latencies.max).toBeCloseTo(20, 0);
  });

  it('counts a stall of its own in, as if the requests had been sent in time', async () => {
    const clock = new VirtualClock();
    const { target: quick } = target(clock, ({ at }) => {
      // The process stands still for half a second while it is in the middle of things.
      if (at === 0) clock.advance(500);
      return [0, REDIRECT];
    });
    const { latencies, serviceTimes, late } = await run(clock, quick);
    expect(latencies.max).toBeGreaterThan(400);
    // Each was answered at once when it had left, but the one in whose midst the process stood still.
    expect(serviceTimes.p90).toBeLessThan(1);
    // All that were due in that half second but the last ones.
    expect(late).toBeGreaterThanOrEqual(48);
  });

  it('counts as late what left late, and not what never left', async () => {
    const clock = new VirtualClock();
    const { target: silent } = target(clock, ({ at }) => {
      if (at === 0) clock.advance(1_000);
      return [60_000, REDIRECT];
    });
    const { sent, unsent, late } = await run(clock, silent, { rate: 30_000 });
    expect({ sent, unsent }).toEqual({ sent: 20_000, unsent: 10_000 });
    expect(late).toBeLessThan(20_000);
  });

  it('tells how far it has got every second', async () => {
    const clock = new VirtualClock();
    const seen: Progress[] = [];
    const { target: quick } = target(clock, () => [1, REDIRECT]);
    await run(clock, quick, { rate: 10, seconds: 3, seen });
    expect(seen.map(({ elapsedSeconds }) => Math.floor(elapsedSeconds))).toEqual([1, 2]);
  });

  it('ends early when it is told to, after the answers that are under way', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const { target: quick, asked } = target(clock, (_, count) => {
      if (count === 5) stop.abort();
      return [50, REDIRECT];
    });
    const result = await run(clock, quick, { signal: stop.signal });
    expect(asked).toHaveLength(5);
    expect(result).toMatchObject({ sent: 5, answered: 5, isCutShort: true });
  });
});

describe('answers', () => {
  it.each<[string, Reply, object]>([
    ['a status that is no redirect', { ...REDIRECT, status: 404 }, { wrong: 1 }],
    ['another host', { ...REDIRECT, host: 'evil.example' }, { wrong: 1 }],
    ['another answer than before', { ...REDIRECT, fingerprint: 2 }, { wrong: 1 }],
    ['no answer', { outcome: 'timeout', fingerprint: 0 }, { wrong: 0, failed: 1 }],
    ['too many requests', { ...REDIRECT, status: 429 }, { wrong: 0, failed: 1 }],
    ['an overloaded proxy', { ...REDIRECT, status: 503 }, { wrong: 0, failed: 1 }],
    ['the same answer', REDIRECT, { wrong: 0, failed: 0 }],
  ])('are told apart from right ones: %s', async (_, last, counts) => {
    const clock = new VirtualClock();
    const { target: odd } = target(clock, (_request, count) => [1, count === 12 ? last : REDIRECT]);
    expect(await run(clock, odd, { rate: 12, seconds: 1 })).toMatchObject(counts);
  });

  it('that are wrong are shown by example, and their times do not count', async () => {
    const clock = new VirtualClock();
    const { target: wrong } = target(clock, () => [1, { ...REDIRECT, status: 500 }]);
    const { examples, latencies, outcomes, throughput } = await run(clock, wrong, { rate: 30 });
    expect(throughput).toBe(0);
    // One for each of the ten handles.
    expect(examples.toSorted()).toEqual(
      Array.from({ length: 10 }, (_, i) => `20.500.1/${i} answered 500, not a redirect`),
    );
    expect(outcomes).toEqual({ 'wrong: answered 500, not a redirect': 30 });
    expect(latencies.curve).toEqual([]);
  });

  it('that may vary are not compared with each other', () => {
    const check = createChecker({ isHttp: true }, source, {}, true);
    expect(check(0, REDIRECT)).toBeUndefined();
    expect(check(0, { ...REDIRECT, fingerprint: 2 })).toBeUndefined();
  });

  it('of handle servers are right when the record was found', () => {
    const check = createChecker({ isHttp: false }, source, {}, false);
    expect(check(0, { outcome: 'found', status: 1, fingerprint: 1 })).toBeUndefined();
    expect(check(1, { outcome: '100 (handle not found)', status: 100, fingerprint: 1 })).toEqual({
      kind: 'wrong',
      text: 'answered 100 (handle not found), not 1',
    });
    expect(check(1, { outcome: '3 (server too busy)', status: 3, fingerprint: 1 })).toEqual({
      kind: 'turned away',
      text: 'turned away with 3 (server too busy)',
    });
  });
});

describe('answers for the handles of a log', () => {
  const SOURCE: HandleSource = {
    count: 4,
    at: () => '20.500.1/x',
    firstOf: (position) => (position === 3 ? 0 : position),
    expectation: (position) => ({ responseCode: [1, 100, 2, 1][position] as number }),
  };
  const reply = (status: number, fingerprint = 1): Reply => ({
    ...{ outcome: String(status), status, fingerprint },
  });

  it.each([
    ['a redirect of a record', true, 0, 302, 'right'],
    ['the page of a record', true, 0, 200, 'right'],
    ['a record that is gone', true, 0, 404, 'wrong'],
    ['a handle that never was', true, 1, 404, 'right'],
    ['a handle that is new', true, 1, 302, 'wrong'],
    ['what failed then', true, 2, 302, 'right'],
    ['a record, natively', false, 0, 1, 'right'],
    ['a handle that never was, natively', false, 1, 100, 'right'],
    ['a handle that is new, natively', false, 1, 1, 'wrong'],
    ['what failed then, natively', false, 2, 1, 'right'],
  ])('are compared with those of then: %s', (_, isHttp, position, status, verdict) => {
    const check = createChecker({ isHttp }, SOURCE, {}, false);
    expect(check(position, reply(status))?.kind ?? 'right').toBe(verdict);
  });

  it('are compared with each other wherever the handle stands', () => {
    const check = createChecker({ isHttp: true }, SOURCE, {}, false);
    check(0, reply(302, 1));
    expect(check(3, reply(302, 2))?.text).toBe('answered otherwise than before');
  });
});

describe('a ramp', () => {
  /** As a queue in front of one server, behind a line that takes some time. */
  const limitedTo = (clock: VirtualClock, perSecond: number, lineMs = 0) => {
    let free = 0;
    return target(clock, ({ at }) => {
      free = Math.max(free, at) + 1000 / perSecond;
      return [free - at + lineMs, REDIRECT];
    }).target;
  };

  async function ramp(clock: VirtualClock, made: Target, given: Parameters<typeof step>[2]) {
    const { plan, options } = step(clock, made, given);
    return clock.run(runRamp(plan, options));
  }

  it('finds between two steps how much a target keeps up with, and says why no more', async () => {
    const clock = new VirtualClock();
    const result = await ramp(clock, limitedTo(clock, 300), { rate: 100, seconds: 5 });
    expect(result.steps.map(({ rate }) => rate)).toEqual([100, 150, 225, 276, 305, 321, 338]);
    expect(result.steps.map((each) => saturation(each) === undefined)).toEqual([
      ...Array(5).fill(true),
      ...Array(2).fill(false),
    ]);
    expect(result).toMatchObject({
      sustainedRate: 305,
      endedBecause: 'at 321 per second only 93 % were answered well and in time',
      isOwnLimit: false,
    });
  });

  it('does not take a long way to the target for a slow target', async () => {
    const clock = new VirtualClock();
    const far = limitedTo(clock, 300, 400);
    const { sustainedRate = 0 } = await ramp(clock, far, { rate: 100, seconds: 2 });
    expect(sustainedRate).toBeGreaterThan(290);
  });

  it('says when the generator had no time left itself', async () => {
    const clock = new VirtualClock();
    const given = { rate: 400, seconds: 1, busy: 0.99 };
    expect(await ramp(clock, limitedTo(clock, 300), given)).toMatchObject({ isOwnLimit: true });
  });

  it('says when the generator was kept from sending in time', async () => {
    const clock = new VirtualClock();
    let free = 0;
    const { target: limited } = target(clock, ({ at }, count) => {
      // The machine does something else.
      if (count % 10 === 0) clock.advance(30);
      free = Math.max(free, at) + 10;
      return [free - at, REDIRECT];
    });
    expect(await ramp(clock, limited, { rate: 400, seconds: 1 })).toMatchObject({
      isOwnLimit: true,
    });
  });

  it('ends when it is told to', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const quick = target(clock, (_, count) => {
      if (count === 150) stop.abort();
      return [1, REDIRECT];
    }).target;
    const result = await ramp(clock, quick, { rate: 100, seconds: 1, signal: stop.signal });
    expect(result).toMatchObject({ sustainedRate: 100, endedBecause: 'it was ended early' });
    expect(result.steps.map(({ isCutShort }) => isCutShort)).toEqual([false, true]);
  });
});
