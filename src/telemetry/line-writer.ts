import type { Clock } from '../system.ts';
import { MAX_WAITING_CHARACTERS, WRITE_CHARACTERS } from './limits.ts';

/** Takes text. */
export interface Sink {
  /** @param done - called when it has been taken, however long that takes */
  write(text: string, done: () => void): void;
  /** For the last moment of a process: takes what it can at once, without waiting for anybody. */
  writeNow(text: string): void;
}

export interface LineWriterOptions {
  readonly sink: Sink;
  readonly clock: Clock;
  /** How long a line may wait for others to be written with it, in milliseconds. */
  readonly delayMs: number;
  /** @default 8388608 characters */
  readonly maxWaiting?: number;
}

/**
 * Writes lines, many at a time, and waits for nobody: when whoever reads them is slower than they
 * come, they are kept up to a bound, and beyond it dropped and counted. A log must never stop
 * what it tells of.
 */
export class LineWriter {
  readonly #options: LineWriterOptions;
  readonly #maxWaiting: number;
  #waiting = '';
  #isWriting = false;
  #cancelTimer: (() => void) | undefined;
  #onIdle: (() => void)[] = [];
  /** Lines lost since the start. */
  dropped = 0;

  constructor(options: LineWriterOptions) {
    this.#options = options;
    this.#maxWaiting = options.maxWaiting ?? MAX_WAITING_CHARACTERS;
  }

  /** @param line - with its end */
  write(line: string): void {
    if (this.#waiting.length + line.length > this.#maxWaiting) {
      this.dropped += 1;
      return;
    }
    this.#waiting += line;
    if (this.#isWriting) return;
    if (this.#waiting.length >= WRITE_CHARACTERS) this.#send();
    else this.#cancelTimer ??= this.#options.clock.after(this.#options.delayMs, () => this.#send());
  }

  /** @returns whether everything was taken within the time */
  flush(timeoutMs: number): Promise<boolean> {
    if (!this.#isWriting) this.#send();
    if (!this.#isWriting) return Promise.resolve(true);
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(timeoutMs, () => resolve(false));
      this.#onIdle.push(() => {
        cancel();
        resolve(true);
      });
    });
  }

  /** For the last moment of a process. */
  flushNow(): void {
    if (this.#waiting === '' || this.#isWriting) return;
    this.#options.sink.writeNow(this.#waiting);
    this.#waiting = '';
  }

  #send(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#waiting === '') {
      for (const done of this.#onIdle.splice(0)) done();
      return;
    }
    const text = this.#waiting;
    this.#waiting = '';
    this.#isWriting = true;
    this.#options.sink.write(text, () => {
      this.#isWriting = false;
      this.#send();
    });
  }
}
