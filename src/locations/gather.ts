import type { Handle } from '../handle/handle.ts';
import { locationHandlesOf, type NamespaceChain } from '../namespace/namespace-chain.ts';
import { type Complaint, limitComplaints } from '../xml/complaint.ts';
import { Fetcher, type LocationLookUp } from './fetcher.ts';
import type { Include, LocationRoot, RecordLocations } from './location.ts';
import { assembleLocations, type LocationSet, refusesPrefix } from './location-set.ts';

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
  const fetcher = new Fetcher(handle, lookUp, complain);
  const included = await fetcher.follow(includesOf(own.roots));
  const roots = [...own.roots, ...included.flatMap((record) => record.roots)];

  const wantsPrefix = own.redirects && !refusesPrefix(roots);
  const handles = wantsPrefix ? await prefixHandles(roots, namespaces, fetcher) : [];
  const prefix = await fetcher.locations(handles);
  const prefixIncluded = await fetcher.follow(prefix.flatMap((record) => includesOf(record.roots)));
  return {
    set: assembleLocations(handle, { own, included, prefix, prefixIncluded }),
    freshUntil: fetcher.freshUntil,
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
  const chain = overriding.length === 0 ? namespaces : await fetcher.namespaces(overriding);
  const handles = locationHandlesOf(chain);
  return handles.length > 0 ? handles : roots.flatMap(({ namespaceFallback }) => namespaceFallback);
}
