import { createPicker, type Pick } from '../../src/load/picker.ts';
import { seededRandom } from '../../src/load/seeded-random.ts';

/** Requests as `hdl-edge load` makes them, in rounds that follow each other. */
export interface Requests {
  /** How many handles there are. */
  readonly count: number;
  readonly pick: Pick;
  /** One for each round. */
  readonly seeds: readonly number[];
  readonly rate: number;
  /** Of one round. */
  readonly seconds: number;
  /** Of the handles, by number modulo their count, in seconds. */
  readonly ttls: readonly number[];
}

/**
 * The share of the requests of each round that a cache answers which forgets nothing before its TTL
 * has passed, and fetches nothing before it is asked for.
 */
export function idealHits({ count, pick, seeds, rate, seconds, ttls }: Requests): number[] {
  const freshUntil = new Float64Array(count);
  const requests = Math.round(rate * seconds);
  return seeds.map((seed, round) => {
    const next = createPicker(pick, count, seededRandom(seed));
    let hits = 0;
    for (let i = 0; i < requests; i++) {
      const second = round * seconds + i / rate;
      const position = next();
      if ((freshUntil[position] as number) > second) hits += 1;
      else freshUntil[position] = second + (ttls[position % ttls.length] as number);
    }
    return hits / requests;
  });
}
