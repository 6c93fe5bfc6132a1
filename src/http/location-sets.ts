import { hasType } from '../handle/value-type.ts';
import {
  gatherLocations,
  isSelfContained,
  type LookedUp,
  ownLocations,
} from '../locations/gather.ts';
import type { RecordLocations } from '../locations/location.ts';
import type { LocationSet } from '../locations/location-set.ts';
import { parseLocations } from '../locations/parse-locations.ts';
import type { Found, Resolution } from '../resolver/resolution.ts';

/** What kept a part of a record from being used. */
export type RecordComplaint = (handle: string, message: string) => void;

/** A set and what became known of the records it was gathered from. */
export interface GatheredSet {
  readonly set: LocationSet;
  /** The earliest expiry of the other records, in milliseconds since 1970; or Infinity. */
  readonly freshUntil: number;
  /** Whether one of them could not be had, or only stale. */
  readonly isProvisional: boolean;
}

/** Finds a record that another one includes; undefined when nobody can be asked now. */
export type IncludedRecord = (handle: string) => Promise<Resolution | undefined>;

/** Record types that say more about where to go than a URL does. */
const LOCATION_TYPES = ['10320/loc', '10320/links', '10320/headers'] as const;

/**
 * The locations that records name.
 *
 * Parsing costs more than choosing, so what is parsed is kept as long as somebody holds the values
 * it was parsed from: the resolver's cache gives the same list of values for each hit.
 */
export class LocationSets {
  readonly #complain: RecordComplaint;
  readonly #parsed = new WeakMap<Found['values'], RecordLocations>();
  readonly #sets = new WeakMap<Found['values'], GatheredSet>();

  constructor(complain: RecordComplaint) {
    this.#complain = complain;
  }

  /**
   * @param look finds what the record includes
   * @param evenPlain whether URL values alone are wanted as a set, too
   * @returns undefined when the record has nothing but URL values, and its prefix has no locations
   */
  of(
    found: Found,
    look: () => IncludedRecord,
    evenPlain = false,
  ): GatheredSet | Promise<GatheredSet> | undefined {
    const { values, handle, namespaces } = found;
    const known = this.#sets.get(values);
    // A template in a location may hold the handle as it was asked for.
    if (known?.set.handle === handle) return known;
    const isPlain = !values.some(({ type }) =>
      LOCATION_TYPES.some((named) => hasType(type, named)),
    );
    if (
      isPlain &&
      !evenPlain &&
      !namespaces.some(({ locationHandles }) => locationHandles.length > 0)
    ) {
      return undefined;
    }
    const own = this.#parse(found);
    if (!isSelfContained(own, namespaces)) return this.#gather(found, own, look());
    const set = ownLocations(handle, own);
    const gathered = { set, freshUntil: Number.POSITIVE_INFINITY, isProvisional: false };
    this.#sets.set(values, gathered);
    return gathered;
  }

  async #gather(found: Found, own: RecordLocations, look: IncludedRecord): Promise<GatheredSet> {
    const { handle } = found;
    let isAnyStale = false;
    const { set, freshUntil, missing } = await gatherLocations({
      handle,
      own,
      namespaces: found.namespaces,
      complain: (message) => this.#complain(handle, message),
      lookUp: async (included): Promise<LookedUp | undefined> => {
        const record = await look(included);
        if (record?.outcome !== 'found') return undefined;
        const isStale = record.cache === 'stale';
        if (isStale) isAnyStale = true;
        return {
          locations: this.#parse(record),
          freshUntil: isStale ? Number.POSITIVE_INFINITY : record.freshUntil,
        };
      },
    });
    return { set, freshUntil, isProvisional: isAnyStale || missing.length > 0 };
  }

  #parse({ values, handle }: Found): RecordLocations {
    const known = this.#parsed.get(values);
    if (known !== undefined) return known;
    const parsed = parseLocations(values, (message) => this.#complain(handle, message));
    this.#parsed.set(values, parsed);
    return parsed;
  }
}
