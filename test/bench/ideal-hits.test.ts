import { expect, it } from 'vitest';
import { idealHits } from '../../bench/kit/ideal-hits.ts';

const requests = { count: 2, pick: 'each', seeds: [1, 2], rate: 2, seconds: 4 } as const;

it.each([
  ['for ever', [100, 100], [6 / 8, 1]],
  // Each handle is asked for once a second, so that one of 1.5 s is asked for in vain every second time.
  ['for a short time', [1.5, 100], [5 / 8, 6 / 8]],
  ['not at all', [0, 0], [0, 0]],
])('a cache answers again what is fresh %s', (_, ttls, shares) => {
  expect(idealHits({ ...requests, ttls })).toEqual(shares);
});
