import { setMaxListeners } from 'node:events';
import type { Clock } from '../system.ts';
import type { Answer } from './answer.ts';
import type { Cancellation } from './cancellation.ts';
import type { CheckedAnswer } from './check-answer.ts';
import { type Failure, TransportError } from './errors.ts';
import type { UnderWay } from './under-way.ts';

/** How long an exchange may take and who may call it off. */
export interface ExchangeLimits {
  readonly signal: Cancellation;
  readonly timeoutMs: number;
  /** Called at most once, when an answer begins that UDP will need several tries for. */
  onLarge?(): void;
}

/** Who wants the answer: what a promise does, for a fraction of its price. */
export interface Asker extends ExchangeLimits {
  /** Called once, later than the exchange was begun. */
  onEnd(outcome: Answer | TransportError): void;
}

/**
 * One exchange on its way: who asks, its one timer, and all that must be undone when it ends,
 * however it ends. Ends once; whatever is called afterwards does nothing.
 */
export class Pending {
  readonly startedAt: number;
  /** On the clock's `elapsed` scale. */
  readonly deadline: number;
  /** How many times the request has been sent. */
  attempts = 0;
  readonly #clock: Clock;
  readonly #asker: Asker;
  #isLargeTold = false;
  readonly #registry: UnderWay<Pending>;
  readonly #place: number;
  readonly #abort = (): void => this.fail('aborted', 'the exchange was aborted');
  #cleanUp: (() => void) | undefined;
  #cancelTimer: (() => void) | undefined;
  #ended = false;

  /** @param registry holds the exchange until it ends, so that closing can end it */
  constructor(clock: Clock, asker: Asker, registry: UnderWay<Pending>) {
    const { signal } = asker;
    this.#clock = clock;
    this.#asker = asker;
    this.#registry = registry;
    this.startedAt = clock.elapsed();
    this.deadline = this.startedAt + asker.timeoutMs;
    this.#place = registry.add(this);
    // One signal may be for many exchanges, and more than ten listeners are no leak then.
    if (signal instanceof EventTarget) setMaxListeners(0, signal);
    signal.addEventListener('abort', this.#abort);
    if (signal.aborted) this.#abort();
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Whether the deadline has come, as far as timers, which know whole milliseconds, can tell. */
  isOver(now: number): boolean {
    return this.deadline - now < 1;
  }

  /** What must be undone at the end; done at once when that has passed. */
  atEnd(cleanUp: () => void): void {
    if (this.#ended) cleanUp();
    else this.#cleanUp = cleanUp;
  }

  /** Sets the timer, in place of the one that may be set. */
  wake(milliseconds: number, callback: () => void): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#clock.after(milliseconds, callback);
  }

  /** Ends the exchange with 'timeout' at its deadline. */
  wakeAtDeadline(): void {
    this.wake(Math.max(this.deadline - this.#clock.elapsed(), 0), () => this.timeOut());
  }

  /** The answer that has begun is too much for one go. */
  isLarge(): void {
    if (this.#isLargeTold) return;
    this.#isLargeTold = true;
    this.#asker.onLarge?.();
  }

  /** @param refused what was wrong with the answer that did come, if one did */
  timeOut(refused?: Failure): void {
    const why = refused === undefined ? '' : `; of one that came: ${refused.message}`;
    this.fail('timeout', `no complete answer came in time${why}`, refused?.cause);
  }

  succeed(checked: CheckedAnswer, bytes: number): void {
    if (this.#ended) return;
    this.#end();
    const { attempts } = this;
    const { response, verified, verifiedBy } = checked;
    const answer = { response, milliseconds: this.#milliseconds(), attempts, bytes };
    const isPlain = verified === undefined || verifiedBy === undefined;
    this.#asker.onEnd(isPlain ? answer : { ...answer, verified, verifiedBy });
  }

  fail(code: Failure['code'], message: string, cause?: unknown): void {
    if (this.#ended) return;
    this.#end();
    const { attempts } = this;
    const milliseconds = this.#milliseconds();
    const error = new TransportError(code, message, { attempts, milliseconds, cause });
    // It may fail before whoever asks has gone on.
    queueMicrotask(() => this.#asker.onEnd(error));
  }

  failWith(failure: Failure): void {
    this.fail(failure.code, failure.message, failure.cause);
  }

  #end(): void {
    this.#ended = true;
    this.#cancelTimer?.();
    this.#asker.signal.removeEventListener('abort', this.#abort);
    this.#registry.remove(this.#place);
    this.#cleanUp?.();
  }

  #milliseconds(): number {
    return this.#clock.elapsed() - this.startedAt;
  }
}
