import type { ExchangeEvent } from '../events.ts';
import type { Budget } from './budget.ts';
import type { Failure } from './failure.ts';
import type { Flight } from './flights.ts';

/** Work that has a budget of its own, and everybody who waits for it. */
export class SharedFlight<Result> implements Flight {
  readonly name: string;
  waitingFor: Flight | undefined = undefined;
  readonly promise: Promise<Result | Failure>;
  /** On the clock's `elapsed` scale. */
  readonly startedAt: number;
  readonly budget: Budget;
  /** Nearly always there is no more than one. */
  #listener: ((event: ExchangeEvent) => void) | undefined;
  #otherListeners: ((event: ExchangeEvent) => void)[] | undefined;
  resolve!: (result: Result | Failure) => void;
  reject!: (error: unknown) => void;

  constructor(name: string, startedAt: number, budget: Budget) {
    this.name = name;
    this.startedAt = startedAt;
    this.budget = budget;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** When its budget ends, on the same scale. */
  get deadline(): number {
    return this.budget.deadline;
  }

  get isTraced(): boolean {
    return this.#listener !== undefined;
  }

  listen(listener: (event: ExchangeEvent) => void): void {
    if (this.#listener === undefined) {
      this.#listener = listener;
      return;
    }
    this.#otherListeners ??= [];
    this.#otherListeners.push(listener);
  }

  readonly trace = (event: ExchangeEvent): void => {
    this.#listener?.(event);
    if (this.#otherListeners === undefined) return;
    for (const listener of this.#otherListeners) listener(event);
  };
}
