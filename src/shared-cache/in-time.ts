import type { Clock } from '../system.ts';
import { LAST_LOOK_MS, MAX_WAKE_LATENESS_MS } from './limits.ts';

/** Stands for what did not come in time. */
export const TOO_LATE = Symbol('too late');

/**
 * Waits for an answer, but not long. It may have arrived while this process did something else, and
 * timers ring before anybody looks: so there is a last look, a long one if the process was busy.
 *
 * @throws what the promise is rejected with
 */
export function inTime<Result>(
  promise: Promise<Result>,
  milliseconds: number,
  clock: Clock,
): Promise<Result | typeof TOO_LATE> {
  return new Promise((resolve, reject) => {
    const due = clock.elapsed() + milliseconds;
    const giveUp = () => resolve(TOO_LATE);
    let stopTimer = clock.after(milliseconds, () => {
      const isLate = clock.elapsed() - due > MAX_WAKE_LATENESS_MS;
      stopTimer = clock.after(isLate ? milliseconds : LAST_LOOK_MS, giveUp);
    });
    promise.then(resolve, reject).finally(() => stopTimer());
  });
}
