import type { EntryStore } from './entry-store.ts';

/** Marks of entries in the stores of a cache. */
export const Mark = {
  /** A signed answer that nothing newer has come after; it serves plain requests, too. */
  servesPlain: 1,
  /** There is a copy that is ready for use. */
  isHot: 2,
} as const;

/**
 * Makes way for something newer. What is plain goes; what is certified goes only if the newer is
 * certified, too, and otherwise serves certified requests alone: no forger can take it from them.
 *
 * @param isConcerned which parts of what has the name, and their places
 */
export function displace(
  store: EntryStore,
  name: string,
  certified: boolean,
  isConcerned: (part: string, place: number) => boolean,
): void {
  if (!store.hasName(name)) return;
  for (const place of store.placesOf(name)) {
    const entry = store.nameAt(place);
    if (!isConcerned(entry.part, place)) continue;
    if (certified || !entry.certified) store.remove(place);
    else store.mark(place, store.marksAt(place) & ~Mark.servesPlain);
  }
}
