import type { EntryStore } from './entry-store.ts';
import { decodeNothing, receivedAtOf } from './record-entry.ts';

/** The stores of a cache. */
export interface Stores {
  readonly records: EntryStore;
  readonly nothing: EntryStore;
}

/**
 * When the newest of what is known of a handle was received, in milliseconds since 1970; 0 when
 * nothing is.
 *
 * @param name the handle's `comparisonForm`
 * @param isConcerned which parts of what has the name
 */
export function newestTime(
  { records, nothing }: Stores,
  name: string,
  isConcerned: (part: string) => boolean = () => true,
): number {
  return Math.max(
    newestIn(records, name, isConcerned, receivedAtOf),
    newestIn(nothing, name, isConcerned, (bytes) => decodeNothing(bytes).receivedAt),
  );
}

/** @param timeOf reads the time from an entry's payload */
function newestIn(
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
