import { isIPv6 } from 'node:net';
import { slowOf, timeoutOf } from '../transport/round-trip.ts';
import type { Door } from './doors.ts';
import {
  MAX_PATIENCE_MS,
  MIN_HEDGE_MS,
  MIN_PROTOCOL_PATIENCE_MS,
  PROTOCOL_PATIENCE,
} from './limits.ts';
import type { Policy } from './policy.ts';
import type { WayTable } from './way-table.ts';

/** How long one door is waited for before the next one is tried beside it, in milliseconds. */
export interface Patience {
  /** From here on it counts as slow; undefined where nobody knows what is slow, or it would not help. */
  readonly slowMs: number | undefined;
  /** From here on it counts as silent. */
  readonly silentMs: number;
}

export type PatiencePolicy = Pick<Policy, 'firstTimeoutMs' | 'minTimeoutMs' | 'raceAfterMs'>;

/**
 * Another server is tried when this one is slower than it ever is (RFC 6298), another address family
 * a little earlier while nothing is known (RFC 8305). Another protocol of the same server is only
 * tried when datagrams have got lost several times.
 */
export function patienceFor(
  door: Door,
  next: Door,
  ways: WayTable,
  { firstTimeoutMs, minTimeoutMs, raceAfterMs }: PatiencePolicy,
): Patience {
  const roundTrip = ways.roundTrip(door.way);
  const expected = roundTrip === undefined ? firstTimeoutMs : timeoutOf(roundTrip);
  const silentMs = Math.min(Math.max(expected, minTimeoutMs), MAX_PATIENCE_MS);
  if (next.server === door.server && next.endpoint.protocol !== door.endpoint.protocol) {
    const severalMs = Math.max(PROTOCOL_PATIENCE * silentMs, MIN_PROTOCOL_PATIENCE_MS);
    return { slowMs: undefined, silentMs: Math.min(severalMs, MAX_PATIENCE_MS) };
  }
  if (roundTrip === undefined) {
    const isRace = isIPv6(door.endpoint.address) !== isIPv6(next.endpoint.address);
    return { slowMs: undefined, silentMs: isRace ? Math.min(silentMs, raceAfterMs) : silentMs };
  }
  const slowMs = Math.max(slowOf(roundTrip), MIN_HEDGE_MS);
  return { slowMs: slowMs < silentMs ? slowMs : undefined, silentMs };
}
