import type { Server } from '../handle/site.ts';
import type { Clock } from '../system.ts';
import type { Answer } from '../transport/answer.ts';
import type { TransportError } from '../transport/errors.ts';
import type { Asker } from '../transport/pending.ts';
import type { Asked, Asking, ServiceAnswer } from './asking.ts';
import type { Attempt } from './attempt.ts';
import type { AttemptFailures } from './attempt-failures.ts';
import type { Context } from './context.ts';
import type { Place } from './door-finder.ts';
import type { Door } from './doors.ts';
import type { Failure } from './failure.ts';
import type { HedgeBudget } from './hedge-budget.ts';
import type { Patience } from './patience.ts';
import type { Race } from './race.ts';
import type { Service } from './service.ts';

/** One question to one service, while it lasts. */
export interface Run {
  readonly service: Service;
  readonly asking: Asking;
  readonly context: Context;
  /** Where the question may be put. */
  readonly places: readonly Place[];
  readonly failures: AttemptFailures;
  /** Servers that would only repeat themselves; undefined while there are none. */
  done: Set<Server> | undefined;
  isOutOfDate: boolean;
}

/** Who has questions run through doors; the same for all of them. */
export interface RaceHost {
  readonly clock: Clock;
  readonly hedges: HedgeBudget;
  /** Puts the question to a door. */
  exchange(door: Door, run: Run, asker: Asker): void;
  /** It is over, whatever came of it. */
  exchangeOver(): void;
  /** An answer has begun that is too much for the datagrams that the system holds. */
  isLarge(run: Run): void;
  patience(door: Door, next: Door): Patience;
  /** What came of an attempt is told once, also of one that nobody waits for any more. */
  ended(run: Run, attempt: Attempt, answer: Answer | TransportError): void;
  /** @returns the answer if it ends the asking */
  judge(run: Run, door: Door, answer: Answer | TransportError): ServiceAnswer | undefined;
  /** When nothing is left to try. */
  failed(run: Run, refused: Failure | undefined): Failure;
  /** The race is over. */
  settled(race: Race, asked: Asked): void;
}
