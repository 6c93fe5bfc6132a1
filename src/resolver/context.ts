import type { ExchangeEvent } from '../events.ts';
import type { Cancellation } from '../transport/cancellation.ts';
import type { Budget } from './budget.ts';
import type { Flight } from './flights.ts';

/** For whom something is done: what it may cost, and who wants to hear of it. */
export interface Context {
  readonly budget: Budget;
  /** The shared work that this is a part of; undefined directly under a user's request. */
  readonly flight: Flight | undefined;
  /** The recursion count to send: how many questions led to this one. */
  readonly depth: number;
  readonly trace: ((event: ExchangeEvent) => void) | undefined;
  /** How often anything had been purged when the record was asked for; undefined before that. */
  readonly purges?: number;
  /** Stops the waiting; only a user's request has one. */
  readonly signal: Cancellation | undefined;
}

/** For work that is no part of any other. */
export function contextOf(
  budget: Budget,
  trace?: Context['trace'],
  signal?: Context['signal'],
): Context {
  return { budget, flight: undefined, depth: 0, trace, signal };
}

/** Whether anybody wants to hear of exchanges. */
export function isTraced({ flight, trace }: Context): boolean {
  return flight === undefined ? trace !== undefined : flight.isTraced;
}
