import type { Handle } from '../handle/handle.ts';

/** What an answer must be, as far as whoever made the test knows. */
export interface Expectation {
  /** The HTTP status; natively, the response code. */
  readonly status?: number;
  /** The host of the Location; natively not looked at. */
  readonly host?: string;
}

/** The handles of a test, by number. */
export interface HandleSource {
  readonly count: number;
  /** @param position from 0 to `count` − 1 */
  at(position: number): Handle;
  /** What is known of this handle beyond what is said for all. */
  expectation?(position: number): Expectation | undefined;
}
