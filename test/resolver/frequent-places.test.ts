import { expect, test } from 'vitest';
import { FrequentPlaces } from '../../src/resolver/frequent-places.ts';

const NOW = Date.UTC(2026, 0, 1);

/** The first of so many requests that is told to be for a frequent place. */
function firstFrequent(counted: FrequentPlaces, place: number, requests: number, now = NOW) {
  for (let request = 1; request <= requests; request += 1) {
    if (counted.count(place, now)) return request;
  }
  return undefined;
}

test('a place is frequent from the 64th request within a second on', () => {
  const counted = new FrequentPlaces();
  expect(firstFrequent(counted, 5, 100)).toBe(64);
  expect(counted.count(5, NOW + 999)).toBe(true);
});

test('each second is counted anew', () => {
  const counted = new FrequentPlaces();
  expect(firstFrequent(counted, 5, 63)).toBeUndefined();
  expect(firstFrequent(counted, 5, 63, NOW + 1000)).toBeUndefined();
});

test('the one place that is asked for all the time is found among thousands of others', () => {
  const counted = new FrequentPlaces();
  const frequent = new Set<number>();
  for (let other = 1; other <= 20_000; other += 1) {
    if (counted.count(other * 21, NOW)) frequent.add(other * 21);
    if (other % 100 === 0 && counted.count(7, NOW)) frequent.add(7);
  }
  expect([...frequent]).toEqual([7]);
});

test('many places that are asked for alike are none of them frequent', () => {
  const counted = new FrequentPlaces();
  const frequent = [];
  for (let request = 0; request < 50_000; request += 1) {
    const place = (request % 5_000) * 21;
    if (counted.count(place, NOW)) frequent.push(place);
  }
  expect(frequent).toEqual([]);
});
