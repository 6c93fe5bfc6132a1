import { setMaxListeners } from 'node:events';
import type { Clock } from '../system.ts';
import type { Context } from './context.ts';
import type { Failure } from './failure.ts';
import { DEADLINE_GRACE_MS } from './limits.ts';

/** Something that ends by itself when its deadline comes, on the clock's `elapsed` scale. */
interface SharedWork<Result> {
  readonly promise: Promise<Result>;
  readonly deadline: number;
}

/**
 * Waits for shared work no longer than the waiter's own deadline and signal allow.
 *
 * @throws the signal's reason when it is aborted first
 */
export function waitFor<Result>(
  work: SharedWork<Result>,
  { budget, signal }: Context,
  clock: Clock,
): Promise<Result | Failure> {
  const endsInTime = work.deadline <= budget.deadline + DEADLINE_GRACE_MS;
  if (endsInTime && signal === undefined) return work.promise;
  return new Promise((resolve, reject) => {
    const stopTimer = endsInTime
      ? undefined
      : clock.after(Math.max(0, budget.remainingMs()), () => end(() => resolve(budget.timeUp())));
    const onAbort = () => end(() => reject(signal?.reason));
    const end = (settle: () => void) => {
      stopTimer?.();
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    if (signal?.aborted) {
      onAbort();
      return;
    }
    if (signal !== undefined) {
      // One request may wait for many records at once; that is no leak.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', onAbort);
    }
    work.promise.then(
      (result) => end(() => resolve(result)),
      (error) => end(() => reject(error)),
    );
  });
}
