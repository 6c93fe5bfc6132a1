import { availableParallelism } from 'node:os';
import { createChecker } from '../load/checker.ts';
import { handleSourceOf } from '../load/handle-source-of.ts';
import { MAX_EARLIER, MODEST_RATE } from '../load/limits.ts';
import { LoadError } from '../load/load-error.ts';
import { createLoopMeter } from '../load/loop-meter.ts';
import { createPicker, type Pick } from '../load/picker.ts';
import { htmlReport } from '../load/report/html-report.ts';
import type { LoadReport } from '../load/report/load-report.ts';
import { readLoadReport } from '../load/report/read-load-report.ts';
import { runRamp } from '../load/run-ramp.ts';
import { runStep } from '../load/run-step.ts';
import { seededRandom } from '../load/seeded-random.ts';
import type { Plan, Progress, StepResult } from '../load/step.ts';
import { systemClock } from '../system.ts';
import { loadCommand } from './load-command.ts';
import { expectWritable, progressText, showReport, writeReport } from './load-output.ts';
import { loadTarget } from './load-target.ts';
import type { Invocation } from './run.ts';
import { printable } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { packageVersion } from './version.ts';

/** What is taken of the command line; the names are those of the flags. */
interface Wishes {
  readonly handles?: string;
  readonly pattern?: string;
  readonly log?: string;
  readonly pick?: Pick;
  readonly rate?: number;
  readonly ramp?: boolean;
  readonly duration?: number;
  readonly warmUp?: number;
  readonly seed?: number;
  readonly protocol?: 'udp' | 'tcp' | 'http';
  readonly connections?: number;
  readonly timeout?: number;
  readonly accept?: string;
  readonly expectStatus?: number;
  readonly expectHost?: string;
  readonly varying?: boolean;
  readonly against?: readonly string[];
  readonly json?: string;
  readonly html?: string;
  readonly iOperateThis?: boolean;
}

const DEFAULT_RATE = 100;
const DEFAULT_SECONDS = 10;
const DEFAULT_STEP_SECONDS = 5;
const DEFAULT_CONNECTIONS = 256;
const DEFAULT_TIMEOUT_MS = 5_000;

/** `hdl-edge load TARGET` */
export async function load({ options, operands, terminal }: Invocation): Promise<number> {
  const wishes = Object.fromEntries(options) as Wishes;
  const [operand] = operands;
  if (operand === undefined) throw new UsageError('Whom to ask? No target was given.');
  const { pick = 'each', rate = DEFAULT_RATE, seed = 1, ramp: isRamp = false } = wishes;
  const connections = wishes.connections ?? DEFAULT_CONNECTIONS;
  const timeoutMs = wishes.timeout ?? DEFAULT_TIMEOUT_MS;
  const source = explained(() => handleSourceOf(sourcesIn(wishes)));
  const earlier = explained(() => (wishes.against ?? []).map(readLoadReport));
  if (earlier.length > MAX_EARLIER) {
    throw new UsageError(`At most ${MAX_EARLIER} earlier reports stand beside a new one.`);
  }
  const { count = 0, examples = [] } = source.passedOver ?? {};
  if (count > 0) {
    const more = count > examples.length ? '; …' : '';
    const lines = count === 1 ? 'line is' : 'lines are';
    terminal.err(printable(`${count} ${lines} passed over: ${examples.join('; ')}${more}`));
  }
  const { target, isOwn } = await loadTarget({
    operand,
    protocol: wishes.protocol ?? 'udp',
    connections,
    timeoutMs,
    headers: wishes.accept === undefined ? {} : { accept: wishes.accept },
    mayBurden: wishes.iOperateThis === true,
  });
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  try {
    refuseStrangers(target.name, isOwn, wishes);
    for (const path of [wishes.json, wishes.html]) if (path !== undefined) expectWritable(path);
    const plan: Plan = {
      target,
      source,
      pick: createPicker(pick, source.count, seededRandom(seed)),
      check: createChecker(target, source, expectationOf(wishes), wishes.varying === true),
    };
    process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
    const startedAt = new Date(systemClock.now()).toISOString();
    const stepOptions = {
      rate,
      seconds: wishes.duration ?? (isRamp ? DEFAULT_STEP_SECONDS : DEFAULT_SECONDS),
      clock: systemClock,
      signal: stop.signal,
      busyShare: createLoopMeter(),
      onProgress: (progress: Progress) => terminal.progress(progressText(progress)),
    };
    if (wishes.warmUp !== undefined) {
      await runStep(plan, { ...stepOptions, seconds: wishes.warmUp });
    }
    const result = isRamp
      ? await runRamp(plan, stepOptions)
      : { steps: [await runStep(plan, stepOptions)] };
    const report: LoadReport = {
      tool: `hdl-edge ${packageVersion()}`,
      startedAt,
      target: target.name,
      command: loadCommand(operand, options),
      pick,
      seed,
      handles: source.count,
      connections,
      timeoutMs,
      node: process.versions.node,
      cores: availableParallelism(),
      ramp: isRamp,
      ...result,
    };
    terminal.progress('');
    showReport(report, terminal);
    const { json, html } = wishes;
    if (json !== undefined) writeReport(json, `${JSON.stringify(report, undefined, 2)}\n`);
    if (html !== undefined) writeReport(html, htmlReport(report, earlier));
    return isClean(result.steps, isRamp) ? 0 : 1;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await target.close();
  }
}

function sourcesIn({ handles, pattern, log }: Wishes) {
  return { handles, pattern, log };
}

/** What a file lacks is wrong usage. */
function explained<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof LoadError) throw new UsageError(error.message);
    throw error;
  }
}

/** Whoever sends more than a few requests to somebody else's server has to say that he may. */
function refuseStrangers(name: string, isOwn: boolean, wishes: Wishes): void {
  const { rate = DEFAULT_RATE, ramp, iOperateThis } = wishes;
  if (isOwn || iOperateThis === true || (rate <= MODEST_RATE && ramp !== true)) return;
  throw new UsageError(
    `${name} is neither on this machine nor in a private network. Without --i-operate-this it gets at most ${MODEST_RATE} requests per second (--rate ${MODEST_RATE}) and no ramp.`,
  );
}

function expectationOf({ expectStatus, expectHost }: Wishes) {
  return {
    ...(expectStatus !== undefined && { status: expectStatus }),
    ...(expectHost !== undefined && { host: expectHost.toLowerCase() }),
  };
}

/** A ramp ends in failures: only wrong answers count against it. */
function isClean(steps: readonly StepResult[], isRamp: boolean): boolean {
  return steps.every(
    ({ wrong, failed, unsent }) => wrong === 0 && (isRamp || (failed === 0 && unsent === 0)),
  );
}
