import type { Worker } from 'node:cluster';
import type { OperatedWay } from '../admin/admin-parts.ts';
import type { Observer } from '../events.ts';
import type { HandleReport, PurgeTarget } from '../resolver/cache-report.ts';
import type { Clock } from '../system.ts';
import { metricsText, type ProcessMetrics, withDeparted } from './gather-metrics.ts';
import {
  FAREWELL_MARGIN_MS,
  RESTART_FIRST_MS,
  RESTART_MAX_MS,
  SETTLED_MS,
  START_MS,
} from './limits.ts';
import { ownMetric } from './own-metric.ts';
import { RateBook } from './rate-book.ts';
import { WorkerSlot } from './worker-slot.ts';

export interface SupervisorOptions {
  readonly count: number;
  readonly clock: Clock;
  /** Starts a process that calls `joinSupervisor`. */
  readonly fork: () => Worker;
  /** What workers are told of where to resolve, beside the settings. */
  readonly bootstrap: unknown;
  /** How long workers finish what they have in hand, in milliseconds. */
  readonly drainMs: number;
  readonly observer: Pick<Observer, 'warning' | 'notice'>;
}

/** What came of starting: where the workers listen, or the exit status of one that could not. */
export type Started = { readonly url: string } | { readonly failedWith: number };

