import type { LocationSet } from '../locations/location-set.ts';
import type { Found } from '../resolver/resolution.ts';
import { MAX_REMEMBERED_LOCATIONS } from './limits.ts';

/** A set and what became known of the records it was gathered from. */
export interface GatheredSet {
  readonly set: LocationSet;
  /** The earliest expiry of the other records, in milliseconds since 1970; or Infinity. */
  readonly freshUntil: number;
  /** Whether one of them could not be had, or only stale. */
  readonly isProvisional: boolean;
}

/** A record that had a say in a set. */
export interface Source {
  readonly handle: string;
  readonly values: Found['values'];
}

/** What the cache says of a record at once; undefined when somebody would have to be asked. */
export type CachedRecords = (handle: string) => Found | undefined;

interface Remembered {
  readonly set: LocationSet;
  /** Not to keep records alive that the cache has dropped. */
  readonly sources: readonly {
    readonly handle: string;
    readonly values: WeakRef<Found['values']>;
  }[];
}

/**
 * Sets that were put together from several records, for as long as all of these are cached: each is
 * looked up again, which takes a fraction of putting them together.
 *
 * A set dies with the record it belongs to, and those not used lately die before, because a small
 * record can include a large one.
 */
export class GatheredSets {
  #lately = new WeakMap<Found['values'], Remembered>();
  #before = new WeakMap<Found['values'], Remembered>();
  #size = 0;

  find({ values, handle }: Found, cached: CachedRecords): GatheredSet | undefined {
    const remembered = this.#lately.get(values) ?? this.#before.get(values);
    // A template in a location may hold the handle as it was asked for.
    if (remembered === undefined || remembered.set.handle !== handle) return undefined;
    let freshUntil = Number.POSITIVE_INFINITY;
    for (const source of remembered.sources) {
      const now = cached(source.handle);
      if (now === undefined || now.values !== source.values.deref()) return undefined;
      freshUntil = Math.min(freshUntil, now.freshUntil);
    }
    if (!this.#lately.has(values)) this.#keep(values, remembered);
    return { set: remembered.set, freshUntil, isProvisional: false };
  }

  remember({ values }: Found, set: LocationSet, sources: readonly Source[]): void {
    this.#keep(values, {
      set,
      sources: sources.map((source) => ({
        handle: source.handle,
        values: new WeakRef(source.values),
      })),
    });
  }

  #keep(values: Found['values'], remembered: Remembered): void {
    const { set } = remembered;
    this.#size += 1 + set.locations.length + set.headers.length;
    if (this.#size > MAX_REMEMBERED_LOCATIONS) {
      this.#before = this.#lately;
      this.#lately = new WeakMap();
      this.#size = 0;
    }
    this.#lately.set(values, remembered);
  }
}
