import type { Clock } from '../../src/system.ts';

interface Alarm {
  readonly at: number;
  readonly callback: () => void;
}

/** A clock that goes only when it is told to; timers ring in their order. */
export class ManualClock implements Clock {
  #elapsed = 0;
  readonly #start: number;
  readonly #alarms = new Set<Alarm>();

  constructor(start = Date.now()) {
    this.#start = start;
  }

  now(): number {
    return this.#start + this.#elapsed;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const alarm = { at: this.#elapsed + milliseconds, callback };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** How long until each timer rings, soonest first. */
  get timers(): number[] {
    return [...this.#alarms].map(({ at }) => at - this.#elapsed).sort((a, b) => a - b);
  }

  advance(milliseconds: number): void {
    const end = this.#elapsed + milliseconds;
    for (;;) {
      const due = [...this.#alarms].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#alarms.delete(due);
      this.#elapsed = Math.max(this.#elapsed, due.at);
      due.callback();
    }
    this.#elapsed = end;
  }

  /** Time passes while nobody gets a turn: timers that were due ring late, all at the end. */
  stall(milliseconds: number): void {
    this.#elapsed += milliseconds;
    this.advance(0);
  }
}
