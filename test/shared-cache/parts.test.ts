import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Breaker } from '../../src/shared-cache/breaker.ts';
import { inTime, TOO_LATE } from '../../src/shared-cache/in-time.ts';
import { decodePurge, encodePurge } from '../../src/shared-cache/purge-message.ts';
import { turns, VirtualClock } from '../resolver/kit/virtual-clock.ts';

describe('a message about a purge', () => {
  const name = fc.string({ minLength: 1, maxLength: 300, unit: 'binary' });
  const targets = fc.oneof(
    fc.constant('all' as const),
    name.map((handle) => ({ handle })),
    name.map((prefix) => ({ prefix })),
  );

  it('is read as it was written, whatever the handle', () => {
    fc.assert(
      fc.property(fc.string(), targets, (from, target) => {
        expect(decodePurge(encodePurge({ from, target }))).toEqual({ from, target });
      }),
    );
    // What stands for bytes that are not UTF-8.
    const target = { handle: '20.500.1/\udcff' };
    expect(decodePurge(encodePurge({ from: 'a', target }))).toEqual({ from: 'a', target });
  });

  it.each([
    ['text', 'purge'],
    ['a number', '5'],
    ['nothing', ''],
    ['no sender', '{"all":true}'],
    ['no target', '{"from":"a"}'],
    ['two targets', '{"from":"a","all":true,"handle":"a/b"}'],
    ['an unknown target', '{"from":"a","service":"x"}'],
    ['an empty handle', '{"from":"a","handle":""}'],
    ['a handle that is too long', `{"from":"a","handle":"${'x'.repeat(3_000)}"}`],
    ['too much', `{"from":"${'x'.repeat(20_000)}","all":true}`],
  ])('is not %s', (_, text) => {
    expect(decodePurge(text)).toBeUndefined();
  });

  it('is nothing else, whatever comes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const message = decodePurge(text);
        if (message !== undefined) expect(decodePurge(encodePurge(message))).toEqual(message);
      }),
    );
  });
});

describe('a breaker', () => {
  function brokenAt(isWell: () => boolean) {
    const clock = new VirtualClock();
    const probes: number[] = [];
    const breaker = new Breaker(clock, async () => {
      probes.push(clock.elapsed());
      return isWell();
    });
    return { clock, probes, breaker };
  }

  it('is closed again at once when the probe is answered', async () => {
    const { breaker, probes } = brokenAt(() => true);
    breaker.failed();
    expect(breaker.isOpen).toBe(true);
    await turns();
    expect([breaker.isOpen, probes]).toEqual([false, [0]]);
  });

  it('probes ever less often while nothing is answered, until it is', async () => {
    let isWell = false;
    const { breaker, probes, clock } = brokenAt(() => isWell);
    breaker.failed();
    await clock.pass(40_000);
    expect(probes).toEqual([0, 250, 750, 1_750, 3_750, 7_750, 15_750, 25_750, 35_750]);
    isWell = true;
    await clock.pass(10_000);
    expect(breaker.isOpen).toBe(false);
  });

  it('begins anew with short times after it has worked', async () => {
    let isWell = false;
    const { breaker, probes, clock } = brokenAt(() => isWell);
    breaker.failed();
    await clock.pass(1_000);
    isWell = true;
    await clock.pass(1_000);
    breaker.worked();
    isWell = false;
    probes.length = 0;
    const now = clock.elapsed();
    breaker.failed();
    await clock.pass(1_000);
    expect(probes.map((at) => at - now)).toEqual([0, 250, 750]);
  });

  it('probes at once at a sign of life, and not while it probes', async () => {
    let isWell = false;
    const { breaker, probes, clock } = brokenAt(() => isWell);
    breaker.failed();
    breaker.heard();
    await clock.pass(1_000);
    expect(probes).toEqual([0, 250, 750]);
    isWell = true;
    breaker.heard();
    await turns();
    expect([breaker.isOpen, probes, clock.alarms]).toEqual([false, [0, 250, 750, 1_000], 0]);
  });

  it('has nothing to probe while it is closed', async () => {
    const { breaker, probes } = brokenAt(() => true);
    breaker.heard();
    await turns();
    expect(probes).toEqual([]);
  });

  it('sets no timer when it is closed for good', async () => {
    const { breaker, clock } = brokenAt(() => false);
    breaker.failed();
    breaker.close();
    breaker.heard();
    await turns();
    expect(clock.alarms).toBe(0);
  });
});

/** The clock of a process whose timers all ring late. */
class LateClock extends VirtualClock {
  readonly #lateMs: number;

  constructor(lateMs: number) {
    super();
    this.#lateMs = lateMs;
  }

  override after(milliseconds: number, ring: () => void): () => void {
    return super.after(milliseconds > 0 ? milliseconds + this.#lateMs : 0, ring);
  }
}

describe('an answer that is waited for', () => {
  it('is taken when it comes in time, and leaves no timer', async () => {
    const clock = new VirtualClock();
    expect(await inTime(Promise.resolve(5), 50, clock)).toBe(5);
    await turns();
    expect(clock.alarms).toBe(0);
  });

  it('is given up when it does not', async () => {
    const clock = new VirtualClock();
    const waiting = inTime(new Promise(() => {}), 50, clock);
    expect(await clock.run(waiting)).toBe(TOO_LATE);
    expect(clock.elapsed()).toBe(50);
  });

  it('is given up at once when nothing may be waited', async () => {
    const clock = new VirtualClock();
    expect(await clock.run(inTime(new Promise(() => {}), 0, clock))).toBe(TOO_LATE);
    expect(clock.elapsed()).toBe(0);
  });

  it('is waited for longer by a process that is kept from looking, and yet not for ever', async () => {
    const waited = async (late: number) => {
      const clock = new LateClock(late);
      await clock.run(inTime(new Promise(() => {}), 100, clock));
      return clock.elapsed();
    };
    // Five steps of 20 ms, each of which ends late.
    expect(await waited(10)).toBe(150);
    expect(await waited(50)).toBe(350);
    expect(await waited(400)).toBe(840);
    expect(await waited(10_000)).toBe(10_020);
  });

  it('is taken when it came while nobody could look', async () => {
    const clock = new VirtualClock();
    let arrive = (_: number) => {};
    const answer = new Promise<number>((resolve) => {
      arrive = resolve;
    });
    const waiting = inTime(answer, 50, clock);
    await clock.pass(45);
    // It is read once the last step has ended.
    clock.after(5, () => arrive(7));
    expect(await clock.run(waiting)).toBe(7);
  });

  it('hands on what went wrong', async () => {
    const clock = new VirtualClock();
    await expect(inTime(Promise.reject(new Error('no')), 50, clock)).rejects.toThrow('no');
  });
});
