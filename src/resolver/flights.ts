import type { Clock } from '../system.ts';
import { AbortListeners } from './abort-listeners.ts';
import type { Context } from './context.ts';
import { type Failure, failure } from './failure.ts';
import { DEADLINE_GRACE_MS } from './limits.ts';
import { SharedFlight } from './shared-flight.ts';
import { type WaitOptions, waitFor } from './wait-for.ts';

/** Work under way that everyone with the same question waits for. */
export interface Flight {
  /** What is being looked up, for people. */
  readonly name: string;
  /** What this work itself waits for at the moment. */
  waitingFor: Flight | undefined;
  /** Whether anybody wants to hear of its exchanges. */
  readonly isTraced: boolean;
}

/** What is done once for all who join. */
type Work<Result> = (context: Context) => Result | Promise<Result>;

/**
 * Joins equal questions under way into one.
 *
 * Shared work that waits for other shared work can close a circle (the service of one prefix lies
 * under another, and the other way round); it is seen before it closes, also where the parts belong
 * to different requests.
 */
export class Flights<Result extends { readonly kind: string }> {
  readonly #clock: Clock;
  /** What has landed is let go of at once: the tables that a map leaves behind live long. */
  readonly #underWay = new Map<string, { flight: SharedFlight<Result> | undefined }>();
  readonly #listeners = new AbortListeners();
  /** The first deadline that the timer is set for. */
  #watchedUntil = Number.POSITIVE_INFINITY;
  #cancelWatch: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Waits for the answer to a question, beginning the work unless it is under way.
   *
   * Work that runs out of its own time or exchanges is begun once more for those who have some left:
   * they may have come late, or it may have been begun by somebody with little left.
   *
   * @param work runs on the context it is given
   */
  join(
    key: string,
    name: string,
    context: Context,
    work: Work<Result | Failure>,
  ): Promise<Result | Failure> {
    const present = this.#underWay.get(key)?.flight;
    if (present !== undefined) return this.#joinPresent(present, key, name, context, work);
    return this.#beginAndWait(key, name, context, work);
  }

  /**
   * The same for somebody who has something else to go on with.
   *
   * @param patienceMs how long after the work began it is waited for
   * @returns undefined when it takes longer; the work goes on
   */
  async joinBriefly(
    key: string,
    name: string,
    context: Context,
    work: Work<Result | Failure>,
    patienceMs: number,
  ): Promise<Result | Failure | undefined> {
    const known = this.#underWay.get(key)?.flight;
    if (known === undefined) {
      const begun = this.#enter(key, name, context);
      const result = this.#wait(begun, context, patienceMs);
      this.#start(key, begun, context, work);
      return result;
    }
    const left = known.startedAt + patienceMs - this.#clock.elapsed();
    return left > 0 ? this.#wait(known, context, left) : undefined;
  }

  isUnderWay(key: string): boolean {
    return this.#underWay.has(key);
  }

  /** Begins the work for whoever comes later. @returns whether it was not under way */
  begin(key: string, name: string, context: Context, work: Work<Result | Failure>): boolean {
    if (this.#underWay.has(key)) return false;
    this.#start(key, this.#enter(key, name, context), context, work);
    return true;
  }

  async #joinPresent(
    present: SharedFlight<Result>,
    key: string,
    name: string,
    context: Context,
    work: Work<Result | Failure>,
  ): Promise<Result | Failure> {
    const result = await this.#waitOut(present, context);
    if (!isExhausted(result) || context.budget.remainingMs() <= 0) return result;
    const other = this.#underWay.get(key)?.flight;
    return other === undefined
      ? this.#beginAndWait(key, name, context, work)
      : this.#waitOut(other, context);
  }

