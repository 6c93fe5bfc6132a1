import type { ExchangeEvent } from '../events.ts';
import type { Clock } from '../system.ts';
import { AbortListeners } from './abort-listeners.ts';
import type { Context } from './context.ts';
import { type Failure, failure } from './failure.ts';
import { DEADLINE_GRACE_MS } from './limits.ts';
import { waitFor } from './wait-for.ts';

/** Work under way that everyone with the same question waits for. */
export interface Flight {
  /** What is being looked up, for people. */
  readonly name: string;
  /** What this work itself waits for at the moment. */
  waitingFor: Flight | undefined;
}

interface SharedFlight<Result> extends Flight {
  readonly promise: Promise<Result | Failure>;
  /** On the clock's `elapsed` scale. */
  readonly startedAt: number;
  /** When its budget ends, on the same scale. */
  readonly deadline: number;
  readonly listeners: ((event: ExchangeEvent) => void)[];
}

/**
 * Joins equal questions under way into one.
 *
 * Shared work that waits for other shared work can close a circle (the service of one prefix lies
 * under another, and the other way round); it is seen before it closes, also where the parts belong
 * to different requests.
 */
export class Flights<Result extends { readonly kind: string }> {
  readonly #clock: Clock;
  readonly #underWay = new Map<string, SharedFlight<Result>>();
  readonly #listeners = new AbortListeners();

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
  async join(
    key: string,
    name: string,
    context: Context,
    work: (context: Context) => Promise<Result | Failure>,
  ): Promise<Result | Failure> {
    const present = this.#underWay.get(key);
    if (present === undefined) return this.#waitOut(this.#begin(key, name, context, work), context);
    const result = await this.#waitOut(present, context);
    if (!isExhausted(result) || context.budget.remainingMs() <= 0) return result;
    return this.#waitOut(this.#underWay.get(key) ?? this.#begin(key, name, context, work), context);
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
    work: (context: Context) => Promise<Result | Failure>,
    patienceMs: number,
  ): Promise<Result | Failure | undefined> {
    const flight = this.#underWay.get(key) ?? this.#begin(key, name, context, work);
    const left = flight.startedAt + patienceMs - this.#clock.elapsed();
    return left > 0 ? this.#wait(flight, context, left) : undefined;
  }

  isUnderWay(key: string): boolean {
    return this.#underWay.has(key);
  }

  /** Begins the work for whoever comes later. @returns whether it was not under way */
  begin(
    key: string,
    name: string,
    context: Context,
    work: (context: Context) => Promise<Result | Failure>,
  ): boolean {
    if (this.#underWay.has(key)) return false;
    this.#begin(key, name, context, work);
    return true;
  }

  #begin(
    key: string,
    name: string,
    context: Context,
    work: (context: Context) => Promise<Result | Failure>,
  ): SharedFlight<Result> {
    const budget = context.budget.child();
    const listeners: SharedFlight<Result>['listeners'] = [];
    const { promise, resolve, reject } = withResolvers<Result | Failure>();
    const flight: SharedFlight<Result> = {
      name,
      waitingFor: undefined,
      promise,
      startedAt: this.#clock.elapsed(),
      deadline: budget.deadline,
      listeners,
    };
    const trace = (event: ExchangeEvent) => {
      for (const listener of listeners) listener(event);
    };
    // The work keeps to its budget; this is for the day it does not.
    const stopTimer = this.#clock.after(budget.remainingMs() + DEADLINE_GRACE_MS, () =>
      resolve(budget.timeUp()),
    );
    const land = () => {
      stopTimer();
      if (this.#underWay.get(key) === flight) this.#underWay.delete(key);
    };
    this.#underWay.set(key, flight);
    promise.then(land, land);
    // Not at once: first the waiter has to be seen waiting, or a circle could close unseen.
    Promise.resolve()
      .then(() => work({ budget, flight, depth: context.depth, trace, signal: undefined }))
      .then(resolve, reject);
    return flight;
  }

  async #waitOut(flight: SharedFlight<Result>, context: Context): Promise<Result | Failure> {
    // Without a limit to the patience there is always a result.
    return (await this.#wait(flight, context, undefined)) as Result | Failure;
  }

  async #wait(
    flight: SharedFlight<Result>,
    context: Context,
    patienceMs: number | undefined,
  ): Promise<Result | Failure | undefined> {
    const circle = context.flight && circleThrough(context.flight, flight);
    if (circle !== undefined) {
      return failure('service-loop', `services refer to each other in a circle: ${circle}`);
    }
    if (context.trace !== undefined) flight.listeners.push(context.trace);
    if (context.flight !== undefined) context.flight.waitingFor = flight;
    try {
      const listeners = this.#listeners;
      return await waitFor(flight, context, { clock: this.#clock, listeners, patienceMs });
    } finally {
      if (context.flight !== undefined) context.flight.waitingFor = undefined;
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

function withResolvers<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<Value>((onValue, onReason) => {
    resolve = onValue;
    reject = onReason;
  });
  return { promise, resolve, reject };
}
