import { type HandleValue, TtlType } from '../handle/handle-value.ts';
import { MAX_CLOCK_SKEW_MS, NEGATIVE_TTL } from './limits.ts';
import { DEFAULT_POLICY, type Policy } from './policy.ts';

/** The floor and the cap of relative TTLs. */
export type TtlBounds = Pick<Policy, 'minTtlSeconds' | 'maxTtlSeconds'>;

/**
 * Until when a value may be used that came at `receivedAt`; both in milliseconds since 1970.
 *
 * A value that may serve the requests waiting for it and no later one expires when it came: TTL 0, a
 * date in the past, a TTL meant as negative, an unknown kind of TTL.
 */
export function expiryOf(
  value: Pick<HandleValue, 'ttl' | 'ttlType'>,
  receivedAt: number,
  { minTtlSeconds, maxTtlSeconds }: TtlBounds = DEFAULT_POLICY,
): number {
  if (value.ttl === 0 || value.ttl >= NEGATIVE_TTL) return receivedAt;
  const latest = receivedAt + maxTtlSeconds * 1000;
  if (value.ttlType === TtlType.relative) {
    return Math.min(receivedAt + Math.max(value.ttl, minTtlSeconds) * 1000, latest);
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

/**
 * Whether an answer came before now. One that did not came before the clock was set back, and nobody
 * knows how long it has been here. Clocks of copies that share a cache may differ a little.
 */
export function hasCome(receivedAt: number, now: number): boolean {
  return receivedAt <= now + MAX_CLOCK_SKEW_MS;
}

/** The latest of several times; `-Infinity` when there is none. */
export function latest(times: readonly number[]): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const time of times) if (time > last) last = time;
  return last;
}
