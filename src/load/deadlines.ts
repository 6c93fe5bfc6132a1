import type { Clock } from '../system.ts';

interface Wait {
  readonly until: number;
  readonly onExpiry: () => void;
  isOver: boolean;
}

/**
 * Deadlines that are all equally far away when they are set, so that they pass in the order in which
 * they were set: one timer serves any number of them.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  #waits: Wait[] = [];
  /** Of the first wait that may not be over. */
  #head = 0;
  #cancelTimer: (() => void) | undefined;

  /** @param milliseconds until each deadline */
  constructor(clock: Clock, milliseconds: number) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
  }

  /** @returns a function to be called when what is waited for has come */
  set(onExpiry: () => void): () => void {
    const wait = { until: this.#clock.elapsed() + this.#milliseconds, onExpiry, isOver: false };
    this.#waits.push(wait);
    if (this.#cancelTimer === undefined) this.#await(wait);
    return () => {
      wait.isOver = true;
    };
  }

  close(): void {
    this.#cancelTimer?.();
    this.#waits = [];
    this.#head = 0;
  }

  #await({ until }: Wait): void {
    const milliseconds = Math.max(1, Math.ceil(until - this.#clock.elapsed()));
    this.#cancelTimer = this.#clock.after(milliseconds, () => this.#expire());
  }

  #expire(): void {
    this.#cancelTimer = undefined;
    const now = this.#clock.elapsed();
    for (let next = this.#waits[this.#head]; next !== undefined; next = this.#waits[this.#head]) {
      if (!next.isOver && next.until > now) break;
      this.#head += 1;
      if (next.isOver) continue;
      next.isOver = true;
      next.onExpiry();
    }
    this.#waits.splice(0, this.#head);
    this.#head = 0;
    const [next] = this.#waits;
    if (next !== undefined && this.#cancelTimer === undefined) this.#await(next);
  }
}
