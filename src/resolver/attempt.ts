import type { Answer } from '../transport/answer.ts';
import type { Cancellation } from '../transport/cancellation.ts';
import type { TransportError } from '../transport/errors.ts';
import type { Asker } from '../transport/pending.ts';
import type { Door } from './doors.ts';
import type { Race } from './race.ts';

/** One exchange under way. */
export class Attempt implements Asker {
  readonly door: Door;
  /** On the clock's `elapsed` scale. */
  readonly startedAt: number;
  /** After how long it counts as silent, in milliseconds. */
  readonly silentMs: number;
  readonly timeoutMs: number;
  readonly signal: Cancellation;
  readonly #race: Race;

  constructor(race: Race, door: Door, startedAt: number, silentMs: number) {
    const { context } = race.run;
    this.#race = race;
    this.door = door;
    this.startedAt = startedAt;
    this.silentMs = silentMs;
    this.timeoutMs = Math.max(context.budget.deadline - startedAt, 0);
    this.signal = race.canceller;
  }

  onLarge(): void {
    this.#race.tryStream(this.door);
  }

  onEnd(answer: Answer | TransportError): void {
    this.#race.ended(this, answer);
  }
}
