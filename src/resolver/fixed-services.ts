import { comparisonForm, type Handle, isGlobalHandle, prefixHandleOf } from '../handle/handle.ts';
import type { Site } from '../handle/site.ts';
import type { LocalSite } from '../protocol/files/local-info.ts';
import type { Registry } from './registry.ts';
import type { Service } from './service.ts';
import { SiteList } from './site-list.ts';

/** Where an operator says that questions go, whatever the registry says. */
export interface FixedSites {
  /** The sites of some prefixes and handles, as in `local_info`. @default none */
  readonly localSites?: readonly LocalSite[];
  /** The one site that finds all other records, as in `resolver_site`. @default none */
  readonly resolverSite?: Site;
}

/** The services that nobody has to be asked for. */
export class FixedServices {
  readonly #local: ReadonlyMap<string, Service>;
  readonly #resolver: Service | undefined;
  readonly #registry: Pick<Registry, 'root'>;

  constructor({ localSites = [], resolverSite }: FixedSites, registry: Pick<Registry, 'root'>) {
    this.#local = localServices(localSites);
    this.#resolver = resolverSite && {
      ...fixedService('the resolver site', [resolverSite]),
      mustAnswer: true,
    };
    this.#registry = registry;
  }

  /**
   * The narrowest that holds: of the handle itself, of its prefix, of all handles, of those that are
   * the registry's own. The record `0.NA/…` of a local prefix is asked of its local service too, so
   * that nothing about it leaves the house.
   */
  of(handle: Handle): Service | undefined {
    if (this.#local.size > 0) {
      const local =
        this.#local.get(comparisonForm(handle)) ?? this.#local.get(prefixHandleOf(handle));
      if (local !== undefined) return local;
    }
    return this.#resolver ?? (isGlobalHandle(handle) ? this.#registry.root : undefined);
  }
}

function localServices(entries: readonly LocalSite[]): ReadonlyMap<string, Service> {
  const lists = new Map<string, Site[]>();
  for (const { prefixHandles, site } of entries) {
    for (const handle of prefixHandles) {
      const key = comparisonForm(handle);
      lists.set(key, [...(lists.get(key) ?? []), site]);
    }
  }
  return new Map(
    [...lists].map(([key, sites]) => [key, fixedService(`the local service of ${key}`, sites)]),
  );
}

function fixedService(name: string, sites: readonly Site[]): Service {
  const list = new SiteList();
  for (const site of sites) list.addWithAlternative(site);
  return {
    name,
    isRoot: false,
    sites: list.sites,
    // Nobody is asked what the prefix says about its handles.
    namespaces: [],
    namespaceValues: [],
    namespaceBytes: 0,
    receivedAt: 0,
    freshUntil: Number.POSITIVE_INFINITY,
  };
}
