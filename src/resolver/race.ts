import type { Answer } from '../transport/answer.ts';
import { Canceller } from '../transport/cancellation.ts';
import { TransportError } from '../transport/errors.ts';
import type { Asked } from './asking.ts';
import { Attempt } from './attempt.ts';
import type { Door } from './doors.ts';
import type { Failure } from './failure.ts';
import { LATE_WAKE_MS, MAX_ATTEMPTS, MAX_LATE_WAKES, MAX_WAKE_LATENESS_MS } from './limits.ts';
import type { Patience } from './patience.ts';
import type { RaceHost, Run } from './race-host.ts';

/**
 * One question on its way through the doors of a service. The next door is tried as soon as one has
 * failed, or beside it when it is silent for longer than it should be: so a dead server costs as long
 * as answers usually take, and not its whole time-out. The first answer wins.
 */
export class Race {
  readonly run: Run;
  readonly #host: RaceHost;
  /** Those under way; hardly ever more than one or two. */
  #running: readonly Attempt[] = [];
  readonly canceller = new Canceller();
  /** Among all that are under way. */
  place = 0;
  #queue: readonly Door[];
  #attempts = 0;
  /** The one that was started last. */
  #latest: Attempt | undefined;
  /** Why no more may be tried. */
  #refused: Failure | undefined;
  #cancelAlarm: (() => void) | undefined;
  #lateWakes = 0;
  #isSettled = false;
  #resolve!: (asked: Asked) => void;

  /** @param doors in the order in which to try them */
  constructor(host: RaceHost, run: Run, doors: readonly Door[]) {
    this.#host = host;
    this.run = run;
    this.#queue = doors;
  }

  start(): Promise<Asked> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#startNext();
    });
  }

  /** The only door that had to be tried; undefined when there were others. */
  get onlyDoor(): Door | undefined {
    return this.#attempts === 1 ? this.#latest?.door : undefined;
  }

  /** Ends it, whatever is under way. */
  stop(why: Failure): void {
    if (!this.#isSettled) this.#settle(why);
  }

  #startNext(): void {
    const door = this.#refused === undefined ? this.#takeDoor() : undefined;
    if (door === undefined) {
      if (this.#running.length === 0) this.#settle(this.#host.failed(this.run, this.#refused));
      return;
    }
    this.#refused = this.run.context.budget.spend();
    if (this.#refused === undefined) this.#start(door);
    else this.#startNext();
  }

  #takeDoor(): Door | undefined {
    if (this.#attempts >= MAX_ATTEMPTS) return undefined;
    const door = this.#nextDoor();
    if (door !== undefined) this.#take(door);
    return door;
  }

  #nextDoor(): Door | undefined {
    const { done } = this.run;
    return done === undefined
      ? this.#queue[0]
      : this.#queue.find(({ server }) => !done.has(server));
  }

  #take(taken: Door): void {
    this.#queue = this.#queue.filter((door) => door !== taken);
  }

  #start(door: Door): void {
    const { clock } = this.#host;
    const next = this.#attempts + 1 < MAX_ATTEMPTS ? this.#nextDoor() : undefined;
    const patience = next === undefined ? undefined : this.#host.patience(door, next);
    const silentMs = patience?.silentMs ?? Number.POSITIVE_INFINITY;
    const attempt = new Attempt(this, door, clock.elapsed(), silentMs);
    this.#attempts += 1;
    this.#latest = attempt;
    this.#running = this.#running.length === 0 ? [attempt] : [...this.#running, attempt];
    this.#host.exchange(door, this.run, attempt);
    if (patience !== undefined) this.#watch(patience);
  }

  /** @internal An attempt tells what came of it. */
  ended(attempt: Attempt, answer: Answer | TransportError): void {
    this.#host.exchangeOver();
    // Those that lost have been told of already.
    if (this.#isSettled) return;
    this.#running = this.#running.filter((other) => other !== attempt);
    const asked = this.#host.judge(this.run, attempt.door, answer);
    if (asked !== undefined) this.#leaveOthers();
    this.#host.ended(this.run, attempt, answer);
    if (asked !== undefined) this.#settle(asked);
    // Of those that are watched it was the last one; the others have had their time.
    else if (attempt === this.#latest || this.#running.length === 0) this.#startNext();
  }

  #settle(asked: Asked): void {
    this.#isSettled = true;
    this.#cancelAlarm?.();
    this.#leaveOthers();
    this.#host.settled(this, asked);
    this.#resolve(asked);
  }

  #leaveOthers(): void {
    if (this.#running.length === 0) return;
    const now = this.#host.clock.elapsed();
    for (const attempt of this.#running) {
      const milliseconds = now - attempt.startedAt;
      const code = milliseconds >= attempt.silentMs ? 'timeout' : 'aborted';
      const error = new TransportError(code, 'another server was faster', {
        attempts: 1,
        milliseconds,
      });
      this.#host.ended(this.run, attempt, error);
    }
    this.#running = [];
    this.#isSettled = true;
    this.canceller.abort();
  }

  #watch({ slowMs, silentMs }: Patience): void {
    const { hedges } = this.#host;
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
    const { clock } = this.#host;
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

  /** @internal An answer that is too much for the datagrams that the system holds needs several tries. */
  tryStream({ server }: Door): void {
    this.#host.isLarge(this.run);
    if (this.#isSettled) return;
    const door = this.#queue.find(
      (other) => other.server === server && other.endpoint.protocol !== 'udp',
    );
    if (door === undefined) return;
    this.#take(door);
    this.#queue = [door, ...this.#queue];
    this.#startNext();
  }
}
