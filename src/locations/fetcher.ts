import { comparisonForm, type Handle } from '../handle/handle.ts';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';
import type { Namespace } from '../namespace/parse-namespace.ts';
import type { Complaint } from '../xml/complaint.ts';
import { MAX_INCLUDE_DEPTH, MAX_INCLUDED_BYTES, MAX_LOCATION_LOOK_UPS } from './limits.ts';
import type { Include, RecordLocations } from './location.ts';

/** A record that was looked up. Reading it may take a while, and is not always needed. */
export interface LookedUp {
  /** Milliseconds since 1970. */
  readonly freshUntil: number;
  /** Of all values that say where to go. */
  readonly bytes: number;
  locations(): RecordLocations | Promise<RecordLocations>;
  namespace(): Namespace | undefined;
}

/** Finds a record; undefined, or a failure, means that it is done without. */
export type LocationLookUp = (handle: Handle) => Promise<LookedUp | undefined>;

/** Fetches records for the locations of one handle, each once, and no more than that may cost. */
export class Fetcher {
  readonly #lookUp: LocationLookUp;
  readonly #complain: Complaint;
  /** Whatever circle a record is named in, it joins in once. Its namespace is another matter. */
  readonly #known: Set<string>;
  readonly #missing: Handle[] = [];
  #freshUntil = Number.POSITIVE_INFINITY;
  #lookUpsLeft = MAX_LOCATION_LOOK_UPS;
  #bytesLeft = MAX_INCLUDED_BYTES;

  constructor(own: Handle, lookUp: LocationLookUp, complain: Complaint) {
    this.#known = new Set([keyOf('locations', own)]);
    this.#lookUp = lookUp;
    this.#complain = complain;
  }

  /** Records that were named and could not be had. */
  get missing(): readonly Handle[] {
    return this.#missing;
  }

  /** Milliseconds since 1970, the earliest of all records that were looked up; or Infinity. */
  get freshUntil(): number {
    return this.#freshUntil;
  }

  /** Those of the records that can be had and were not fetched before, in order. */
  locations(handles: readonly Handle[]): Promise<readonly RecordLocations[]> {
    return this.#read('locations', handles, (record) => record.locations());
  }

  /** The namespaces that the records hold. */
  async namespaces(handles: readonly Handle[]): Promise<NamespaceChain> {
    const namespaces = await this.#read('namespace', handles, (record) => record.namespace());
    return namespaces.filter((namespace) => namespace !== undefined);
  }

  /** What is included, and what that includes, level by level. */
  async follow(includes: readonly Include[]): Promise<readonly RecordLocations[]> {
    const followed: RecordLocations[] = [];
    let level = includes;
    for (let depth = 0; level.length > 0; depth += 1) {
      if (depth === MAX_INCLUDE_DEPTH) {
        this.#complain('includes nest too deeply');
        break;
      }
      const [namespaces, records] = await Promise.all([
        this.namespaces(handlesOf(level, 'namespace')),
        this.locations(handlesOf(level, 'locations')),
      ]);
      followed.push(...records);
      level = [
        ...namespaces.flatMap(({ locationHandles }) => locationHandles.map(locationsAt)),
        ...records.flatMap(({ roots }) => roots.flatMap((root) => root.includes)),
      ];
    }
    return followed;
  }

  async #read<What>(
    what: Include['what'],
    handles: readonly Handle[],
    read: (record: LookedUp) => What | Promise<What>,
  ): Promise<readonly What[]> {
    const records = await Promise.all(handles.map((handle) => this.#fetch(what, handle)));
    const all: What[] = [];
    for (const [position, record] of records.entries()) {
      if (record === undefined) continue;
      if (record.bytes > this.#bytesLeft) {
        this.#complain(`${handles[position]} is left out: what is included is too long`);
        continue;
      }
      this.#bytesLeft -= record.bytes;
      all.push(await read(record));
    }
    return all;
  }

  async #fetch(what: Include['what'], handle: Handle): Promise<LookedUp | undefined> {
    const key = keyOf(what, handle);
    if (this.#known.has(key)) return undefined;
    this.#known.add(key);
    if (this.#lookUpsLeft === 0) {
      this.#complain(`${handle} is not looked up: the record names too many others`);
      return undefined;
    }
    this.#lookUpsLeft -= 1;
    const found = await this.#lookUp(handle).catch(() => undefined);
    if (found === undefined) {
      this.#missing.push(handle);
      this.#complain(`${handle}, which is to be included, cannot be had`);
      return undefined;
    }
    this.#freshUntil = Math.min(this.#freshUntil, found.freshUntil);
    return found;
  }
}

function handlesOf(includes: readonly Include[], what: Include['what']): readonly Handle[] {
  return includes.filter((include) => include.what === what).map(({ handle }) => handle);
}

function locationsAt(handle: Handle): Include {
  return { handle, what: 'locations' };
}

function keyOf(what: Include['what'], handle: Handle): string {
  return `${what} ${comparisonForm(handle)}`;
}
