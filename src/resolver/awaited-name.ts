import type { FairTurns } from './fair-turns.ts';

export interface AwaitedNameOptions {
  readonly turns: FairTurns;
  /** Looks it up. Must not reject. */
  readonly ask: () => Promise<readonly string[]>;
  /** Nobody needs this any more: it is known now, or nobody waits. */
  readonly over: () => void;
}

/**
 * The look-up of one name: under way, or to begin with the first turn of any prefix whose handles
 * wait for it.
 */
export class AwaitedName {
  readonly #options: AwaitedNameOptions;
  readonly #waiters = new Set<(addresses: readonly string[]) => void>();
  /** How to take back the turns that were asked for, by prefix. */
  readonly #turns = new Map<string, () => void>();
  #hasBegun = false;

  constructor(options: AwaitedNameOptions) {
    this.#options = options;
  }

  /** @returns ends the waiting */
  join(prefix: string, waiter: (addresses: readonly string[]) => void): () => void {
    this.#waiters.add(waiter);
    if (!this.#hasBegun && !this.#turns.has(prefix)) {
      const takeBack = this.#options.turns.take(prefix, () => this.#begin());
      if (!this.#hasBegun) this.#turns.set(prefix, takeBack);
    }
    return () => {
      this.#waiters.delete(waiter);
      if (this.#waiters.size > 0 || this.#hasBegun) return;
      this.#takeTurnsBack();
      this.#options.over();
    };
  }

  async #begin(): Promise<void> {
    this.#hasBegun = true;
    this.#takeTurnsBack();
    const addresses = await this.#options.ask();
    this.#options.over();
    for (const waiter of this.#waiters) waiter(addresses);
  }

  #takeTurnsBack(): void {
    for (const takeBack of this.#turns.values()) takeBack();
    this.#turns.clear();
  }
}
