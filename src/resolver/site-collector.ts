import type { Observer } from '../events.ts';
import { comparisonForm, type Handle, ROOT_PREFIX_HANDLE } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { Site } from '../handle/site.ts';
import type { Context } from './context.ts';
import { type Failure, failure } from './failure.ts';
import { MAX_SERVICE_DEPTH } from './limits.ts';
import type { RecordAnswer, RecordResult } from './record-answer.ts';
import { SiteList } from './site-list.ts';
import {
  DERIVED_PREFIX_TYPES,
  holdsService,
  holdsSite,
  SERVICE_TYPES,
  type SiteTypes,
  serviceHandleOf,
} from './site-types.ts';

/** A record that may lead to sites. */
export interface SiteRecord extends Pick<RecordAnswer, 'values' | 'expiries'> {
  readonly handle: Handle;
}

/** The sites that a record leads to. */
export interface CollectedSites {
  readonly sites: readonly Site[];
  /** The earliest expiry of the values used, in milliseconds since 1970. */
  readonly freshUntil: number;
  /** What kept a service handle from being followed, the gravest; matters only without sites. */
  readonly failure: Failure | undefined;
  /** Service handles that lead nowhere, for people. */
  readonly missing: readonly string[];
}

/** Looks up the record of a service handle, aliases not followed. */
export type ServiceRecordLookup = (
  handle: Handle,
  types: readonly string[],
  certified: boolean,
  context: Context,
) => Promise<RecordResult>;

export interface SiteCollectorOptions {
  readonly lookUp: ServiceRecordLookup;
  /** The sites of the global registry, as they are known at the moment. */
  readonly rootSites: () => readonly Site[];
  readonly observer: Observer;
}

/** Whose servers are wanted: those for handles under a prefix, or those for its derived prefixes. */
export type SiteFamily = 'service' | 'derived-prefixes';

/** The types to ask a record for that is to lead to servers. */
export function typesOf(family: SiteFamily): readonly string[] {
  const { sites, services } = SERVICE_TYPES;
  const derived = DERIVED_PREFIX_TYPES;
  return family === 'service'
    ? [...sites, services]
    : [...sites, services, ...derived.sites, derived.services];
}

/** Finds the sites that a record leads to, by itself or through the service handles it names. */
export class SiteCollector {
  readonly #options: SiteCollectorOptions;

  constructor(options: SiteCollectorOptions) {
    this.#options = options;
  }

  /** @param certified whether the records of service handles have to be signed */
  async collect(
    record: SiteRecord,
    family: SiteFamily,
    certified: boolean,
    context: Context,
  ): Promise<CollectedSites> {
    const walk = new Walk(this.#options, certified, context);
    const { sites } = await walk.sitesOf(record, family, [record.handle]);
    return {
      sites,
      freshUntil: walk.freshUntil,
      failure: walk.failure,
      missing: walk.missing,
    };
  }
}

/** One collection, while it lasts. */
class Walk {
  readonly #options: SiteCollectorOptions;
  readonly #certified: boolean;
  readonly #context: Context;
  readonly #visited = new Set<string>();
  readonly missing: string[] = [];
  freshUntil = Number.POSITIVE_INFINITY;
  failure: Failure | undefined = undefined;

  constructor(options: SiteCollectorOptions, certified: boolean, context: Context) {
    this.#options = options;
    this.#certified = certified;
    this.#context = context;
  }

  /** @param path the handles that led here, this one last */
  async sitesOf(
    record: SiteRecord,
    family: SiteFamily,
    path: readonly Handle[],
  ): Promise<SiteList> {
    const list = new SiteList();
    if (family === 'derived-prefixes') {
      await this.#add(record, DERIVED_PREFIX_TYPES, family, path, list);
      if (list.size > 0) return list;
    }
    await this.#add(record, SERVICE_TYPES, 'service', path, list);
    return list;
  }

  async #add(
    record: SiteRecord,
    types: SiteTypes,
    family: SiteFamily,
    path: readonly Handle[],
    list: SiteList,
  ): Promise<void> {
    const services: Handle[] = [];
    for (const [position, value] of record.values.entries()) {
      if (holdsSite(types, value)) this.#addSite(record.handle, value, list);
      else if (holdsService(types, value)) services.push(serviceHandleOf(value));
      else continue;
      this.freshUntil = Math.min(this.freshUntil, record.expiries[position] ?? 0);
    }
    for (const service of services) await this.#follow(service, family, path, list);
  }

  #addSite(handle: Handle, value: HandleValue, list: SiteList): void {
    try {
      list.addValue(value);
    } catch (error) {
      this.#options.observer.warning?.({
        name: 'bad-site-record',
        handle,
        message: `the ${value.type} value ${value.index} cannot be read: ${(error as Error).message}`,
      });
    }
  }

  async #follow(
    service: Handle,
    family: SiteFamily,
    path: readonly Handle[],
    list: SiteList,
  ): Promise<void> {
    const key = comparisonForm(service);
    if (key === comparisonForm(ROOT_PREFIX_HANDLE)) {
      list.addAll(this.#options.rootSites());
      return;
    }
    const further = [...path, service];
    if (path.some((passed) => comparisonForm(passed) === key)) {
      this.#fail(serviceLoop(`HS_SERV values lead in a circle: ${further.join(', then ')}`));
      return;
    }
    if (path.length > MAX_SERVICE_DEPTH) {
      this.#fail(
        serviceLoop(
          `more than ${MAX_SERVICE_DEPTH} HS_SERV values in a row: ${further.join(', then ')}`,
        ),
      );
      return;
    }
    // By another way it would lead to the same sites.
    const visit = `${family} ${key}`;
    if (this.#visited.has(visit)) return;
    this.#visited.add(visit);
    const context = { ...this.#context, depth: this.#context.depth + 1 };
    const result = await this.#options.lookUp(service, typesOf(family), this.#certified, context);
    if (result.kind === 'values') {
      list.addAll((await this.sitesOf({ handle: service, ...result }, family, further)).sites);
    } else if (result.kind === 'failed') {
      this.#fail(result);
    } else {
      this.missing.push(`${service}: ${result.message}`);
    }
  }

  /** A circle says more than the failures that come with it. */
  #fail(found: Failure): void {
    if (this.failure === undefined || found.outcome === 'service-loop') this.failure = found;
  }
}

function serviceLoop(message: string): Failure {
  return failure('service-loop', message);
}
