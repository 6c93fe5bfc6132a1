import type { EntryStore } from './entry-store.ts';

/**
 * When the newest of some entries was received, in milliseconds since 1970; 0 when there is none.
 *
 * @param isConcerned which parts of what has the name
 * @param timeOf reads the time from an entry's payload
 */
export function newestTime(
  store: EntryStore,
  name: string,
  isConcerned: (part: string) => boolean,
  timeOf: (payload: Uint8Array) => number,
): number {
  return store
    .placesOf(name)
    .filter((place) => isConcerned(store.nameAt(place).part))
    .reduce((newest, place) => Math.max(newest, timeOf(store.payloadAt(place))), 0);
}