  #beginAndWait(
    key: string,
    name: string,
    context: Context,
    work: Work<Result | Failure>,
  ): Promise<Result | Failure> {
    const flight = this.#enter(key, name, context);
    // First the waiter has to be seen waiting, or a circle could close unseen.
    const result = this.#waitOut(flight, context);
    this.#start(key, flight, context, work);
    return result;
  }

  #enter(key: string, name: string, { budget }: Context): SharedFlight<Result> {
    const flight = new SharedFlight<Result>(name, this.#clock.elapsed(), budget.child());
    this.#underWay.set(key, { flight });
    this.#watch(flight.deadline);
    return flight;
  }

  #start(
    key: string,
    flight: SharedFlight<Result>,
    { depth }: Context,
    work: Work<Result | Failure>,
  ): void {
    const { budget, trace } = flight;
    const fail = (error: unknown) => {
      this.#land(key, flight);
      // Nobody may be waiting.
      flight.promise.catch(() => {});
      flight.reject(error);
    };
    try {
      const begun = work({ budget, flight, depth, trace, signal: undefined });
      // What is known at once is told later all the same: nobody expects it in the same turn.
      Promise.resolve(begun).then((result) => {
        this.#land(key, flight);
        flight.resolve(result);
      }, fail);
    } catch (error) {
      fail(error);
    }
  }

  #land(key: string, flight: SharedFlight<Result>): void {
    const present = this.#underWay.get(key);
    if (present?.flight === flight) {
      present.flight = undefined;
      this.#underWay.delete(key);
    }
    if (this.#underWay.size === 0) this.#stopWatch();
  }

  /**
   * All work keeps to its budget; this is for the day it does not. One timer for all: each would
   * need one of its own, only to take it away again.
   */
  #watch(deadline: number): void {
    if (deadline >= this.#watchedUntil) return;
    this.#stopWatch();
    this.#watchedUntil = deadline;
    const left = Math.max(0, deadline + DEADLINE_GRACE_MS - this.#clock.elapsed());
    this.#cancelWatch = this.#clock.after(left, () => this.#endOverdue());
  }

  #stopWatch(): void {
    this.#cancelWatch?.();
    this.#cancelWatch = undefined;
    this.#watchedUntil = Number.POSITIVE_INFINITY;
  }

  #endOverdue(): void {
    this.#stopWatch();
    const now = this.#clock.elapsed();
    let next = Number.POSITIVE_INFINITY;
    for (const [key, present] of this.#underWay) {
      const { flight } = present;
      if (flight === undefined) continue;
      if (flight.deadline + DEADLINE_GRACE_MS > now) {
        next = Math.min(next, flight.deadline);
        continue;
      }
      present.flight = undefined;
      this.#underWay.delete(key);
      flight.resolve(flight.budget.timeUp());
    }
    this.#watch(next);
  }

  #waitOut(flight: SharedFlight<Result>, context: Context): Promise<Result | Failure> {
    // Without a limit to the patience there is always a result.
    return this.#wait(flight, context, undefined) as Promise<Result | Failure>;
  }

  #wait(
    flight: SharedFlight<Result>,
    context: Context,
    patienceMs: number | undefined,
  ): Promise<Result | Failure | undefined> {
    const { flight: waiting, trace } = context;
    const options = { clock: this.#clock, listeners: this.#listeners, patienceMs };
    if (waiting === undefined) {
      if (trace !== undefined) flight.listen(trace);
      return waitFor(flight, context, options);
    }
    return this.#waitInside(waiting, flight, context, options);
  }

  /** Work that waits for other work. */
  async #waitInside(
    waiting: Flight,
    flight: SharedFlight<Result>,
    context: Context,
    options: WaitOptions,
  ): Promise<Result | Failure | undefined> {
    const circle = circleThrough(waiting, flight);
    if (circle !== undefined) {
      return failure('service-loop', `services refer to each other in a circle: ${circle}`);
    }
    if (context.trace !== undefined) flight.listen(context.trace);
    waiting.waitingFor = flight;
    try {
      return await waitFor(flight, context, options);
    } finally {
      waiting.waitingFor = undefined;
    }
  }
}

/** Names the circle that would close if `waiting` waited for `target`; undefined when none would. */
function circleThrough(waiting: Flight, target: Flight): string | undefined {
  const names = [waiting.name];
  for (let flight: Flight | undefined = target; flight; flight = flight.waitingFor) {
    names.push(flight.name);
    if (flight === waiting) return names.join(', then ');
  }
  return undefined;
}

function isExhausted(result: { readonly kind: string }): boolean {
  return result.kind === 'failed' && (result as Failure).exhausted === true;
}
