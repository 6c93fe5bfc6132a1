import { LRUCache } from 'lru-cache';
import { comparisonForm, type Handle } from '../handle/handle.ts';
import { MAX_LARGE_ANSWERS } from './limits.ts';

/** The handles whose answers were too much for UDP the last time. */
export class LargeAnswers {
  readonly #handles = new LRUCache<string, true>({ max: MAX_LARGE_ANSWERS });

  has(handle: Handle): boolean {
    return this.#handles.size > 0 && this.#handles.get(comparisonForm(handle)) === true;
  }

  add(handle: Handle): void {
    this.#handles.set(comparisonForm(handle), true);
  }
}
