import { MAX_SAVED_HEDGES } from './limits.ts';

/**
 * How often a question may be doubled because the first server is slow: a share of all questions.
 * When everything is slow, doubling would make it slower.
 */
export class HedgeBudget {
  readonly #share: number;
  #saved = 0;

  /** @param share of the questions, 0 to 1 */
  constructor(share: number) {
    this.#share = share;
  }

  /** A question was put. */
  earn(): void {
    this.#saved = Math.min(this.#saved + this.#share, MAX_SAVED_HEDGES);
  }

  /** @returns whether one may be doubled now */
  take(): boolean {
    if (this.#saved < 1) return false;
    this.#saved -= 1;
    return true;
  }
}
