import { LRUCache } from 'lru-cache';
import type { HandleNotFound } from '../resolver/resolution.ts';
import { errorResponse } from './error-response.ts';
import { withCodingNamed } from './fit-response.ts';
import { MAX_PREPARED_PAGE_LENGTH, MAX_PREPARED_PAGES } from './limits.ts';
import { missingProblem } from './missing-problem.ts';
import type { Pages } from './pages.ts';
import type { PlainAnswer } from './plain-answer.ts';
import { representationOf } from './representation.ts';
import type { Visit } from './visit.ts';

/** A page as it was made for one visitor, without what changes from second to second. */
interface Kept {
  readonly namespaces: HandleNotFound['namespaces'];
  readonly handle: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/**
 * Pages in one language of handles that do not exist, where each says something of its own: an
 * operator's, and those that suggest another handle. Programs that follow dead links come again.
 */
export class KeptMissingPages {
  readonly #pages: Pages;
  readonly #kept = new LRUCache<string, Kept>({ max: MAX_PREPARED_PAGES });

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  /**
   * @param more headers: names and values in turn
   * @returns undefined where it is no page
   */
  plain(
    visit: Visit,
    resolution: HandleNotFound,
    more: readonly string[],
  ): PlainAnswer | undefined {
    const kept = this.#find(visit, resolution);
    return kept && { status: 404, headers: kept.headers.concat(more), body: kept.body };
  }

  #find(visit: Visit, resolution: HandleNotFound): Kept | undefined {
    const { handle, namespaces } = resolution;
    const known = this.#kept.get(handle);
    if (known?.namespaces === namespaces) return known;
    const made = representationOf(
      errorResponse(this.#pages, visit, missingProblem(resolution), {}),
    );
    if (typeof made?.body !== 'string') return undefined;
    const { body } = made;
    const headers = Object.entries(withCodingNamed(made)).flat();
    const kept = { namespaces, handle, headers, body };
    if (handle.length + body.length <= MAX_PREPARED_PAGE_LENGTH) this.#kept.set(handle, kept);
    return kept;
  }
}
