import type { Found } from '../resolver/resolution.ts';
import { type Destination, destinationOf } from './destination.ts';
import { explainInactive } from './explain-prefix.ts';
import type { HttpContext } from './http-context.ts';
import { MAX_PREPARED_PLACES } from './limits.ts';
import { outcomeHeaders } from './outcome-headers.ts';
import type { Parameters } from './parameters.ts';
import { QuickNotFound } from './quick-not-found.ts';
import { recordHeaders } from './record-headers.ts';
import { elsewhereHeaders, HTML } from './respond.ts';
import { RouteName } from './route.ts';
import type { Visit } from './visit.ts';

/** An answer as node:http takes it: names and values of headers in turn. */
export interface PlainAnswer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

/** What is the same in all redirects of a record to one place. */
interface Prepared {
  readonly handle: string;
  readonly headers: readonly string[];
  readonly body: string;
}

const NO_PARAMETERS: Parameters = new Map();

/**
 * Answers the most frequent request by far without the router and the objects around it: GET for a
 * handle, without parameters, whose record is cached and leads somewhere. Four fifths of what such a
 * request costs is spent there. Everything else, and everything in doubt, takes the straight way; a
 * test compares both.
 */
export class QuickRedirects {
  readonly #context: HttpContext;
  readonly #notFound: QuickNotFound;
  readonly #prepared = new WeakMap<Found['values'], Map<string, Prepared>>();

  constructor(context: HttpContext) {
    this.#context = context;
    this.#notFound = new QuickNotFound(context);
  }

  /** @returns undefined when the request has to take the straight way */
  answer(visit: Visit): PlainAnswer | undefined {
    const { route, incoming } = visit;
    if (incoming.method !== 'GET' || route.path !== RouteName.handle || route.query !== '') {
      return undefined;
    }
    const { resolver, locations } = this.#context;
    const found = resolver.cached(route.handle);
    if (found?.outcome === 'handle-not-found') return this.#notFound.answer(visit, found);
    if (found?.outcome !== 'found' || !locations.isAtHand(found)) return undefined;
    if (explainInactive(found.handle, found.namespaces) !== undefined) return undefined;
    const destination = destinationOf(this.#context, visit, NO_PARAMETERS, found);
    if (destination instanceof Promise || destination.target === undefined) return undefined;
    visit.handle = route.handle;
    visit.canonicalHandle = found.handle;
    visit.responseCode = 1;
    visit.cache = found.cache;
    return this.#redirect(found, destination, destination.target.location);
  }

  #redirect(found: Found, destination: Destination, location: string): PlainAnswer {
    const { headers, body } = this.#prepare(found, destination, location);
    const changing = outcomeHeaders(this.#context, found, false, destination.dependence);
    const all = headers.slice();
    for (const name in changing) all.push(name, changing[name] as string);
    return { status: destination.status, headers: all, body };
  }

  #prepare(found: Found, { headers: added, target }: Destination, location: string): Prepared {
    let places = this.#prepared.get(found.values);
    const known = places?.get(location);
    if (known !== undefined && known.handle === found.handle && found.aliases.length === 0) {
      return known;
    }
    const body = target === undefined ? '' : this.#context.pages.redirect(target);
    const own = recordHeaders(this.#context, found, added, location);
    const all = elsewhereHeaders({ ...own, 'Content-Type': HTML, Location: location }, body);
    const prepared = { handle: found.handle, headers: Object.entries(all).flat(), body };
    // Whoever came by an alias is told so; that is nobody else's answer.
    if (found.aliases.length > 0) return prepared;
    if (places === undefined || places.size >= MAX_PREPARED_PLACES) {
      places = new Map();
      this.#prepared.set(found.values, places);
    }
    places.set(location, prepared);
    return prepared;
  }
}
