import type { Clock } from '../system.ts';
import type { Checker } from './checker.ts';
import type { HandleSource } from './handle-source.ts';
import { MAX_IN_FLIGHT, TICK_MS, TICK_SLACK_MS } from './limits.ts';
import type { Picker } from './picker.ts';
import type { Target } from './reply.ts';
import { type Latencies, type Second, Tally } from './tally.ts';

/** What a test asks, and of whom. */
export interface Plan {
  readonly target: Target;
  readonly source: HandleSource;
  readonly pick: Picker;
  readonly check: Checker;
}

export interface StepOptions {
  /** Requests per second, however many are still waiting for an answer. */
  readonly rate: number;
  readonly seconds: number;
  readonly clock: Clock;
  /** Ends the sending; what is under way is waited for. */
  readonly signal: AbortSignal;
  /** Told about every second. */
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly rate: number;
  readonly elapsedSeconds: number;
  readonly seconds: number;
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  readonly wrong: number;
  readonly inFlight: number;
  /** Milliseconds, so far. */
  readonly p50: number;
  readonly p99: number;
}

/** What came of a rate. */
export interface StepResult {
  readonly rate: number;
  /** From the first request to the last answer, in seconds. */
  readonly seconds: number;
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  readonly wrong: number;
  /** Due requests that were not sent because too many were waiting. */
  readonly unsent: number;
  /** Right answers per second. */
  readonly throughput: number;
  readonly latencies: Latencies;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly examples: readonly string[];
  readonly perSecond: readonly Second[];
}

const PROGRESS_MS = 1_000;

/**
 * Sends requests at a constant rate for some time, open-loop: a slow answer does not hold up the
 * next request, so that every request meets the server in the state that it would have met in real
 * life. Times are counted from when a request was due, not from when it was sent.
 */
export function runStep(plan: Plan, options: StepOptions): Promise<StepResult> {
  const { target, source, pick, check } = plan;
  const { rate, seconds, clock, signal, onProgress } = options;
  const tally = new Tally();
  const total = Math.max(1, Math.round(rate * seconds));
  const began = clock.elapsed();
  let sent = 0;
  let due = 0;
  let unsent = 0;
  let inFlight = 0;
  let nextProgress = began + PROGRESS_MS;
  let lastAnswerAt = began;
  let stoppedAt: number | undefined;

  return new Promise((resolve) => {
    const finish = () => {
      // A target that lags behind goes on answering when nothing is sent any more.
      const ran = (Math.max(stoppedAt ?? 0, lastAnswerAt) - began) / 1000 || 1;
      resolve({
        rate,
        seconds: ran,
        sent,
        answered: tally.answered,
        failed: tally.failed,
        wrong: tally.wrong,
        unsent,
        throughput: (tally.answered - tally.wrong) / ran,
        latencies: tally.latencies(),
        outcomes: tally.outcomes,
        examples: tally.examples,
        perSecond: tally.seconds,
      });
    };

    const settled = () => {
      inFlight -= 1;
      if (stoppedAt !== undefined && inFlight === 0) finish();
    };

    const send = (dueAt: number) => {
      if (inFlight >= MAX_IN_FLIGHT) {
        unsent += 1;
        return;
      }
      const position = pick();
      const handle = source.at(position);
      const second = Math.floor((dueAt - began) / 1000);
      sent += 1;
      inFlight += 1;
      target.ask(handle).then((reply) => {
        if (reply.status === undefined) {
          tally.countFailed(reply.outcome, second);
        } else {
          const wrong = check(position, reply);
          if (wrong !== undefined) tally.example(`${handle} ${wrong}`);
          lastAnswerAt = clock.elapsed();
          tally.count(reply.outcome, lastAnswerAt - dueAt, wrong, second);
        }
        settled();
      });
    };

    const tick = () => {
      const now = clock.elapsed();
      while (due < total && !signal.aborted) {
        const dueAt = began + (due / rate) * 1000;
        if (dueAt > now) break;
        due += 1;
        // Timers are not exact; that is not the server's fault. A real delay of ours is counted in.
        send(now - dueAt <= TICK_SLACK_MS ? now : dueAt);
      }
      if (now >= nextProgress) {
        nextProgress += PROGRESS_MS;
        onProgress(progressNow(now));
      }
      if (due < total && !signal.aborted) {
        clock.after(TICK_MS, tick);
        return;
      }
      stoppedAt = Math.max(now, signal.aborted ? now : began + (total / rate) * 1000);
      if (inFlight === 0) finish();
    };

    const progressNow = (now: number): Progress => ({
      rate,
      elapsedSeconds: (now - began) / 1000,
      seconds,
      sent,
      answered: tally.answered,
      failed: tally.failed,
      wrong: tally.wrong,
      inFlight,
      p50: tally.p50,
      p99: tally.p99,
    });

    tick();
  });
}
