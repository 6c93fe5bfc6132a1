import type { Server } from '../handle/site.ts';
import type { Clock } from '../system.ts';
import type { Answer } from '../transport/answer.ts';
import { Canceller } from '../transport/cancellation.ts';
import { TransportError } from '../transport/errors.ts';
import type { ExchangeLimits } from '../transport/pending.ts';
import type { Asked, ServiceAnswer } from './asking.ts';
import type { AttemptFailures } from './attempt-failures.ts';
import type { Budget } from './budget.ts';
import type { Door } from './doors.ts';
import type { Failure } from './failure.ts';
import type { HedgeBudget } from './hedge-budget.ts';
import { LATE_WAKE_MS, MAX_ATTEMPTS, MAX_LATE_WAKES, MAX_WAKE_LATENESS_MS } from './limits.ts';
import type { Patience } from './patience.ts';

/** What a race needs to know of the question that it is about. */
export interface RaceParts {
  readonly clock: Clock;
  readonly budget: Budget;
  readonly hedges: HedgeBudget;
  /** In the order in which to try them. */
  readonly doors: readonly Door[];
  readonly failures: AttemptFailures;
  /** Servers that would only repeat themselves. */
  readonly done: ReadonlySet<Server>;
  exchange(door: Door, limits: ExchangeLimits): Promise<Answer>;
  patience(door: Door, next: Door): Patience;
  /** What came of an attempt is told once, also of one that nobody waits for any more. */
  ended(door: Door, attempt: Attempt, answer: Answer | TransportError): void;
  /** @returns the answer if it ends the asking */
  judge(door: Door, answer: Answer | TransportError): ServiceAnswer | undefined;
  /** When nothing is left to try. */
  failed(refused: Failure | undefined): Failure;
}

/** One exchange under way. */
export interface Attempt {
  readonly door: Door;
  /** On the clock's `elapsed` scale. */
  readonly startedAt: number;
  /** After how long it counts as silent, in milliseconds. */
  readonly silentMs: number;
}

/**
 * One question on its way through the doors of a service. The next door is tried as soon as one has
 * failed, or beside it when it is silent for longer than it should be: so a dead server costs as long
 * as answers usually take, and not its whole time-out. The first answer wins.
 */
export class Race {
  readonly #parts: RaceParts;
  readonly #running = new Set<Attempt>();
  readonly #canceller = new Canceller();
  readonly #queue: Door[];
  #attempts = 0;
  /** The one that was started last. */
  #latest: Attempt | undefined;
  /** Why no more may be tried. */
  #refused: Failure | undefined;
  #cancelAlarm: (() => void) | undefined;
  #lateWakes = 0;
  #isSettled = false;
  #resolve!: (asked: Asked) => void;
  #reject!: (error: unknown) => void;

  constructor(parts: RaceParts) {
    this.#parts = parts;
    this.#queue = [...parts.doors];
  }

