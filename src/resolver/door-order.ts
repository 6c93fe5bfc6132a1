import { isIPv6 } from 'node:net';
import type { Random } from '../system.ts';
import type { Place } from './door-finder.ts';
import type { Door } from './doors.ts';
import { EQUAL_RESPONSE_TIME_MS, PLACES_BEFORE_NEXT_PROTOCOL } from './limits.ts';
import type { Grade, WayTable } from './way-table.ts';

/** Those that failed come after all others; those that failed often after these. */
const CLASS: Readonly<Record<Grade, number>> = { well: 0, unknown: 0, doubtful: 1, ejected: 2 };

/** Unknown places come after all that answered, IPv6 after IPv4: many routes swallow its packets. */
const UNKNOWN = 1e6;
const UNKNOWN_IPV6 = UNKNOWN + 1;
/** Between the classes of places. */
const CLASS_STEP = 1e7;

interface Ranked {
  readonly place: Place;
  readonly rank: number;
  readonly lot: number;
}

interface Woven {
  readonly door: Door;
  readonly grade: number;
  readonly stream: number;
  /** How early it comes: by the place, and a few places later for each further protocol. */
  readonly turn: number;
  readonly protocol: number;
}

/**
 * The order in which to try doors: the place that answers fastest first, equally fast ones by lot,
 * those that failed last. A few places are tried by the first protocol before the best one is by the
 * second, so that neither a dead server nor a blocked protocol costs much.
 *
 * @param prefersStreams whether the answer is known to be too much for UDP
 */
export function doorOrder(
  places: readonly Place[],
  ways: WayTable,
  random: Random,
  prefersStreams: boolean,
): readonly Door[] {
  const [only] = places;
  if (places.length === 1 && only !== undefined && !prefersStreams && isSound(only, ways)) {
    return only;
  }
  const woven: Woven[] = [];
  const seen = new Set<string>();
  for (const [position, place] of ranked(places, ways, random).entries()) {
    for (const [protocol, door] of place.entries()) {
      if (seen.has(door.way)) continue;
      seen.add(door.way);
      const stream = prefersStreams && door.endpoint.protocol === 'udp' ? 1 : 0;
      const turn = position + protocol * PLACES_BEFORE_NEXT_PROTOCOL;
      woven.push({ door, grade: CLASS[ways.grade(door.way)], stream, turn, protocol });
    }
  }
  woven.sort(
    (a, b) =>
      a.grade - b.grade || a.stream - b.stream || a.turn - b.turn || a.protocol - b.protocol,
  );
  return woven.map(({ door }) => door);
}

/** Whether none of its ways has failed: then they are tried in the order that they have. */
function isSound(place: Place, ways: WayTable): boolean {
  for (const { way } of place) if (CLASS[ways.grade(way)] > 0) return false;
  return true;
}

function ranked(places: readonly Place[], ways: WayTable, random: Random): readonly Place[] {
  if (places.length < 2) return places;
  return places
    .map((place): Ranked => ({ place, rank: rankOf(place, ways), lot: random() }))
    .sort((a, b) => a.rank - b.rank || a.lot - b.lot)
    .map(({ place }) => place);
}

/** How good a place is by the best of its ways, the first protocol first; the less the better. */
function rankOf(place: Place, ways: WayTable): number {
  let best = Number.POSITIVE_INFINITY;
  for (const { way, endpoint } of place) {
    const grade = ways.grade(way);
    const step = CLASS[grade] * CLASS_STEP;
    if (step >= best) continue;
    const roundTrip = ways.roundTrip(way);
    const unknown = isIPv6(endpoint.address) ? UNKNOWN_IPV6 : UNKNOWN;
    const speed =
      roundTrip === undefined ? unknown : Math.floor(roundTrip.smoothed / EQUAL_RESPONSE_TIME_MS);
    const rank = step + speed;
    if (step < CLASS_STEP) return rank;
    best = Math.min(best, rank);
  }
  return best;
}
