import { type HandleValue, TtlType } from '../handle/handle-value.ts';
import { MAX_TTL_SECONDS, MIN_TTL_SECONDS, NEGATIVE_TTL } from './limits.ts';

/**
 * Until when a value may be used that came at `receivedAt`; both in milliseconds since 1970.
 *
 * A value that may serve the requests waiting for it and no later one expires when it came: TTL 0, a
 * date in the past, a TTL meant as negative, an unknown kind of TTL.
 */
export function expiryOf(value: HandleValue, receivedAt: number): number {
  if (value.ttl === 0 || value.ttl >= NEGATIVE_TTL) return receivedAt;
  const latest = receivedAt + MAX_TTL_SECONDS * 1000;
  if (value.ttlType === TtlType.relative) {
    return Math.min(receivedAt + Math.max(value.ttl, MIN_TTL_SECONDS) * 1000, latest);
  }
  if (value.ttlType === TtlType.absolute) {
    return Math.min(Math.max(value.ttl * 1000, receivedAt), latest);
  }
  return receivedAt;
}

/** The earliest of several times; `Infinity` when there is none. */
export function earliest(times: readonly number[]): number {
  let first = Number.POSITIVE_INFINITY;
  for (const time of times) if (time < first) first = time;
  return first;
}