  run(): Promise<Asked> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      this.#startNext();
    });
  }

  /** Whether more than one door had to be tried. */
  get wentOn(): boolean {
    return this.#attempts > 1;
  }

  /** Ends it, whatever is under way. */
  stop(why: Failure): void {
    if (!this.#isSettled) this.#settle(why);
  }

  #startNext(): void {
    const door = this.#refused === undefined ? this.#takeDoor() : undefined;
    if (door === undefined) {
      if (this.#running.size === 0) this.#settle(this.#parts.failed(this.#refused));
      return;
    }
    this.#refused = this.#parts.budget.spend();
    if (this.#refused === undefined) this.#start(door);
    else this.#startNext();
  }

  #takeDoor(): Door | undefined {
    if (this.#attempts >= MAX_ATTEMPTS) return undefined;
    const position = this.#nextPosition();
    return position < 0 ? undefined : this.#queue.splice(position, 1)[0];
  }

  #nextPosition(): number {
    return this.#queue.findIndex(({ server }) => !this.#parts.done.has(server));
  }

  #start(door: Door): void {
    const { clock, budget } = this.#parts;
    const next = this.#attempts + 1 < MAX_ATTEMPTS ? this.#queue[this.#nextPosition()] : undefined;
    const patience = next === undefined ? undefined : this.#parts.patience(door, next);
    const silentMs = patience?.silentMs ?? Number.POSITIVE_INFINITY;
    const attempt: Attempt = { door, startedAt: clock.elapsed(), silentMs };
    this.#attempts += 1;
    this.#latest = attempt;
    this.#running.add(attempt);
    const limits = {
      signal: this.#canceller,
      timeoutMs: Math.max(budget.remainingMs(), 0),
      onLarge: () => this.#tryStream(door),
    };
    this.#parts.exchange(door, limits).then(
      (answer) => this.#ended(attempt, answer),
      (error: unknown) => {
        if (error instanceof TransportError) this.#ended(attempt, error);
        else this.#reject(error);
      },
    );
    if (patience !== undefined) this.#watch(patience);
  }

  #ended(attempt: Attempt, answer: Answer | TransportError): void {
    // Those that lost have been told of already.
    if (this.#isSettled) return;
    const { door } = attempt;
    this.#running.delete(attempt);
    const asked = this.#parts.judge(door, answer);
    if (asked !== undefined) this.#leaveOthers();
    this.#parts.ended(door, attempt, answer);
    if (asked !== undefined) this.#settle(asked);
    // Of those that are watched it was the last one; the others have had their time.
    else if (attempt === this.#latest || this.#running.size === 0) this.#startNext();
  }

  #settle(asked: Asked): void {
    this.#isSettled = true;
    this.#cancelAlarm?.();
    this.#leaveOthers();
    this.#resolve(asked);
  }

  #leaveOthers(): void {
    if (this.#running.size === 0) return;
    const now = this.#parts.clock.elapsed();
    for (const attempt of this.#running) {
      const milliseconds = now - attempt.startedAt;
      const code = milliseconds >= attempt.silentMs ? 'timeout' : 'aborted';
      const error = new TransportError(code, 'another server was faster', {
        attempts: 1,
        milliseconds,
      });
      this.#parts.ended(attempt.door, attempt, error);
    }
    this.#running.clear();
    this.#isSettled = true;
    this.#canceller.abort();
  }

  #watch({ slowMs, silentMs }: Patience): void {
    const { hedges } = this.#parts;
    if (slowMs === undefined) {
      this.#alarmIn(silentMs, () => this.#startNext());
      return;
    }
    this.#alarmIn(slowMs, () => {
      if (hedges.take()) this.#startNext();
      else this.#alarmIn(silentMs - slowMs, () => this.#startNext());
    });
  }

  #alarmIn(milliseconds: number, ring: () => void): void {
    const { clock } = this.#parts;
    const dueAt = clock.elapsed() + milliseconds;
    this.#cancelAlarm?.();
    this.#cancelAlarm = clock.after(milliseconds, () => {
      if (this.#isSettled) return;
      // A process that was too busy to listen may have the answer waiting.
      const isLate = clock.elapsed() - dueAt > MAX_WAKE_LATENESS_MS;
      if (isLate && this.#lateWakes < MAX_LATE_WAKES) {
        this.#lateWakes += 1;
        this.#alarmIn(LATE_WAKE_MS, ring);
      } else {
        ring();
      }
    });
  }

  /** An answer that is too much for the datagrams that the system holds will need several tries. */
  #tryStream({ server }: Door): void {
    if (this.#isSettled) return;
    const position = this.#queue.findIndex(
      (door) => door.server === server && door.endpoint.protocol !== 'udp',
    );
    const [door] = position < 0 ? [] : this.#queue.splice(position, 1);
    if (door === undefined) return;
    this.#queue.unshift(door);
    this.#startNext();
  }
}
