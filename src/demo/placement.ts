import { asciiUpper } from '../handle/ascii.ts';
import { type Handle, isGlobalHandle, prefixOf } from '../handle/handle.ts';
import { ValueType } from '../handle/value-type.ts';
import { decodeText } from '../protocol/text.ts';
import {
  ancestorsOf,
  type GivenValues,
  givenFor,
  homePrefixes,
  isDelegating,
  type PrefixHome,
  prefixNamedBy,
} from './homing.ts';
import { prefixRecord, type Sites, serviceRecord } from './prefix-record.ts';
import { RecordStore, storageKey, withPrefix } from './record-store.ts';
import type { Records } from './records-file.ts';
import { SERVICE_HANDLE, type ServiceName } from './services.ts';
import type { StoredRecord } from './stored-record.ts';

/** Which service is responsible for which handles. */
export class Placement {
  readonly homes: readonly PrefixHome[];
  readonly #records: Records;
  readonly #given: GivenValues;
  readonly #byPrefix: ReadonlyMap<string, PrefixHome>;

  constructor(records: Records) {
    this.homes = homePrefixes(records);
    this.#records = records;
    this.#given = givenFor(records);
    this.#byPrefix = new Map(this.homes.map((home) => [asciiUpper(home.prefix), home]));
  }

  /** The services that have anything to do; the root always has. */
  get services(): readonly ServiceName[] {
    const delegates = this.homes.some(({ prefix }) => this.#delegates(prefix));
    const used = new Set<ServiceName>(['root', ...this.homes.map(({ service }) => service)]);
    if (delegates) used.add('delegate');
    return [...used];
  }

  /** Whether the service answers for the handle: whether it exists is another question. */
  isHome(service: ServiceName, handle: Handle): boolean {
    if (service === 'root') return isGlobalHandle(handle);
    const prefix = service === 'delegate' ? prefixNamedBy(withPrefix(handle)) : undefined;
    if (prefix !== undefined) {
      return ancestorsOf(prefix).some((ancestor) => this.#delegates(ancestor));
    }
    return this.#homeOf(handle)?.service === service;
  }

  /** Puts every record where it lives, and what leads there. */
  store(sites: Sites): ReadonlyMap<ServiceName, RecordStore> {
    const stores = new Map(this.services.map((service) => [service, new RecordStore()] as const));
    if (stores.has('served')) {
      stores.get('root')?.set(SERVICE_HANDLE, serviceRecord('served', sites));
    }
    for (const handle of this.#delegateHandles()) {
      stores.get(this.#keeperOf(handle))?.set(handle, serviceRecord('delegate', sites));
    }
    for (const [handle, values] of this.#records) {
      stores.get(this.#keeperOf(handle))?.set(handle, values);
    }
    for (const home of this.homes) {
      const values = prefixRecord(home, this.#given(home.prefix), sites);
      stores.get(home.registry)?.set(`0.NA/${home.prefix}`, values);
    }
    return stores;
  }

  /** The record of this name, wherever in the network it is. */
  find(handle: Handle, stores: ReadonlyMap<ServiceName, RecordStore>): StoredRecord | undefined {
    return stores.get(this.#keeperOf(handle))?.get(handle);
  }

  /** The service that holds the record, if it exists. */
  #keeperOf(handle: Handle): ServiceName {
    const prefix = prefixNamedBy(withPrefix(handle));
    const registry = prefix && this.#byPrefix.get(asciiUpper(prefix))?.registry;
    return (
      registry || (isGlobalHandle(handle) ? 'root' : (this.#homeOf(handle)?.service ?? 'root'))
    );
  }

  #homeOf(handle: Handle): PrefixHome | undefined {
    return this.#byPrefix.get(asciiUpper(prefixOf(handle)));
  }

  #delegates(prefix: string): boolean {
    return this.#given(prefix).some(isDelegating);
  }

  /** Service handles that prefixes delegate to and that the file leaves to the network. */
  #delegateHandles(): readonly Handle[] {
    const known = new Set([...this.#records.keys()].map(storageKey));
    return this.homes
      .flatMap(({ prefix }) => this.#given(prefix))
      .filter(({ type }) => type === ValueType.servPrefix)
      .map(({ data }) => decodeText(data))
      .filter((handle) => !known.has(storageKey(handle)));
  }
}
