import type { Clock } from '../system.ts';
import { PASS_BY_FIRST_MS, PASS_BY_MAX_MS } from './limits.ts';

/**
 * Remembers that something failed, so that it is passed by until a probe behind everybody's back
 * has found it well again: whoever comes meanwhile loses no time over it. The first probe goes out at
 * once, since a single answer that is late says little; and so does one at any sign of life.
 */
export class Breaker {
  readonly #clock: Clock;
  readonly #probe: () => Promise<boolean>;
  #stopTimer: (() => void) | undefined;
  #isOpen = false;
  #isProbing = false;
  #isClosed = false;
  #passByMs = PASS_BY_FIRST_MS;

  /** @param probe says whether it is well; never rejects */
  constructor(clock: Clock, probe: () => Promise<boolean>) {
    this.#clock = clock;
    this.#probe = probe;
  }

  /** Whether it is to be passed by. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  failed(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    void this.#tryNow();
  }

  /** What has worked while it was used is trusted again. */
  worked(): void {
    if (!this.#isOpen) this.#passByMs = PASS_BY_FIRST_MS;
  }

  /** It has said something, if late: a pause that is over need not be waited out. */
  heard(): void {
    if (!this.#isOpen || this.#isProbing || this.#isClosed) return;
    this.#stopTimer?.();
    void this.#tryNow();
  }

  /** For good. */
  close(): void {
    this.#isClosed = true;
    this.#stopTimer?.();
  }

  #probeLater(): void {
    if (this.#isClosed) return;
    this.#stopTimer = this.#clock.after(this.#passByMs, () => void this.#tryNow());
    this.#passByMs = Math.min(this.#passByMs * 2, PASS_BY_MAX_MS);
  }

  async #tryNow(): Promise<void> {
    this.#isProbing = true;
    const isWell = await this.#probe();
    this.#isProbing = false;
    if (isWell) this.#isOpen = false;
    else this.#probeLater();
  }
}
