import type { Clock } from '../../../src/system.ts';

/** 1 January 2026 in milliseconds since 1970. */
const START = 1_767_225_600_000;

/** How often everything else gets its turn before the clock may go on, unless told otherwise. */
const TURNS = 3;

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
}

/** A clock that stands still unless it is told to go. */
export class VirtualClock implements Clock {
  #elapsed = 0;
  #start = START;
  readonly #alarms = new Set<Alarm>();
  readonly #turns: number;

  /** @param turnsOfLoop how many turns of the loop everything needs that goes on without time */
  constructor(turnsOfLoop = TURNS) {
    this.#turns = turnsOfLoop;
  }

  now(): number {
    return this.#start + this.#elapsed;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  after(milliseconds: number, ring: () => void): () => void {
    const alarm = { at: this.#elapsed + milliseconds, ring };
    this.#alarms.add(alarm);
    return () => this.#alarms.delete(alarm);
  }

  /** Somebody sets the wall clock; no time passes. */
  setBack(milliseconds: number): void {
    this.#start -= milliseconds;
  }

  /** How many timers are set. */
  get alarms(): number {
    return this.#alarms.size;
  }

  /** Lets time pass, with the timers that ring in it. */
  advance(milliseconds: number): void {
    const end = this.#elapsed + milliseconds;
    for (let alarm = this.#next(end); alarm; alarm = this.#next(end)) this.#ring(alarm);
    this.#elapsed = end;
  }

  /** Lets time pass, and everything that happens in it happen at its time. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#elapsed + milliseconds;
    for (;;) {
      await turns(this.#turns);
      const alarm = this.#next(end);
      if (alarm === undefined) break;
      this.#ring(alarm);
    }
    this.#elapsed = end;
  }

  /** Lets time pass as far as it must for the promise to be settled. */
  async run<Result>(promise: Promise<Result>): Promise<Result> {
    let settled = false;
    const settle = () => {
      settled = true;
    };
    promise.then(settle, settle);
    for (;;) {
      await turns(this.#turns);
      if (settled) return promise;
      const alarm = this.#next(Number.POSITIVE_INFINITY);
      if (alarm === undefined) throw new Error('it waits for something that no timer will end');
      this.#ring(alarm);
    }
  }

  #next(end: number): Alarm | undefined {
    let first: Alarm | undefined;
    for (const alarm of this.#alarms) {
      // Of those that ring at the same time, the one that was set first.
      if (alarm.at <= end && (first === undefined || alarm.at < first.at)) first = alarm;
    }
    return first;
  }

  #ring(alarm: Alarm): void {
    this.#alarms.delete(alarm);
    this.#elapsed = Math.max(this.#elapsed, alarm.at);
    alarm.ring();
  }
}

/** Everything that can go on without time passing goes on. */
export async function turns(count = TURNS): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
