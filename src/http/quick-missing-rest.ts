import { ResponseCode } from '../protocol/response-code.ts';
import type { Resolution, ResolveOptions } from '../resolver/resolution.ts';
import { askFor } from './ask-upstream.ts';
import { HeadersWithLength } from './headers-with-length.ts';
import type { HttpContext } from './http-context.ts';
import { MIN_ENCODED_BYTES } from './limits.ts';
import { outcomeHeaders } from './outcome-headers.ts';
import type { PlainAnswer } from './plain-answer.ts';
import { representationOf } from './representation.ts';
import { restBody, restText } from './rest-body.ts';
import { COMPACT, respondRest } from './rest-format.ts';
import { isTooLong } from './route.ts';
import type { Visit } from './visit.ts';

/** What a client of the API asks that gives no parameters. */
const PLAINLY: ResolveOptions = {
  types: [],
  indexes: [],
  authoritative: false,
  certified: false,
  publicOnly: true,
  ignoreAliases: true,
};

/**
 * Tells clients of the API that a handle does not exist, without the router and the objects around it:
 * programs check whole lists of them. What is found takes the straight way.
 */
export class QuickMissingRest {
  readonly #context: HttpContext;
  #headers: HeadersWithLength | undefined;

  constructor(context: HttpContext) {
    this.#context = context;
  }

  /**
   * @param visit to a handle in the API, without parameters
   * @returns undefined when the request has to take the straight way; a promise when somebody has to
   *   be asked, which is rejected when the visitor goes away
   */
  answer(visit: Visit): PlainAnswer | Promise<PlainAnswer | undefined> | undefined {
    const { handle } = visit.route;
    if (handle === '' || isTooLong(handle)) return undefined;
    const known = this.#context.resolver.cached(handle, PLAINLY);
    if (known !== undefined) {
      visit.resolution = known;
      return this.#answerTo(visit, known);
    }
    visit.handle = handle;
    return askFor(this.#context, visit, handle, PLAINLY)?.then((resolution) => {
      visit.resolution = resolution;
      return this.#answerTo(visit, resolution);
    });
  }

  #answerTo(visit: Visit, resolution: Resolution): PlainAnswer | undefined {
    if (resolution.outcome !== 'handle-not-found') return undefined;
    const json = restBody(resolution);
    const body = restText(json);
    const length = Buffer.byteLength(body);
    // What is longer may be encoded.
    if (length >= MIN_ENCODED_BYTES) return undefined;
    if (this.#headers === undefined) {
      const made = representationOf(respondRest(404, {}, json, COMPACT));
      if (made === undefined) return undefined;
      this.#headers = new HeadersWithLength(made.headers);
    }
    visit.handle = visit.route.handle;
    visit.canonicalHandle = resolution.handle;
    visit.responseCode = ResponseCode.handleNotFound;
    visit.cache = resolution.cache;
    const changing = Object.entries(outcomeHeaders(this.#context, resolution, false)).flat();
    return { status: 404, headers: this.#headers.for(length, changing), body };
  }
}
