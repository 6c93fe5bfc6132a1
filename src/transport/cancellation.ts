/** Whether and when work is called off. An `AbortSignal` is one; {@link Canceller} costs far less. */
export type Cancellation = Pick<
  AbortSignal,
  'aborted' | 'reason' | 'addEventListener' | 'removeEventListener'
>;

/**
 * Calls off any number of exchanges. What `AbortController` does, without the events: making one of
 * those and listening to it costs a tenth of a whole exchange.
 */
export class Canceller implements Cancellation {
  aborted = false;
  /** What those are told who wait; undefined until it is called off. */
  reason: Error | undefined = undefined;
  /** Most have no more than this one; a set costs as much as all the rest. */
  #first: (() => void) | undefined;
  #others: Set<() => void> | undefined;

  addEventListener(_type: string, listener: unknown): void {
    if (this.#first === undefined) this.#first = listener as () => void;
    else {
      this.#others ??= new Set();
      this.#others.add(listener as () => void);
    }
  }

  removeEventListener(_type: string, listener: unknown): void {
    if (this.#first === listener) this.#first = undefined;
    else this.#others?.delete(listener as () => void);
  }

  abort(reason = new Error('called off')): void {
    this.aborted = true;
    this.reason = reason;
    const others = [...(this.#others ?? [])];
    this.#first?.();
    for (const listener of others) listener();
  }
}
