import type { Clock } from '../system.ts';
import { type Failure, failure } from './failure.ts';
import { SHED_RETRY_SECONDS } from './limits.ts';
import type { Traffic } from './traffic.ts';

export interface BudgetLimits {
  readonly deadlineMs: number;
  readonly maxExchanges: number;
  /** What is under way for everybody; without it there is no limit to that. */
  readonly traffic?: Traffic;
}

/**
 * What one user's request may cost: a time and a number of exchanges, shared by everything done for
 * it. Records are hostile; without it, aliases, services and referrals multiply.
 *
 * Work that other requests may join has a budget of its own (it must not die with an impatient
 * first asker), but its exchanges are also charged to whoever began it.
 */
export class Budget {
  readonly #clock: Clock;
  readonly #limits: BudgetLimits;
  readonly #parent: Budget | undefined;
  /** When the time is up, on the clock's `elapsed` scale. */
  readonly deadline: number;
  #spent = 0;

  /** @internal Made by `Resolver.budget`. */
  constructor(clock: Clock, limits: BudgetLimits, parent?: Budget) {
    this.#clock = clock;
    this.#limits = limits;
    this.#parent = parent;
    this.deadline = clock.elapsed() + limits.deadlineMs;
  }

  /** For work begun on this budget that others may join. @internal */
  child(): Budget {
    return new Budget(this.#clock, this.#limits, this);
  }

  /** For a part of the work that may take so long at most, in milliseconds. @internal */
  within(milliseconds: number): Budget {
    const deadlineMs = Math.min(milliseconds, this.remainingMs());
    return new Budget(this.#clock, { ...this.#limits, deadlineMs }, this);
  }

  remainingMs(): number {
    return this.deadline - this.#clock.elapsed();
  }

  /**
   * Takes one exchange.
   *
   * @returns what to fail with when there is none left, or no time for it
   * @internal
   */
  spend(): Failure | undefined {
    if (this.remainingMs() <= 0) return this.timeUp();
    if (!this.#mayExchange()) {
      const { maxExchanges } = this.#limits;
      return failure(
        'too-many-exchanges',
        `the request would need more than ${maxExchanges} exchanges with servers`,
        { exhausted: true },
      );
    }
    const { traffic } = this.#limits;
    if (traffic?.isFull) {
      traffic.refused += 1;
      return failure('busy', 'too many questions to handle servers are under way', {
        retryAfterSeconds: SHED_RETRY_SECONDS,
        shed: true,
      });
    }
    this.#charge();
    return undefined;
  }

  /** The failure of a request whose time is up. @internal */
  timeUp(): Failure {
    const { deadlineMs } = this.#limits;
    return failure('timeout', `no answer within the ${deadlineMs} ms that a request may take`, {
      exhausted: true,
    });
  }

  #mayExchange(): boolean {
    if (this.#spent >= this.#limits.maxExchanges) return false;
    return this.#parent === undefined || this.#parent.#mayExchange();
  }

  #charge(): void {
    this.#spent += 1;
    if (this.#parent !== undefined) this.#parent.#charge();
  }
}
