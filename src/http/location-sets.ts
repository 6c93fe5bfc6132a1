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

/** Finds a record that another one includes. */
export type IncludedRecord = (handle: string) => Promise<Resolution>;

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
  readonly #sets = new WeakMap<Found['values'], LocationSet>();

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
  ): LocationSet | Promise<LocationSet> | undefined {
    const { values, handle, namespaces } = found;
    const known = this.#sets.get(values);
    // A template in a location may hold the handle as it was asked for.
    if (known !== undefined && known.handle === handle) return known;
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
    this.#sets.set(values, set);
    return set;
  }

  async #gather(found: Found, own: RecordLocations, look: IncludedRecord): Promise<LocationSet> {
    const { handle } = found;
    const gathered = await gatherLocations({
      handle,
      own,
      namespaces: found.namespaces,
      complain: (message) => this.#complain(handle, message),
      lookUp: async (included): Promise<LookedUp | undefined> => {
        const record = await look(included);
        if (record.outcome !== 'found') return undefined;
        return { locations: this.#parse(record), freshUntil: record.freshUntil };
      },
    });
    return gathered.set;
  }

  #parse({ values, handle }: Found): RecordLocations {
    const known = this.#parsed.get(values);
    if (known !== undefined) return known;
    const parsed = parseLocations(values, (message) => this.#complain(handle, message));
    this.#parsed.set(values, parsed);
    return parsed;
  }
}
