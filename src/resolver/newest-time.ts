import type { EntryStore } from './entry-store.ts';
import { decodeNothing, receivedAtOf } from './record-entry.ts';

/**
 * When the newest of what is known under a name was received, in milliseconds since 1970; 0 when
 * nothing is.
 *
 * @param isConcerned which parts of what has the name
 */
export function newestTime(
  records: EntryStore,
  nothing: EntryStore,
  name: string,
  isConcerned: (part: string) => boolean,
): number {
  return Math.max(
    newestIn(records, name, isConcerned, receivedAtOf),
    newestIn(nothing, name, isConcerned, (payload) => decodeNothing(payload).receivedAt),
  );
}

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
