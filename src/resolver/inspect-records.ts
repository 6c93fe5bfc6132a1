import type { CacheEntryReport } from './cache-report.ts';
import type { CachedRecord } from './cached-record.ts';
import type { EntryStore } from './entry-store.ts';

/**
 * What is remembered of the values of a handle, for people.
 *
 * @param name the handle's `comparisonForm`
 */
export function inspectRecords(
  store: EntryStore,
  name: string,
  recordAt: (place: number) => CachedRecord | undefined,
): CacheEntryReport[] {
  return store.placesOf(name).flatMap((place) => {
    const { part: selection, certified } = store.nameAt(place);
    const record = recordAt(place);
    if (record === undefined) return [];
    const { receivedAt, freshUntil } = record;
    const bytes = store.bytesAt(place);
    return [{ kind: 'values' as const, selection, certified, receivedAt, freshUntil, bytes }];
  });
}
