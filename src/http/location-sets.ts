import type { HandleValue } from '../handle/handle-value.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import type { LookedUp } from '../locations/fetcher.ts';
import { gatherLocations, isSelfContained, ownLocations } from '../locations/gather.ts';
import type { RecordLocations } from '../locations/location.ts';
import { parseLocations } from '../locations/parse-locations.ts';
import type { KnownReadings } from '../locations/read-value.ts';
import { namespaceOf } from '../namespace/parse-namespace.ts';
import type { Found, Resolution } from '../resolver/resolution.ts';
import type { RecordComplaint } from './complain-once.ts';
import {
  type CachedRecords,
  type GatheredSet,
  GatheredSets,
  type Source,
} from './gathered-sets.ts';
import { COSTLY_BYTES } from './limits.ts';
import { createTurns } from './turns.ts';

/** How other records are found on behalf of a visitor. */
export interface OtherRecords {
  /** @returns undefined when nobody can be asked now */
  find(handle: string): Promise<Resolution | undefined>;
  /** The same without asking anybody; undefined where the visitor asks past the cache. */
  readonly cached: CachedRecords | undefined;
}

/** Record types that say more about where to go than a URL does. */
const LOCATION_TYPES = ['10320/loc', '10320/links', '10320/headers'] as const;

/**
 * The locations that records name.
 *
 * Parsing costs more than choosing, so what is parsed is kept as long as somebody holds the values
 * it was parsed from: the resolver's cache gives the same values for each hit.
 */
export class LocationSets {
  readonly #complain: RecordComplaint;
  readonly #readings: KnownReadings = new WeakMap();
  readonly #parsed = new WeakMap<Found['values'], RecordLocations>();
  readonly #sets = new WeakMap<Found['values'], GatheredSet>();
  readonly #gathered = new GatheredSets();
  readonly #turn = createTurns();

  constructor(complain: RecordComplaint) {
    this.#complain = complain;
  }

  /**
   * @param others finds what the record includes
   * @param evenPlain whether URL values alone are wanted as a set, too
   * @returns undefined when the record has nothing but URL values, and its prefix has no locations
   */
  of(
    found: Found,
    others: () => OtherRecords,
    evenPlain = false,
  ): GatheredSet | Promise<GatheredSet> | undefined {
    const { values, handle, namespaces } = found;
    const known = this.#sets.get(values);
    // A template in a location may hold the handle as it was asked for.
    if (known !== undefined && known.set.handle === handle) return known;
    const isPlain = !values.some(isLocationValue);
    if (
      isPlain &&
      !evenPlain &&
      !namespaces.some(({ locationHandles }) => locationHandles.length > 0)
    ) {
      return undefined;
    }
    return this.#isCostly(values)
      ? this.#turn().then(() => this.#setOf(found, others))
      : this.#setOf(found, others);
  }

  /**
   * As {@link of}, where nothing has to be read or waited for.
   *
   * @returns 'unread' otherwise
   */
  atHand({ values, handle, namespaces }: Found): GatheredSet | undefined | 'unread' {
    const known = this.#sets.get(values);
    if (known !== undefined) return known.set.handle === handle ? known : 'unread';
    return values.some(isLocationValue) ||
      namespaces.some(({ locationHandles }) => locationHandles.length > 0)
      ? 'unread'
      : undefined;
  }

  #setOf(found: Found, others: () => OtherRecords): GatheredSet | Promise<GatheredSet> {
    const own = this.#parse(found);
    if (!isSelfContained(own, found.namespaces)) {
      const records = others();
      const known = records.cached && this.#gathered.find(found, records.cached);
      return known ?? this.#gather(found, own, records);
    }
    const gathered: GatheredSet = {
      set: ownLocations(found.handle, own),
      freshUntil: Number.POSITIVE_INFINITY,
      isProvisional: false,
    };
    this.#sets.set(found.values, gathered);
    return gathered;
  }

  async #gather(found: Found, own: RecordLocations, records: OtherRecords): Promise<GatheredSet> {
    const { handle, namespaces } = found;
    const sources: Source[] = [];
    let isAnyStale = false;
    const { set, freshUntil, missing } = await gatherLocations({
      handle,
      own,
      namespaces,
      complain: (message) => this.#complain(found, message),
      lookUp: async (included): Promise<LookedUp | undefined> => {
        const record = await records.find(included);
        if (record?.outcome !== 'found') return undefined;
        const isStale = record.cache === 'stale';
        isAnyStale ||= isStale;
        sources.push({ handle: included, values: record.values });
        return {
          freshUntil: isStale ? Number.POSITIVE_INFINITY : record.freshUntil,
          bytes: bytesOf(record.values),
          locations: () =>
            this.#isCostly(record.values)
              ? this.#turn().then(() => this.#parse(record))
              : this.#parse(record),
          namespace: () => this.#namespaceOf(record),
        };
      },
    });
    const isProvisional = isAnyStale || missing.length > 0;
    if (records.cached !== undefined && !isProvisional) {
      this.#gathered.remember(found, set, sources);
    }
    return { set, freshUntil, isProvisional };
  }

  /** Whether reading it takes long enough that others should not have to wait for several such. */
  #isCostly(values: readonly HandleValue[]): boolean {
    if (this.#parsed.has(values)) return false;
    return bytesOf(values.filter((value) => !this.#readings.has(value))) > COSTLY_BYTES;
  }

  #parse(found: Found): RecordLocations {
    const { values } = found;
    const known = this.#parsed.get(values);
    if (known !== undefined) return known;
    const complain = (message: string) => this.#complain(found, message);
    const parsed = parseLocations(values, complain, this.#readings);
    this.#parsed.set(values, parsed);
    return parsed;
  }

  #namespaceOf(found: Found) {
    return namespaceOf(found.values, (message) => this.#complain(found, message));
  }
}

/** Of what says where to go. */
function bytesOf(values: readonly HandleValue[]): number {
  return values.reduce((sum, value) => sum + (isRead(value) ? value.data.length : 0), 0);
}

function isRead(value: HandleValue): boolean {
  const { type } = value;
  return (
    isLocationValue(value) || hasType(type, ValueType.url) || hasType(type, ValueType.namespace)
  );
}

function isLocationValue({ type }: HandleValue): boolean {
  return LOCATION_TYPES.some((named) => hasType(type, named));
}
