import { MAX_IN_FLIGHT, TICK_MS, TICK_SLACK_MS } from './limits.ts';
import type { Plan, Progress, StepOptions, StepResult } from './step.ts';
import { Tally } from './tally.ts';

const PROGRESS_MS = 1_000;

/**
 * Sends requests at a constant rate for some time, open-loop: a slow answer does not hold up the
 * next request, so that every request meets the server in the state that it would have met in real
 * life. Times are counted from when a request was due, not from when it was sent.
 */
export function runStep(plan: Plan, options: StepOptions): Promise<StepResult> {
  const { target, source, pick, check } = plan;
  const { rate, seconds, clock, signal, busyShare, onProgress } = options;
  const tally = new Tally();
  const total = Math.max(1, Math.round(rate * seconds));
  const began = clock.elapsed();
  let sent = 0;
  let due = 0;
  let unsent = 0;
  let inFlight = 0;
  let late = 0;
  let hadToWait = 0;
  let repeated = 0;
  let rightBefore = 0;
  let nextProgress = began + PROGRESS_MS;
  let lastAnswerAt = began;
  let stoppedAt: number | undefined;
  let rightInTime = 0;
  busyShare();

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
        late,
        hadToWait,
        repeated,
        busyShare: busyShare(),
        isCutShort: due < total,
        throughput: rightInTime / (((stoppedAt ?? began) - began) / 1000 || 1),
        latencies: tally.latencies(),
        serviceTimes: tally.serviceTimes(),
        outcomes: tally.outcomes,
        examples: tally.examples,
        perSecond: tally.seconds,
      });
    };

    const settled = () => {
      inFlight -= 1;
      if (stoppedAt !== undefined && inFlight === 0) finish();
    };

    const send = (dueAt: number, isLate: boolean) => {
      if (inFlight >= MAX_IN_FLIGHT) {
        unsent += 1;
        return;
      }
      const position = pick();
      const handle = source.at(position);
      const second = Math.floor((dueAt - began) / 1000);
      sent += 1;
      if (isLate) late += 1;
      inFlight += 1;
      const sentAt = clock.elapsed();
      target.ask(handle).then((reply) => {
        if (reply.hadToWait === true) hadToWait += 1;
        if ((reply.attempts ?? 1) > 1) repeated += 1;
        const fault = check(position, reply);
        if (reply.status === undefined || fault?.kind === 'turned away') {
          tally.countFailed(fault?.text ?? reply.outcome, second);
        } else {
          if (fault !== undefined) tally.example(handle, fault.text);
          lastAnswerAt = clock.elapsed();
          const times = { latency: lastAnswerAt - dueAt, service: lastAnswerAt - sentAt };
          tally.count(reply.outcome, times, fault?.text, second);
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
        const isLate = now - dueAt > TICK_SLACK_MS;
        send(isLate ? dueAt : now, isLate);
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
      rightInTime = rightSoFar();
      if (inFlight === 0) finish();
    };

    /** With those that cannot have an answer yet, because none comes faster; more than these are a backlog. */
    const rightSoFar = () => {
      const right = tally.answered - tally.wrong;
      const underWay = Math.ceil((rate * (tally.fastest + TICK_SLACK_MS)) / 1000);
      const share = right / (tally.answered + tally.failed || 1);
      return right + Math.min(inFlight, underWay) * share;
    };

    const progressNow = (now: number): Progress => {
      const right = tally.answered - tally.wrong;
      const throughput = (right - rightBefore) / (PROGRESS_MS / 1000);
      rightBefore = right;
      return {
        rate,
        elapsedSeconds: (now - began) / 1000,
        seconds,
        sent,
        answered: tally.answered,
        failed: tally.failed,
        wrong: tally.wrong,
        inFlight,
        throughput,
        p50: tally.p50,
        p99: tally.p99,
      };
    };

    tick();
  });
}
