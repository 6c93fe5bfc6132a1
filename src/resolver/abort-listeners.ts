import { type Cancellation, Canceller } from '../transport/cancellation.ts';

/**
 * Tells many who wait on the same signal with one listener: adding one to a signal walks past all
 * that are there, so that ten thousand took most of a second.
 */
export class AbortListeners {
  readonly #waiting = new WeakMap<Cancellation, Set<() => void>>();

  /** @returns takes the callback away again */
  add(signal: Cancellation, callback: () => void): () => void {
    if (signal instanceof Canceller) {
      signal.addEventListener('abort', callback);
      return () => signal.removeEventListener('abort', callback);
    }
    const present = this.#waiting.get(signal);
    const waiting = present ?? new Set();
    if (present === undefined) {
      this.#waiting.set(signal, waiting);
      const tell = () => {
        for (const each of [...waiting]) each();
      };
      signal.addEventListener('abort', tell, { once: true });
    }
    waiting.add(callback);
    return () => waiting.delete(callback);
  }
}
