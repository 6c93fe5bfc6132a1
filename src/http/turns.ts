import { setImmediate } from 'node:timers/promises';

/** Waits for a turn of the event loop that nobody else of this kind has. */
export type Turns = () => Promise<void>;

/**
 * Lets costly work be done one piece in each turn of the event loop. Records that take milliseconds
 * to read can come by the dozen; between any two of them whatever else has arrived is answered.
 */
export function createTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return () => {
    last = last.then(() => setImmediate());
    return last;
  };
}
