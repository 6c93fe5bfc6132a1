import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateBook } from '../../src/cluster/rate-book.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';

const RATE = { perSecond: 2, burst: 10 };

describe('the book of rates', () => {
  it('tells what is left of each network', async () => {
    const book = new RateBook(new VirtualClock());
    const spent = [
      { network: 'a', requests: 3 },
      { network: 'b', requests: 1 },
      { network: 'a', requests: 4 },
    ];
    expect(await book.settle(RATE, spent)).toEqual([7, 9, 3]);
  });

  it('can be asked without writing', async () => {
    const book = new RateBook(new VirtualClock());
    const [asked, one] = [0, 1].map((requests) => [{ network: 'a', requests }]);
    expect(await book.settle(RATE, asked ?? [])).toEqual([10]);
    expect(await book.settle(RATE, one ?? [])).toEqual([9]);
    expect(await book.settle(RATE, asked ?? [])).toEqual([9]);
  });

  it('adds as much as the rate says, up to a burst', async () => {
    const clock = new VirtualClock();
    const book = new RateBook(clock);
    const one = [{ network: 'a', requests: 10 }];
    expect(await book.settle(RATE, one)).toEqual([0]);
    clock.advance(1_500);
    expect(await book.settle(RATE, [{ network: 'a', requests: 1 }])).toEqual([2]);
    clock.advance(100_000);
    expect(await book.settle(RATE, [{ network: 'a', requests: 1 }])).toEqual([9]);
  });

  it('never tells of less than a burst too many, or more than a burst', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(2_000), fc.integer({ min: 1, max: 1_000 })), { maxLength: 50 }),
        async (visits) => {
          const clock = new VirtualClock();
          const book = new RateBook(clock);
          for (const [wait, requests] of visits) {
            clock.advance(wait);
            const [level = Number.NaN] = await book.settle(RATE, [{ network: 'a', requests }]);
            expect(level).toBeGreaterThanOrEqual(-RATE.burst - 1e-6);
            expect(level).toBeLessThanOrEqual(RATE.burst - 1);
          }
        },
      ),
    );
  });
});
