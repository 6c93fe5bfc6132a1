/** Whether and when work is called off. An `AbortSignal` is one; {@link Canceller} costs far less. */
export type Cancellation = Pick<
  AbortSignal,
  'aborted' | 'addEventListener' | 'removeEventListener'
>;

/**
 * Calls off any number of exchanges. What `AbortController` does, without the events: making one of
 * those and listening to it costs a tenth of a whole exchange.
 */
export class Canceller implements Cancellation {
  aborted = false;
  readonly #listeners = new Set<() => void>();

  addEventListener(_type: string, listener: unknown): void {
    this.#listeners.add(listener as () => void);
  }

  removeEventListener(_type: string, listener: unknown): void {
    this.#listeners.delete(listener as () => void);
  }

  abort(): void {
    this.aborted = true;
    for (const listener of [...this.#listeners]) listener();
  }
}
