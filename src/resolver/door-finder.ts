import type { UpstreamProtocol } from '../events.ts';
import { type Handle, prefixHandleOf } from '../handle/handle.ts';
import { ipAddressText, isUnspecifiedAddress } from '../handle/ip-address.ts';
import { isPrimary, type Server, type Site } from '../handle/site.ts';
import { serverFor } from '../protocol/server-index.ts';
import { type Door, domainOf, doorsAt } from './doors.ts';
import type { NameTable } from './name-table.ts';

/** The doors of one server at one address, by protocol in the order of the setting. */
export type Place = readonly Door[];

/** Finds out where a question may be put: at one server of each site, which the handle decides. */
export class DoorFinder {
  readonly #protocols: readonly UpstreamProtocol[];
  readonly #names: Pick<NameTable, 'addressesOf'>;
  /** Most servers have an address, and their doors are always the same. */
  readonly #known = new WeakMap<Server, Place>();

  constructor(protocols: readonly UpstreamProtocol[], names: Pick<NameTable, 'addressesOf'>) {
    this.#protocols = protocols;
    this.#names = names;
  }

  /** @returns undefined when a name has to be looked up first: see {@link lookUp} */
  places(sites: readonly Site[], handle: Handle): Place[] | undefined {
    const places: Place[] = [];
    for (const site of sites) {
      const server = serverFor(site, handle);
      if (server === undefined) continue;
      const known = this.#known.get(server) ?? this.#placeOf(site, server);
      if (known === undefined) return undefined;
      places.push(known);
    }
    return places;
  }

  /** @param namesMs how long DNS may take, in milliseconds */
  async lookUp(sites: readonly Site[], handle: Handle, namesMs: number): Promise<Place[]> {
    const prefix = prefixHandleOf(handle);
    const places = await Promise.all(
      sites.map(async (site) => {
        const server = serverFor(site, handle);
        if (server === undefined) return [];
        const known = this.#known.get(server) ?? this.#placeOf(site, server);
        if (known !== undefined) return [known];
        const name = domainOf(site, server);
        const addresses = name ? await this.#names.addressesOf(name, prefix, namesMs) : [];
        return addresses.map((address) => doorsAt(address, site, server, this.#protocols));
      }),
    );
    return places.flat();
  }

  #placeOf(site: Site, server: Server): Place | undefined {
    if (isUnspecifiedAddress(server.address)) return undefined;
    const place = doorsAt(ipAddressText(server.address), site, server, this.#protocols);
    this.#known.set(server, place);
    return place;
  }
}

/** An authoritative question goes to the primary sites, unless no site says that it is one. */
export function sitesToAsk(sites: readonly Site[], authoritative: boolean): readonly Site[] {
  if (!authoritative) return sites;
  const primaries = sites.filter(isPrimary);
  return primaries.length > 0 ? primaries : sites;
}
