import type { Random } from '../system.ts';
import type { CachedRecord } from './cached-record.ts';
import type { Policy } from './policy.ts';

/**
 * From when on a record is fetched ahead: somewhere in the last part of its life, so that what came
 * together does not go together.
 */
export function refreshTime(
  { receivedAt, freshUntil }: CachedRecord,
  { prefetchShare }: Policy,
  random: Random,
): number {
  if (prefetchShare === 0 || !Number.isFinite(freshUntil)) return Number.POSITIVE_INFINITY;
  return freshUntil - (freshUntil - receivedAt) * prefetchShare * (1 - random() / 2);
}
