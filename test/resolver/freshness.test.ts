import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expiryOf } from '../../src/resolver/freshness.ts';
import { url } from './kit/records.ts';

/** 1 January 2026, in seconds and in milliseconds since 1970. */
const NOW_SECONDS = 1_767_225_600;
const NOW = NOW_SECONDS * 1000;
const DAY = 86_400;

/** How many seconds a value may be used. */
function lifeOf(ttlType: number, ttl: number): number {
  return (expiryOf(url(1, 'x', { ttlType, ttl }), NOW) - NOW) / 1000;
}

describe('a value may be used', () => {
  it.each([
    ['as long as its TTL says', 0, 3600, 3600],
    ['not at all with TTL 0', 0, 0, 0],
    ['for 5 seconds when it says 1', 0, 1, 5],
    ['for 5 seconds when it says 4', 0, 4, 5],
    ['for 5 seconds when it says 5', 0, 5, 5],
    ['for 6 seconds when it says 6', 0, 6, 6],
    ['for a day when it says a day', 0, DAY, DAY],
    ['for a day when it says more', 0, DAY + 1, DAY],
    ['for a day with the largest TTL that is not negative', 0, 2 ** 31 - 1, DAY],
    ['not at all with a TTL meant as -1', 0, 2 ** 32 - 1, 0],
    ['not at all from 2^31 on', 0, 2 ** 31, 0],
    ['until its date', 1, NOW_SECONDS + 60, 60],
    ['until its date, also when that is near', 1, NOW_SECONDS + 2, 2],
    ['for a day when its date is further', 1, NOW_SECONDS + 2 * DAY, DAY],
    ['not at all once its date has come', 1, NOW_SECONDS, 0],
    ['not at all when its date is long past', 1, 946_684_800, 0],
    ['not at all with a date meant as negative', 1, 2 ** 31, 0],
    ['not at all with a TTL of unknown kind', 2, 3600, 0],
  ])('%s', (_, ttlType, ttl, expected) => {
    expect(lifeOf(ttlType, ttl)).toBe(expected);
  });

  it('never longer than a day, nor less than not at all', () => {
    fc.assert(
      fc.property(fc.nat(0xff), fc.nat(0xffff_ffff), (ttlType, ttl) => {
        const life = lifeOf(ttlType, ttl);
        expect(life).toBeGreaterThanOrEqual(0);
        expect(life).toBeLessThanOrEqual(DAY);
      }),
    );
  });
});
