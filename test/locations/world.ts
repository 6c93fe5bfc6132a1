import type { HandleValue } from '../../src/handle/handle-value.ts';
import { chooseLocation, type Decision } from '../../src/locations/choose.ts';
import { ownLocations } from '../../src/locations/gather.ts';
import type { LocationSet } from '../../src/locations/location-set.ts';
import { parseLocations } from '../../src/locations/parse-locations.ts';
import { UNKNOWN_VISITOR, type Visitor } from '../../src/locations/visitor.ts';

export const HANDLE = '123/456';

export function value(index: number, type: string, data: string | Uint8Array): HandleValue {
  return {
    index,
    timestamp: 0,
    ttlType: 0,
    ttl: 86_400,
    permissions: 14,
    type,
    data: typeof data === 'string' ? Buffer.from(data) : data,
    references: [],
  };
}

/** A record with these locations: a root element, or the elements inside of one. */
export function record(xml: string, ...others: readonly HandleValue[]): readonly HandleValue[] {
  const root = xml.startsWith('<locations') ? xml : `<locations>${xml}</locations>`;
  return [value(1000, '10320/loc', root), ...others];
}

export function setOf(values: readonly HandleValue[], handle = HANDLE): LocationSet {
  return ownLocations(
    handle,
    parseLocations(values, () => {}),
  );
}

export function visitor(known: Partial<Visitor> = {}): Visitor {
  return { ...UNKNOWN_VISITOR, ...known };
}

export function decide(
  values: readonly HandleValue[],
  known: Partial<Visitor> = {},
  draw = 0,
): Decision {
  return chooseLocation(setOf(values), visitor(known), () => draw);
}

/** All URLs that chance may lead to, each once, in order. */
export function possible(
  values: readonly HandleValue[],
  known: Partial<Visitor> = {},
  handle = HANDLE,
): readonly (string | undefined)[] {
  const set = setOf(values, handle);
  const draws = Array.from({ length: 400 }, (_, n) => n / 400);
  const found = draws.map((draw) => chooseLocation(set, visitor(known), () => draw).href);
  return [...new Set(found)].sort();
}

/** A generator that gives the same numbers each time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
