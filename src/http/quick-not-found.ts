import { LRUCache } from 'lru-cache';
import { ResponseCode } from '../protocol/response-code.ts';
import type { HandleNotFound } from '../resolver/resolution.ts';
import { acceptsProblem } from './accepts-json.ts';
import { codingFor } from './content-coding.ts';
import { errorResponse } from './error-response.ts';
import { explainFailure } from './explain.ts';
import { explainInactive } from './explain-prefix.ts';
import { withCodingNamed } from './fit-response.ts';
import type { HttpContext } from './http-context.ts';
import { MAX_PREPARED_PAGE_LENGTH, MAX_PREPARED_PAGES } from './limits.ts';
import { outcomeHeaders } from './outcome-headers.ts';
import type { LocalPages } from './pages.ts';
import type { PlainAnswer } from './plain-answer.ts';
import { representationOf } from './representation.ts';
import type { Visit } from './visit.ts';

/** An answer as it was made for one visitor, without what changes from second to second. */
interface Prepared {
  readonly namespaces: HandleNotFound['namespaces'];
  readonly handle: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** The answers in one language, and one form of them, by target. */
type Shelf = LRUCache<string, Prepared>;

/**
 * Answers GET for a handle that is known not to exist without making its page anew: programs that
 * follow dead links come again and again. The page is what the straight way made of it; who reads it
 * compressed takes the straight way.
 */
export class QuickNotFound {
  readonly #context: HttpContext;
  readonly #pages = new WeakMap<LocalPages, Shelf>();
  readonly #problems = new WeakMap<LocalPages, Shelf>();

  constructor(context: HttpContext) {
    this.#context = context;
  }

  /** @returns undefined when the request has to take the straight way */
  answer(visit: Visit, resolution: HandleNotFound): PlainAnswer | undefined {
    const asked = visit.incoming.headers;
    if (codingFor(asked['accept-encoding']) !== undefined) return undefined;
    const { handle, namespaces } = resolution;
    if (explainInactive(handle, namespaces) !== undefined) return undefined;
    const local = this.#context.pages.in(asked['accept-language']);
    const shelf = shelfIn(acceptsProblem(asked.accept) ? this.#problems : this.#pages, local);
    const prepared = this.#prepare(shelf, visit, resolution);
    if (prepared === undefined) return undefined;
    visit.handle = visit.route.handle;
    visit.canonicalHandle = handle;
    visit.responseCode = ResponseCode.handleNotFound;
    visit.cache = resolution.cache;
    const changing = outcomeHeaders(this.#context, resolution, false);
    const headers = prepared.headers.slice();
    for (const name in changing) headers.push(name, changing[name] as string);
    return { status: 404, headers, body: prepared.body };
  }

  #prepare(shelf: Shelf, visit: Visit, resolution: HandleNotFound): Prepared | undefined {
    const { target } = visit;
    const { handle, namespaces } = resolution;
    const known = shelf.get(target);
    if (known?.handle === handle && known.namespaces === namespaces) return known;
    const problem = {
      name: resolution.outcome,
      explanation: explainFailure(resolution),
      responseCode: ResponseCode.handleNotFound,
    };
    const made = representationOf(errorResponse(this.#context.pages, visit, problem, {}));
    if (typeof made?.body !== 'string') return undefined;
    const { body } = made;
    const headers = Object.entries(withCodingNamed(made)).flat();
    const prepared = { namespaces, handle, headers, body };
    if (target.length + body.length <= MAX_PREPARED_PAGE_LENGTH) shelf.set(target, prepared);
    return prepared;
  }
}

function shelfIn(shelves: WeakMap<LocalPages, Shelf>, local: LocalPages): Shelf {
  const known = shelves.get(local);
  if (known !== undefined) return known;
  const made: Shelf = new LRUCache({ max: MAX_PREPARED_PAGES });
  shelves.set(local, made);
  return made;
}
