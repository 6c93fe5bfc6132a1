import type { IncomingMessage } from 'node:http';
import { type CachingFacts, chooseLocation } from '../locations/choose.ts';
import type { Location } from '../locations/location.ts';
import type { Found } from '../resolver/resolution.ts';
import { type Destination, destinationOf, destinationTo } from './destination.ts';
import { explainInactive } from './explain-prefix.ts';
import type { GatheredSet } from './gathered-sets.ts';
import type { HttpContext } from './http-context.ts';
import { withoutDefaultPort } from './leads-back.ts';
import { MAX_PREPARED_PLACES } from './limits.ts';
import { NO_PARAMETERS } from './parameters.ts';
import type { PlainAnswer } from './plain-answer.ts';
import { ReadyRedirect } from './ready-redirect.ts';
import { RouteName } from './route.ts';
import type { Visit } from './visit.ts';
import { visitorOf } from './visitor-of.ts';

/** The redirects of a cached record, for who asked for it in this spelling. */
interface ReadyRecord {
  readonly handle: string;
  /** Undefined when it leaves no choice. */
  readonly gathered: GatheredSet | undefined;
  /** Then the only redirect there is, once it was asked for. */
  only: ReadyRedirect | undefined;
  /** Otherwise one for each place, and for what else the answer to be sent there hangs on. */
  readonly places: Map<Location, ReadyRedirect[]>;
}

/**
 * Answers the most frequent request by far without the router and the objects around it: GET for a
 * handle, without parameters, whose record is cached and leads somewhere. Four fifths of what such a
 * request costs is spent there. Everything else, and everything in doubt, takes the straight way; a
 * test compares both.
 */
export class QuickRedirects {
  readonly #context: HttpContext;
  readonly #ready = new WeakMap<Found['values'], ReadyRecord>();
  /** That of the last visitor, as it came and as hosts are compared; nearly all name the same. */
  #host = '';
  #comparedHost = '';

  constructor(context: HttpContext) {
    this.#context = context;
  }

  /** @returns undefined when the request has to take the straight way */
  answer(visit: Visit): PlainAnswer | undefined {
    const { route, incoming } = visit;
    if (incoming.method !== 'GET' || route.path !== RouteName.handle || route.query !== '') {
      return undefined;
    }
    const { resolver, clock } = this.#context;
    const found = resolver.cached(route.handle);
    if (found?.outcome !== 'found') return undefined;
    const redirect = this.#redirect(found, visit);
    if (redirect === undefined || this.#isAsked(redirect.host, incoming)) return undefined;
    visit.handle = route.handle;
    visit.canonicalHandle = found.handle;
    visit.responseCode = 1;
    visit.cache = found.cache;
    return redirect.answer(found, clock.now());
  }

  #redirect(found: Found, visit: Visit): ReadyRedirect | undefined {
    const { handle, values, aliases } = found;
    let ready = this.#ready.get(values);
    // Whoever came by an alias is told so; that is nobody else's answer.
    if (ready === undefined || ready.handle !== handle || aliases.length > 0) {
      ready = this.#read(found);
      if (ready === undefined) return undefined;
      if (aliases.length === 0) this.#ready.set(values, ready);
    }
    const { gathered, only } = ready;
    if (gathered !== undefined) return this.#chosen(ready, gathered, found, visit);
    ready.only =
      only ?? this.#lead(found, destinationOf(this.#context, visit, NO_PARAMETERS, found));
    return ready.only;
  }

  #read(found: Found): ReadyRecord | undefined {
    const { locations } = this.#context;
    const { handle, namespaces } = found;
    const gathered = locations.atHand(found);
    if (gathered === 'unread' || explainInactive(handle, namespaces) !== undefined)
      return undefined;
    return { handle, gathered, only: undefined, places: new Map() };
  }

  #chosen(
    { places }: ReadyRecord,
    gathered: GatheredSet,
    found: Found,
    visit: Visit,
  ): ReadyRedirect | undefined {
    // The older protocol knows fewer statuses.
    if (visit.incoming.httpVersion !== '1.1') return undefined;
    const { random } = this.#context;
    const visitor = visitorOf(this.#context, visit, NO_PARAMETERS);
    const decision = chooseLocation(gathered.set, visitor, random);
    const { location, caching } = decision;
    if (location === undefined) return undefined;
    const variants = places.get(location) ?? [];
    const variant = variantOf(caching);
    const known = variants[variant];
    if (known !== undefined) return known;
    const made = this.#lead(
      found,
      destinationTo(decision, gathered, this.#context, visit, NO_PARAMETERS, found),
    );
    if (made === undefined) return undefined;
    variants[variant] = made;
    if (places.size >= MAX_PREPARED_PLACES) places.clear();
    places.set(location, variants);
    return made;
  }

  #lead(found: Found, destination: Destination | Promise<Destination>): ReadyRedirect | undefined {
    if (destination instanceof Promise || destination.target === undefined) return undefined;
    return new ReadyRedirect(this.#context, found, destination);
  }

  /** Whether the visitor asked the very host that the redirect leads to: it may lead back here. */
  #isAsked(host: string | undefined, { headers }: IncomingMessage): boolean {
    const asked = headers.host ?? '';
    if (asked !== this.#host) {
      this.#host = asked;
      this.#comparedHost = withoutDefaultPort(asked);
    }
    return host === this.#comparedHost;
  }
}

/** A number for all that an answer may hang on besides the place itself. */
function variantOf({ vary, isPrivate, isDrawn }: CachingFacts): number {
  return vary.length + (isPrivate ? 4 : 0) + (isDrawn ? 8 : 0);
}
