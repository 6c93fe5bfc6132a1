import type { Handle } from '../handle/handle.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { CacheUse, Found, Resolution } from '../resolver/resolution.ts';
import { askFor } from './ask-upstream.ts';
import { type Destination, destinationOf, destinationTo } from './destination.ts';
import { explainInactive } from './explain-prefix.ts';
import type { HttpContext } from './http-context.ts';
import { withoutDefaultPort } from './leads-back.ts';
import { NO_PARAMETERS } from './parameters.ts';
import type { PlainAnswer } from './plain-answer.ts';
import { PlainRedirects } from './plain-redirects.ts';
import { QuickMissingRest } from './quick-missing-rest.ts';
import { QuickNotFound } from './quick-not-found.ts';
import { rawHeader } from './raw-header.ts';
import { ReadyChoice } from './ready-choice.ts';
import { ReadyRedirect } from './ready-redirect.ts';
import { isTooLong, RouteName } from './route.ts';
import type { Visit } from './visit.ts';
import { visitorOf } from './visitor-of.ts';

/** The redirects of a cached record, for who asked for it in this spelling. */
interface ReadyRecord {
  readonly handle: string;
  readonly to: ReadyRedirect | ReadyChoice;
}

/**
 * Answers the most frequent request by far without the router and the objects around it: GET for a
 * handle, without parameters, whose record leads somewhere; or HEAD, for which node:http leaves the body
 * away by itself. Four fifths of what such a request costs is spent there when the record is cached, and
 * more than half of it when somebody has to be asked.
 * Everything else, and everything in doubt, takes the straight way; a test compares both.
 */
export class QuickRedirects {
  readonly #context: HttpContext;
  readonly #plain: PlainRedirects | undefined;
  readonly #notFound: QuickNotFound;
  readonly #missingRest: QuickMissingRest;
  readonly #ready = new WeakMap<Found['values'], ReadyRecord>();
  /** That of the last visitor, as it came and as hosts are compared; nearly all name the same. */
  #host = '';
  #comparedHost = '';

  constructor(context: HttpContext) {
    this.#context = context;
    this.#plain = PlainRedirects.of(context);
    this.#notFound = new QuickNotFound(context);
    this.#missingRest = new QuickMissingRest(context);
  }

  /**
   * @returns undefined when the request has to take the straight way; a promise when somebody has to
   *   be asked, which is rejected when the visitor goes away
   */
  answer(visit: Visit): PlainAnswer | Promise<PlainAnswer | undefined> | undefined {
    const { route, incoming } = visit;
    const { method } = incoming;
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    if (route.query !== '') return undefined;
    if (route.path === RouteName.apiHandle) return this.#missingRest.answer(visit);
    if (route.path !== RouteName.handle) return undefined;
    const askedHost = this.#hostOf(visit);
    const plain = this.#plain?.answer(route.handle, askedHost);
    if (plain !== undefined) {
      note(visit, route.handle, 'hit');
      return plain;
    }
    const { resolver } = this.#context;
    const known = resolver.cached(route.handle);
    if (known === undefined) return this.#ask(visit, askedHost);
    // The straight way need not look, and count, once more.
    visit.resolution = known;
    return this.#answerTo(visit, known, askedHost);
  }

  /** What comes of it stays with the visit, so that the straight way need not ask again. */
  #ask(visit: Visit, askedHost: string): Promise<PlainAnswer | undefined> | undefined {
    const { handle } = visit.route;
    if (handle === '' || isTooLong(handle)) return undefined;
    visit.handle = handle;
    return askFor(this.#context, visit, handle)?.then((resolution) => {
      visit.resolution = resolution;
      const plain =
        resolution.outcome === 'found' ? this.#plain?.first(resolution, askedHost) : undefined;
      if (plain === undefined) return this.#answerTo(visit, resolution, askedHost);
      note(visit, resolution.handle, 'miss');
      return plain;
    });
  }

  #answerTo(visit: Visit, found: Resolution, askedHost: string): PlainAnswer | undefined {
    const { clock } = this.#context;
    if (found.outcome === 'handle-not-found') return this.#notFound.answer(visit, found);
    if (found.outcome !== 'found') return undefined;
    const redirect = this.#redirect(found, visit);
    // Whoever asked the host that it leads to may have been sent there by this very redirect.
    if (redirect === undefined || redirect.host === askedHost) return undefined;
    note(visit, found.handle, found.cache);
    return redirect.answer(found, clock.now());
  }

  #redirect(found: Found, visit: Visit): ReadyRedirect | undefined {
    const { handle, values, aliases } = found;
    let ready = this.#ready.get(values);
    // Whoever came by an alias is told so; that is nobody else's answer.
    if (ready === undefined || ready.handle !== handle || aliases.length > 0) {
      ready = this.#read(found, visit);
      if (ready === undefined) return undefined;
      if (aliases.length === 0) this.#ready.set(values, ready);
    }
    const { to } = ready;
    return to instanceof ReadyRedirect ? to : this.#choose(to, found, visit);
  }

  #read(found: Found, visit: Visit): ReadyRecord | undefined {
    const { locations } = this.#context;
    const { handle, namespaces } = found;
    const gathered = locations.atHand(found);
    if (gathered === 'unread' || explainInactive(handle, namespaces) !== undefined)
      return undefined;
    const to =
      gathered === undefined
        ? this.#lead(found, destinationOf(this.#context, visit, NO_PARAMETERS, found))
        : new ReadyChoice(gathered);
    return to && { handle, to };
  }

  #choose(choice: ReadyChoice, found: Found, visit: Visit): ReadyRedirect | undefined {
    // The older protocol knows fewer statuses.
    if (visit.incoming.httpVersion !== '1.1') return undefined;
    const visitor = visitorOf(this.#context, visit, NO_PARAMETERS);
    return choice.redirect(visitor, this.#context.random, (decision) =>
      this.#lead(
        found,
        destinationTo(decision, choice.gathered, this.#context, visit, NO_PARAMETERS, found),
      ),
    );
  }

  #lead(found: Found, destination: Destination | Promise<Destination>): ReadyRedirect | undefined {
    if (destination instanceof Promise || destination.target === undefined) return undefined;
    return new ReadyRedirect(this.#context, found, destination);
  }

  /** The host that was asked, as hosts are compared. */
  #hostOf({ incoming, target }: Visit): string {
    // Whoever names the host in the target means that one.
    const host = target.startsWith('/') ? rawHeader(incoming, 'host') : incoming.headers.host;
    if (host !== undefined && host !== this.#host) {
      this.#host = host;
      this.#comparedHost = withoutDefaultPort(host);
    }
    return host === undefined ? '' : this.#comparedHost;
  }
}

function note(visit: Visit, handle: Handle, cache: CacheUse): void {
  visit.handle = visit.route.handle;
  visit.canonicalHandle = handle;
  visit.responseCode = ResponseCode.success;
  visit.cache = cache;
}
