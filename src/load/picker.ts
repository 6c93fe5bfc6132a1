import type { Random } from '../system.ts';

/** Says which handle is asked for next, by number. */
export type Picker = () => number;

export const PICKS = ['each', 'uniform', 'zipf'] as const;

/** `each` in turn, again from the first after the last; `uniform`: by lot; `zipf`: few often, most seldom. */
export type Pick = (typeof PICKS)[number];

/**
 * How steep popularity falls: the k-th handle is asked for in proportion to 1/k. What is measured of
 * the web and of DNS lies near it.
 */
const ZIPF_EXPONENT = 1;

/** @param count of handles, at least 1 */
export function createPicker(pick: Pick, count: number, random: Random): Picker {
  switch (pick) {
    case 'each':
      return inTurn(count);
    case 'uniform':
      return () => Math.floor(random() * count);
    case 'zipf':
      return zipf(count, random);
  }
}

function inTurn(count: number): Picker {
  let next = 0;
  return () => {
    const position = next;
    next = next + 1 === count ? 0 : next + 1;
    return position;
  };
}

/** By the inverse of the cumulative shares. The first handle is the most popular. */
function zipf(count: number, random: Random): Picker {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += 1 / (i + 1) ** ZIPF_EXPONENT;
    sums[i] = sum;
  }
  return () => {
    const drawn = random() * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] as number) > drawn) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
