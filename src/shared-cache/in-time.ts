import type { Clock } from '../system.ts';
import { LOOK_MS, MAX_WAIT_FACTOR } from './limits.ts';

/** Stands for what did not come in time. */
export const TOO_LATE = Symbol('too late');

/**
 * Waits for an answer, but not long. Time in which this process was kept from looking does not count:
 * it waits in short steps, and one that ends late is no more than a step. Before it gives up, whatever
 * has arrived is looked at: timers ring before sockets are read.
 *
 * @throws what the promise is rejected with
 */
export function inTime<Result>(
  promise: Promise<Result>,
  milliseconds: number,
  clock: Clock,
): Promise<Result | typeof TOO_LATE> {
  return new Promise((resolve, reject) => {
    const end = clock.elapsed() + milliseconds * MAX_WAIT_FACTOR;
    let left = milliseconds;
    let stopTimer = () => {};
    const look = () => {
      const isOver = left <= 0 || clock.elapsed() >= end;
      const step = isOver ? 0 : Math.min(left, LOOK_MS);
      left -= step;
      stopTimer = clock.after(step, isOver ? () => resolve(TOO_LATE) : look);
    };
    look();
    promise.then(resolve, reject).finally(() => stopTimer());
  });
}
