import type { Handle } from '../handle/handle.ts';

/** What an answer must be, as far as whoever made the test knows. */
export interface Expectation {
  /** The HTTP status; natively, the response code. */
  readonly status?: number;
  /** The host of the Location; natively not looked at. */
  readonly host?: string;
  /** The response code that was once given; what an HTTP status has to be follows from it. */
  readonly responseCode?: number;
}

/** The handles of a test, by number. */
export interface HandleSource {
  readonly count: number;
  /** @param position from 0 to `count` − 1 */
  at(position: number): Handle;
  /** What is known of this handle beyond what is said for all. */
  expectation?(position: number): Expectation | undefined;
  /**
   * The first position with the same handle, for sources that have handles more than once.
   */
  firstOf?(position: number): number;
  /** What was in a file and cannot be used. */
  readonly passedOver?: PassedOver;
}

/** Lines of a file that cannot be used. */
export interface PassedOver {
  readonly count: number;
  /** Some of them in words: where, and why. */
  readonly examples: readonly string[];
}