/**
 * Keeps a number of workers that share one port: replaces those that end, replaces all of them one
 * after the other without losing a request, and speaks for all of them.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #slots = new Map<number, WorkerSlot>();
  /** Those that have been replaced and still have requests in hand. */
  readonly #leaving = new Set<WorkerSlot>();
  readonly #rates: RateBook;
  readonly #pending = new Set<() => void>();
  #departed: ProcessMetrics = [];
  #failuresInARow = 0;
  #restarts = 0;
  #isClosing = false;
  #rolling: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#rates = new RateBook(options.clock);
  }

  /** Starts one worker, and the others when that has shown that it can be done. */
  async start(): Promise<Started> {
    const first = this.#fork(1, true);
    this.#slots.set(1, first);
    const outcome = await this.#untilReady(first);
    if (outcome !== 'ready') return { failedWith: outcome.status || 1 };
    const { url } = await first.ready;
    this.#watch(first);
    const others = Array.from({ length: this.#options.count - 1 }, (_, n) =>
      this.#place(n + 2, true),
    );
    await Promise.all(others);
    return { url };
  }

  /** Replaces all workers, one after the other; a roll that is under way is enough. */
  roll(): Promise<void> {
    this.#rolling ??= this.#rollAll().finally(() => {
      this.#rolling = undefined;
    });
    return this.#rolling;
  }

  /** Lets all workers finish what they have in hand. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const cancel of this.#pending) cancel();
    const all = [...this.#slots.values(), ...this.#leaving];
    // They have much the same in their caches: the port is shared. The oldest has the most.
    const [oldest] = [...this.#slots.values()]
      .filter(({ readyAt }) => readyAt !== undefined)
      .sort((a, b) => (a.readyAt ?? 0) - (b.readyAt ?? 0));
    await Promise.all(all.map((slot) => this.#dismiss(slot, slot === oldest)));
  }

  /** How many serve. */
  get serving(): number {
    return [...this.#slots.values()].filter(
      ({ readyAt, hasEnded }) => readyAt !== undefined && !hasEnded,
    ).length;
  }

  async metrics(): Promise<string> {
    const slots = [...this.#slots.values(), ...this.#leaving];
    await Promise.all(
      slots.map(async (slot) => {
        slot.metrics = (await slot.ask('metrics', undefined)) ?? slot.metrics;
      }),
    );
    return metricsText([...slots.map(({ metrics }) => metrics), this.#departed, this.#own()]);
  }

  async inspect(handle: string): Promise<HandleReport> {
    const reports = await this.#askAll('inspect', handle);
    return {
      entries: reports.flatMap(({ worker, answer }) =>
        answer.entries.map((entry) => ({ ...entry, worker })),
      ),
      failures: reports.flatMap(({ worker, answer }) =>
        answer.failures.map((failure) => ({ ...failure, worker })),
      ),
    };
  }

  async purge(target: PurgeTarget): Promise<void> {
    await this.#askAll('purge', target);
  }

  async ways(): Promise<readonly OperatedWay[]> {
    const reports = await this.#askAll('ways', undefined);
    return reports.flatMap(({ worker, answer }) => answer.map((way) => ({ ...way, worker })));
  }

  async #askAll<Name extends 'inspect' | 'purge' | 'ways'>(
    name: Name,
    asked: Parameters<typeof WorkerSlot.prototype.ask<Name>>[1],
  ) {
    const answers = await Promise.all(
      [...this.#slots.values(), ...this.#leaving].map(async (slot) => ({
        worker: slot.place,
        answer: await slot.ask(name, asked),
      })),
    );
    type Answer = NonNullable<(typeof answers)[number]['answer']>;
    return answers.filter(
      (each): each is { worker: number; answer: Answer } => each.answer !== undefined,
    );
  }

  #fork(place: number, restoresCache = false): WorkerSlot {
    const { fork, clock, bootstrap } = this.#options;
    const hello = { kind: 'hello', bootstrap, restoresCache } as const;
    return new WorkerSlot(fork(), place, clock, hello, this.#rates);
  }

  /** @returns how it ended, when it did before it served */
  async #untilReady(slot: WorkerSlot): Promise<'ready' | { status: number | null }> {
    const cancel = this.#options.clock.after(START_MS, () => slot.worker.process.kill('SIGKILL'));
    const outcome = await Promise.race([slot.ready.then(() => 'ready' as const), slot.ended]);
    cancel();
    return outcome;
  }

  /**
   * Has a worker in this place, however often that takes.
   *
   * @param isStart whether the first one begins with what was kept of a cache; if it fails, the next does without
   */
  async #place(place: number, isStart = false): Promise<void> {
    for (let restoresCache = isStart; !this.#isClosing; restoresCache = false) {
      const slot = this.#fork(place, restoresCache);
      this.#slots.set(place, slot);
      const outcome = await this.#untilReady(slot);
      if (outcome === 'ready') {
        this.#watch(slot);
        return;
      }
      // All are being replaced, and this place has been taken by another one.
      if (this.#slots.get(place) !== slot) return;
      this.#warn('worker-failed', `worker ${place} ended before it served: ${endOf(outcome)}`);
      await this.#waitAfterFailure(0);
      if (this.#slots.get(place) !== slot) return;
    }
  }

  /** Replaces it when it ends without being told to. */
  #watch(slot: WorkerSlot): void {
    void slot.ended.then(async (ended) => {
      this.#departed = await withDeparted(this.#departed, slot.metrics);
      this.#leaving.delete(slot);
      if (slot.isLeaving || this.#isClosing) return;
      this.#restarts += 1;
      this.#warn('worker-ended', `worker ${slot.place} ended: ${endOf(ended)}; it is replaced`);
      await this.#waitAfterFailure(slot.readyAt ?? 0);
      if (this.#slots.get(slot.place) === slot) await this.#place(slot.place);
    });
  }

  /** @param servedSince on the clock's `elapsed` scale */
  async #waitAfterFailure(servedSince: number): Promise<void> {
    const { clock } = this.#options;
    const hasSettled = servedSince > 0 && clock.elapsed() - servedSince >= SETTLED_MS;
    this.#failuresInARow = hasSettled ? 1 : this.#failuresInARow + 1;
    const wait = Math.min(RESTART_FIRST_MS * 2 ** (this.#failuresInARow - 1), RESTART_MAX_MS);
    await new Promise<void>((resolve) => {
      const done = () => {
        cancel();
        this.#pending.delete(done);
        resolve();
      };
      const cancel = clock.after(wait, done);
      this.#pending.add(done);
    });
  }

  async #rollAll(): Promise<void> {
    for (const place of [...this.#slots.keys()]) {
      if (this.#isClosing) return;
      const next = this.#fork(place);
      this.#leaving.add(next);
      const outcome = await this.#untilReady(next);
      this.#leaving.delete(next);
      if (outcome !== 'ready') {
        this.#warn(
          'roll-stopped',
          `the new worker ${place} ended before it served (${endOf(outcome)}); the old ones go on`,
        );
        return;
      }
      // Not who was there at first: that one may have ended, and been replaced, meanwhile.
      const old = this.#slots.get(place);
      this.#slots.set(place, next);
      this.#watch(next);
      if (old === undefined || old.hasEnded) continue;
      this.#leaving.add(old);
      await this.#dismiss(old);
      // Nobody watches who has not served.
      if (old.readyAt === undefined) this.#leaving.delete(old);
    }
    this.#options.observer.notice?.({
      name: 'workers-replaced',
      message: `all ${this.#slots.size} workers have been replaced`,
    });
  }

  async #dismiss(slot: WorkerSlot, keepsCache = false): Promise<void> {
    const { clock, drainMs } = this.#options;
    slot.leave(keepsCache);
    // Who does not serve yet has nothing in hand, and may not listen to what it is told either.
    if (slot.readyAt === undefined) slot.worker.process.kill('SIGTERM');
    const cancel = clock.after(drainMs + FAREWELL_MARGIN_MS, () => {
      slot.worker.process.kill('SIGKILL');
    });
    await slot.ended;
    cancel();
  }

  #warn(name: string, message: string): void {
    this.#options.observer.warning?.({ name, message });
  }

  #own(): ProcessMetrics {
    return [
      ownMetric('hdl_edge_workers', 'Workers that serve.', 'gauge', this.serving),
      ownMetric(
        'hdl_edge_worker_restarts_total',
        'Workers that ended without being told to, and were replaced.',
        'counter',
        this.#restarts,
      ),
    ];
  }
}

function endOf({ status, signal }: { status: number | null; signal?: string | null }): string {
  return signal ? `by ${signal}` : `with status ${status}`;
}
