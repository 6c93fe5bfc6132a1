import { describe, expect, it } from 'vitest';
import { parseLocations } from '../../src/locations/parse-locations.ts';
import type { KnownReadings } from '../../src/locations/read-value.ts';
import { value } from './world.ts';

const LOC = value(1, '10320/loc', '<l><location href="http://a/"/></l>');
const BROKEN = value(2, '10320/loc', '<l><location href="http://b/"');
const LARGE = value(3, '10320/loc', `<l>${'<location href="http://c/"/>'.repeat(4_000)}</l>`);
const LARGE_TOO = value(4, '10320/loc', `<l>${'<location href="http://d/"/>'.repeat(4_000)}</l>`);

function read(values: Parameters<typeof parseLocations>[0], known: KnownReadings = new WeakMap()) {
  const complaints: string[] = [];
  const { roots } = parseLocations(values, (message) => complaints.push(message), known);
  return { roots, complaints };
}

describe('reading the locations of a record', () => {
  it('reads a value once, in whatever list it comes again', () => {
    const known: KnownReadings = new WeakMap();
    const [first] = read([LOC], known).roots;
    expect(read([BROKEN, LOC], known).roots[0]).toBe(first);
  });

  it('does not try again what could not be read, and says so once', () => {
    const known: KnownReadings = new WeakMap();
    expect(read([LOC, BROKEN], known).complaints).toHaveLength(1);
    expect(read([BROKEN], known)).toEqual({ roots: [], complaints: [] });
  });

  it('reads as much as one record may cost, over all of its values', () => {
    const { roots, complaints } = read([LARGE, LARGE_TOO, LOC]);
    expect(roots.map(({ locations }) => locations.length)).toEqual([4_000, 1]);
    expect(complaints).toEqual(['10320/loc at index 4: too many tags or attributes']);
  });

  it('reads for itself what found no room beside others', () => {
    const known: KnownReadings = new WeakMap();
    read([LARGE, LARGE_TOO], known);
    expect(read([LARGE_TOO], known).roots).toHaveLength(1);
  });
});
