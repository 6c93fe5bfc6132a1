/**
 * What the rooms need of the world besides the network, handed in so that a test of time is a test
 * of a fake clock.
 */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970; it may jump. */
  now(): number;
  /** Milliseconds from an arbitrary origin that never go backwards; for measuring durations. */
  elapsed(): number;
  /**
   * Calls `callback` once after `milliseconds`; after none, as soon as everything that has arrived by
   * now has been looked at.
   *
   * @returns a function that cancels the call
   */
  after(milliseconds: number, callback: () => void): () => void;
}

/** A uniform draw from [0, 1). Not for secrets: request ids have a source of their own. */
export type Random = () => number;

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(milliseconds, callback) {
    if (milliseconds <= 0) {
      // Not a timer: in a busy process it may ring in the same round, before sockets are read.
      const immediate = setImmediate(callback);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};
