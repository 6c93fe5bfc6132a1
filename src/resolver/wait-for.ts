import type { Clock } from '../system.ts';
import type { Cancellation } from '../transport/cancellation.ts';
import type { AbortListeners } from './abort-listeners.ts';
import type { Context } from './context.ts';
import type { Failure } from './failure.ts';
import { DEADLINE_GRACE_MS } from './limits.ts';

/** Something that ends by itself when its deadline comes, on the clock's `elapsed` scale. */
interface SharedWork<Result> {
  readonly promise: Promise<Result>;
  readonly deadline: number;
}

export interface WaitOptions {
  readonly clock: Clock;
  readonly listeners: AbortListeners;
  /** How long to wait when there is something else to go on with, in milliseconds. */
  readonly patienceMs: number | undefined;
}

/**
 * Waits for shared work no longer than the waiter's own deadline, signal and patience allow.
 *
 * @returns undefined when the patience is at its end
 * @throws the signal's reason when it is aborted first
 */
export function waitFor<Result>(
  work: SharedWork<Result>,
  { budget, signal }: Context,
  { clock, listeners, patienceMs }: WaitOptions,
): Promise<Result | Failure | undefined> {
  const endsInTime = work.deadline <= budget.deadline + DEADLINE_GRACE_MS;
  if (endsInTime && patienceMs === undefined) {
    return signal === undefined ? work.promise : waitUnlessAborted(work, signal, listeners);
  }
  return new Promise((resolve, reject) => {
    const ends: (() => void)[] = [];
    const end = (settle: () => void) => {
      for (const each of ends) each();
      settle();
    };
    const onAbort = () => end(() => reject(signal?.reason));
    if (signal?.aborted) {
      onAbort();
      return;
    }
    if (!endsInTime) {
      const left = Math.max(0, budget.remainingMs());
      ends.push(clock.after(left, () => end(() => resolve(budget.timeUp()))));
    }
    if (patienceMs !== undefined) {
      ends.push(clock.after(patienceMs, () => end(() => resolve(undefined))));
    }
    if (signal !== undefined) ends.push(listeners.add(signal, onAbort));
    work.promise.then(
      (result) => end(() => resolve(result)),
      (error) => end(() => reject(error)),
    );
  });
}

/** Nearly everybody who waits can go away, and has no other limits: the same with less around it. */
function waitUnlessAborted<Result>(
  { promise }: SharedWork<Result>,
  signal: Cancellation,
  listeners: AbortListeners,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const leave = listeners.add(signal, () => {
      leave();
      reject(signal.reason);
    });
    promise.then(
      (result) => {
        leave();
        resolve(result);
      },
      (error) => {
        leave();
        reject(error);
      },
    );
  });
}
