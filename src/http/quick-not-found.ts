import { LRUCache } from 'lru-cache';
import { standingOf } from '../namespace/namespace-chain.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { HandleNotFound } from '../resolver/resolution.ts';
import { acceptsProblem } from './accepts-json.ts';
import { CODINGS_FOR_ONE, type Coding, codingFor } from './content-coding.ts';
import { errorResponse } from './error-response.ts';
import { isOrdinary } from './explain.ts';
import { explainInactive } from './explain-prefix.ts';
import { HeadersWithLength } from './headers-with-length.ts';
import type { HttpContext } from './http-context.ts';
import { KeptMissingPages } from './kept-missing-pages.ts';
import {
  MAX_KIND_CHARACTERS,
  MAX_PREPARED_CONTACTS,
  MAX_REMEMBERED_CODINGS,
  MIN_ENCODED_BYTES,
} from './limits.ts';
import { MissingPage } from './missing-page.ts';
import { missingProblem } from './missing-problem.ts';
import { outcomeHeaders } from './outcome-headers.ts';
import type { LocalPages } from './pages.ts';
import type { PlainAnswer } from './plain-answer.ts';
import { problemText } from './problem.ts';
import { representationOf } from './representation.ts';
import type { Visit } from './visit.ts';

/** What is ready in one language. */
interface Ready {
  /** By whom the prefix says to ask; undefined where the page has to be made each time. */
  readonly pages: LRUCache<string, { readonly page: MissingPage | undefined }>;
  readonly kept: KeptMissingPages;
  problemHeaders: HeadersWithLength | undefined;
}

/**
 * Answers that a handle does not exist without making a page for it: the next one differs from the last
 * by the handle. What it says is what the straight way made of it.
 */
export class QuickNotFound {
  readonly #context: HttpContext;
  readonly #ready = new WeakMap<LocalPages, Ready>();
  /** By Accept-Encoding; browsers send few different ones. */
  readonly #codings = new LRUCache<string, { readonly coding: Coding | undefined }>({
    max: MAX_REMEMBERED_CODINGS,
  });
  /** What told the time in the last answer, and of when and what it was. */
  #changing: readonly string[] = [];
  #second = Number.NaN;
  #cache: HandleNotFound['cache'] | undefined;

  constructor(context: HttpContext) {
    this.#context = context;
  }

  /** @returns undefined when the request has to take the straight way */
  answer(visit: Visit, resolution: HandleNotFound): PlainAnswer | undefined {
    const { handle, namespaces, aliases } = resolution;
    if (aliases.length > 0 || explainInactive(handle, namespaces) !== undefined) return undefined;
    const { accept, 'accept-language': acceptLanguage } = visit.incoming.headers;
    const local = this.#context.pages.in(acceptLanguage);
    const ready = this.#readyIn(local);
    const answer = acceptsProblem(accept)
      ? this.#problem(ready, local, visit, resolution)
      : this.#page(ready, local, visit, resolution);
    if (answer === undefined) return undefined;
    visit.handle = visit.route.handle;
    visit.canonicalHandle = handle;
    visit.responseCode = ResponseCode.handleNotFound;
    visit.cache = resolution.cache;
    return answer;
  }

  #page(
    { pages, kept }: Ready,
    local: LocalPages,
    visit: Visit,
    resolution: HandleNotFound,
  ): PlainAnswer | undefined {
    const { handle } = resolution;
    const coding = this.#codingFor(visit.incoming.headers['accept-encoding']);
    if (coding !== undefined && coding !== 'gzip') return undefined;
    const page = isOrdinary(handle) ? this.#pageIn(pages, local, visit, resolution) : undefined;
    if (page !== undefined) {
      const changing = this.#changingHeaders(resolution);
      return coding === 'gzip' ? page.gzipped(handle, changing) : page.plain(handle, changing);
    }
    if (coding !== undefined) return undefined;
    return kept.plain(visit, resolution, this.#changingHeaders(resolution));
  }

  #pageIn(
    pages: Ready['pages'],
    local: LocalPages,
    visit: Visit,
    resolution: HandleNotFound,
  ): MissingPage | undefined {
    const { namespaces } = resolution;
    const contact = namespaces.length === 0 ? '' : (standingOf(namespaces).contact ?? '');
    const known = pages.get(contact);
    if (known !== undefined) return known.page;
    const page = MissingPage.of(this.#context.pages, local, visit, resolution);
    pages.set(contact, { page });
    return page;
  }

  #problem(
    ready: Ready,
    local: LocalPages,
    visit: Visit,
    resolution: HandleNotFound,
  ): PlainAnswer | undefined {
    const { pages } = this.#context;
    const problem = missingProblem(resolution);
    const body = problemText(pages.base, visit.target, problem, local.language);
    const length = Buffer.byteLength(body);
    // What is longer may be encoded.
    if (length >= MIN_ENCODED_BYTES) return undefined;
    if (ready.problemHeaders === undefined) {
      const made = representationOf(errorResponse(pages, visit, problem, {}));
      if (made === undefined) return undefined;
      ready.problemHeaders = new HeadersWithLength(made.headers);
    }
    const headers = ready.problemHeaders.for(length, this.#changingHeaders(resolution));
    return { status: 404, headers, body };
  }

  #changingHeaders(resolution: HandleNotFound): readonly string[] {
    const { clock, surrogateKeys } = this.#context;
    const now = clock.now();
    const second = Math.floor(now / 1000);
    const { cache } = resolution;
    // The keys are the handle's own.
    if (surrogateKeys || second !== this.#second || cache !== this.#cache) {
      const headers = outcomeHeaders(this.#context, resolution, false, undefined, now);
      this.#changing = Object.entries(headers).flat();
      this.#second = second;
      this.#cache = cache;
    }
    return this.#changing;
  }

  #codingFor(acceptEncoding: string | undefined): Coding | undefined {
    if (acceptEncoding === undefined) return undefined;
    const known = this.#codings.get(acceptEncoding);
    if (known !== undefined) return known.coding;
    const coding = codingFor(acceptEncoding, CODINGS_FOR_ONE);
    if (acceptEncoding.length <= MAX_KIND_CHARACTERS) this.#codings.set(acceptEncoding, { coding });
    return coding;
  }

  #readyIn(local: LocalPages): Ready {
    const known = this.#ready.get(local);
    if (known !== undefined) return known;
    const made: Ready = {
      pages: new LRUCache({ max: MAX_PREPARED_CONTACTS }),
      kept: new KeptMissingPages(this.#context.pages),
      problemHeaders: undefined,
    };
    this.#ready.set(local, made);
    return made;
  }
}
