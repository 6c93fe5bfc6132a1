import { comparisonForm, type Handle } from '../handle/handle.ts';
import { locationHandlesOf, type NamespaceChain } from '../namespace/namespace-chain.ts';
import { type Complaint, limitComplaints } from '../xml/complaint.ts';
import { MAX_INCLUDE_DEPTH, MAX_LOCATION_LOOK_UPS } from './limits.ts';
import type { Include, LocationRoot, RecordLocations } from './location.ts';
import { assembleLocations, type LocationSet, refusesPrefix } from './location-set.ts';

/** A record that was looked up for its locations. */
export interface LookedUp {
  readonly locations: RecordLocations;
  /** Milliseconds since 1970. */
  readonly freshUntil: number;
}

/** Finds a record; undefined, or a failure, means that it is done without. */
export type LocationLookUp = (handle: Handle) => Promise<LookedUp | undefined>;

export interface GatherRequest {
  readonly handle: Handle;
  readonly own: RecordLocations;
  /** The namespaces of the handle's prefix, innermost first. */
  readonly namespaces: NamespaceChain;
  readonly lookUp: LocationLookUp;
  readonly complain: Complaint;
}

export interface Gathered {
  readonly set: LocationSet;
  /** Milliseconds since 1970, the earliest of all records that were looked up; or Infinity. */
  readonly freshUntil: number;
  /** Records that were named and could not be had; the set may change when they can. */
  readonly missing: readonly Handle[];
}

/** Whether the set is complete without looking up other records. */
export function isSelfContained(own: RecordLocations, namespaces: NamespaceChain): boolean {
  const asksForMore = own.roots.some(
    ({ includes, overridePrefix, namespaceFallback }) =>
      includes.length > 0 || overridePrefix.length > 0 || namespaceFallback.length > 0,
  );
  if (asksForMore) return false;
  return (
    !own.redirects ||
    refusesPrefix(own.roots) ||
    namespaces.every(({ locationHandles }) => locationHandles.length === 0)
  );
}

/** The locations of a record that {@link isSelfContained}. */
export function ownLocations(handle: Handle, own: RecordLocations): LocationSet {
  return assembleLocations(handle, { own, included: [], prefix: [], prefixIncluded: [] });
}

/** Looks up all records that have a say in where a handle leads, and puts together what they say. */
export async function gatherLocations(request: GatherRequest): Promise<Gathered> {
  const { handle, own, namespaces, lookUp } = request;
  const complain = limitComplaints(request.complain);
  const fetcher = createFetcher(handle, lookUp, complain);
  const included = await fetcher.follow(includesOf(own.roots));
  const roots = [...own.roots, ...included.flatMap((record) => record.roots)];

  const wantsPrefix = own.redirects && !refusesPrefix(roots);
  const handles = wantsPrefix ? await prefixHandles(roots, namespaces, fetcher) : [];
  const prefix = await fetcher.fetchAll(handles);
  const prefixIncluded = await fetcher.follow(prefix.flatMap((record) => includesOf(record.roots)));
  return {
    set: assembleLocations(handle, { own, included, prefix, prefixIncluded }),
    freshUntil: fetcher.freshUntil(),
    missing: fetcher.missing,
  };
}

function includesOf(roots: readonly LocationRoot[]): readonly Include[] {
  return roots.flatMap(({ includes }) => includes);
}

async function prefixHandles(
  roots: readonly LocationRoot[],
  namespaces: NamespaceChain,
  fetcher: Fetcher,
): Promise<readonly Handle[]> {
  const overriding = roots.flatMap(({ overridePrefix }) => overridePrefix);
  const chain =
    overriding.length === 0
      ? namespaces
      : (await fetcher.fetchAll(overriding)).flatMap(({ namespace }) => namespace ?? []);
  const handles = locationHandlesOf(chain);
  return handles.length > 0 ? handles : roots.flatMap(({ namespaceFallback }) => namespaceFallback);
}

interface Fetcher {
  readonly missing: readonly Handle[];
  freshUntil(): number;
  /** Those of the records that can be had and were not fetched before, in order. */
  fetchAll(handles: readonly Handle[]): Promise<readonly RecordLocations[]>;
  /** What is included, and what that includes, level by level. */
  follow(includes: readonly Include[]): Promise<readonly RecordLocations[]>;
}

function createFetcher(own: Handle, lookUp: LocationLookUp, complain: Complaint): Fetcher {
  // Each record joins in once, however often and in whatever circle it is named. A record asked
  // for its namespace may still be asked for its locations.
  const known = new Set([keyOf({ handle: own, what: 'locations' })]);
  const missing: Handle[] = [];
  let freshUntil = Number.POSITIVE_INFINITY;
  let remaining = MAX_LOCATION_LOOK_UPS;

  async function fetchOne(include: Include): Promise<RecordLocations | undefined> {
    const { handle } = include;
    if (remaining === 0) {
      complain(`${handle} is not looked up: the record names too many others`);
      return undefined;
    }
    remaining -= 1;
    const found = await lookUp(handle).catch(() => undefined);
    if (found === undefined) {
      missing.push(handle);
      complain(`${handle}, which is to be included, cannot be had`);
      return undefined;
    }
    freshUntil = Math.min(freshUntil, found.freshUntil);
    return found.locations;
  }

  function fetchLevel(
    level: readonly Include[],
  ): Promise<readonly (RecordLocations | undefined)[]> {
    return Promise.all(
      level.map((include) => {
        const key = keyOf(include);
        if (known.has(key)) return undefined;
        known.add(key);
        return fetchOne(include);
      }),
    );
  }

  return {
    missing,
    freshUntil: () => freshUntil,
    async fetchAll(handles) {
      const records = await fetchLevel(handles.map((handle) => ({ handle, what: 'locations' })));
      return records.filter((record) => record !== undefined);
    },
    async follow(includes) {
      const records: RecordLocations[] = [];
      let level = includes;
      for (let depth = 0; level.length > 0; depth += 1) {
        if (depth === MAX_INCLUDE_DEPTH) {
          complain('includes nest too deeply');
          break;
        }
        const next: Include[] = [];
        for (const [position, record] of (await fetchLevel(level)).entries()) {
          if (record === undefined) continue;
          if (level[position]?.what === 'namespace') {
            const handles = record.namespace?.locationHandles ?? [];
            next.push(...handles.map((handle): Include => ({ handle, what: 'locations' })));
          } else {
            records.push(record);
            next.push(...includesOf(record.roots));
          }
        }
        level = next;
      }
      return records;
    },
  };
}

function keyOf({ handle, what }: Include): string {
  return `${what} ${comparisonForm(handle)}`;
}
