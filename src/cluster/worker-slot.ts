import type { Worker } from 'node:cluster';
import type { RateLedger } from '../shared-cache/rate-ledger.ts';
import type { Clock } from '../system.ts';
import { REPLY_MS } from './limits.ts';
import type { Hello, Order, QuestionName, Questions, Report } from './messages.ts';
import { rescueHandOvers } from './rescue-hand-overs.ts';

/** A worker as its supervisor sees it. */
export class WorkerSlot {
  readonly worker: Worker;
  /** Its place among the workers, from 1; a worker that takes another's place has the same. */
  readonly place: number;
  readonly ready: Promise<Extract<Report, { kind: 'ready' }>>;
  readonly ended: Promise<{ status: number | null; signal: string | null }>;
  /** On the clock's `elapsed` scale; undefined before it serves. */
  readyAt: number | undefined;
  /** Whether its process is gone. */
  hasEnded = false;
  /** Whether it was told to leave. */
  isLeaving = false;
  /** What it counted, as it told last. */
  metrics: Questions['metrics']['answer'] = [];
  readonly #clock: Clock;
  readonly #waiting = new Map<number, (answer: unknown) => void>();
  #lastId = 0;

  /** @param rates where it writes down what it lets in */
  constructor(worker: Worker, place: number, clock: Clock, hello: Hello, rates: RateLedger) {
    this.worker = worker;
    this.place = place;
    this.#clock = clock;
    rescueHandOvers(worker);
    this.ended = new Promise((resolve) => {
      worker.once('exit', (status: number | null, signal: string | null) => {
        this.hasEnded = true;
        for (const tell of this.#waiting.values()) tell(undefined);
        this.#waiting.clear();
        resolve({ status, signal });
      });
    });
    // What cannot be sent was meant for one who is gone.
    worker.on('error', () => {});
    this.ready = new Promise((resolve) => {
      worker.on('message', (report: Report) => {
        if (report.kind === 'joining') this.send(hello);
        else if (report.kind === 'ready') {
          this.readyAt = clock.elapsed();
          resolve(report);
        } else if (report.kind === 'farewell') this.metrics = report.metrics;
        else if (report.kind === 'answer') this.#take(report.id, report.answer);
        else if (report.kind === 'spent') void this.#settle(report, rates);
      });
    });
  }

  send(order: Order): void {
    if (this.worker.isConnected()) this.worker.send(order);
  }

  /** @param keepsCache whether its cache is kept for the next start */
  leave(keepsCache: boolean): void {
    this.isLeaving = true;
    this.send({ kind: 'leave', keepsCache });
  }

  /** @returns undefined when it does not answer in time */
  ask<Name extends QuestionName>(
    name: Name,
    asked: Questions[Name]['asked'],
  ): Promise<Questions[Name]['answer'] | undefined> {
    if (this.readyAt === undefined || !this.worker.isConnected()) return Promise.resolve(undefined);
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      const cancel = this.#clock.after(REPLY_MS, () => this.#take(id, undefined));
      this.#waiting.set(id, (answer) => {
        cancel();
        resolve(answer as Questions[Name]['answer'] | undefined);
      });
      this.send({ kind: 'question', id, name, asked });
    });
  }

  async #settle({ id, rate, spent }: Extract<Report, { kind: 'spent' }>, rates: RateLedger) {
    const levels = await rates.settle(rate, spent);
    if (levels !== undefined) this.send({ kind: 'levels', id, levels });
  }

  #take(id: number, answer: unknown): void {
    this.#waiting.get(id)?.(answer);
    this.#waiting.delete(id);
  }
}
