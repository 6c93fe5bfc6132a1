import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createChecker } from '../load/checker.ts';
import { handleSourceOf } from '../load/handle-source-of.ts';
import { MODEST_RATE } from '../load/limits.ts';
import { LoadError } from '../load/load-error.ts';
import { createPicker, type Pick } from '../load/picker.ts';
import { htmlReport } from '../load/report/html-report.ts';
import type { LoadReport } from '../load/report/load-report.ts';
import { STEP_HEAD, stepRow, summaryText } from '../load/report/step-row.ts';
import { isSaturated, runRamp } from '../load/run-ramp.ts';
import { type Plan, type Progress, runStep, type StepResult } from '../load/run-step.ts';
import { seededRandom } from '../load/seeded-random.ts';
import { systemClock } from '../system.ts';
import { loadTarget } from './load-target.ts';
import type { Invocation } from './run.ts';
import { StartError } from './start-error.ts';
import { columns, printable, type Terminal } from './terminal.ts';
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
  readonly seed?: number;
  readonly protocol?: 'udp' | 'tcp' | 'http';
  readonly connections?: number;
  readonly timeout?: number;
  readonly accept?: string;
  readonly expectStatus?: number;
  readonly expectHost?: string;
  readonly varying?: boolean;
  readonly json?: string;
  readonly html?: string;
  readonly iOperateThis?: boolean;
}

const DEFAULT_RATE = 100;
const DEFAULT_SECONDS = 10;
const DEFAULT_STEP_SECONDS = 5;
const DEFAULT_CONNECTIONS = 64;
const DEFAULT_TIMEOUT_MS = 5_000;

/** `hdl-edge load TARGET` */
export async function load({ options, operands, terminal }: Invocation): Promise<number> {
  const wishes = Object.fromEntries(options) as Wishes;
  const [operand] = operands;
  if (operand === undefined) throw new UsageError('Whom to ask? No target was given.');
  const { pick = 'each', rate = DEFAULT_RATE, seed = 1, ramp: isRamp = false } = wishes;
  const source = sourceOf(wishes);
  const { target, isOwn } = await loadTarget({
    operand,
    protocol: wishes.protocol ?? 'udp',
    connections: wishes.connections ?? DEFAULT_CONNECTIONS,
    timeoutMs: wishes.timeout ?? DEFAULT_TIMEOUT_MS,
    headers: wishes.accept === undefined ? {} : { accept: wishes.accept },
    mayBurden: wishes.iOperateThis === true,
  });
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  try {
    refuseStrangers(target.name, isOwn, wishes);
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
      onProgress: progressTo(terminal),
    };
    const steps = isRamp ? await runRamp(plan, stepOptions) : [await runStep(plan, stepOptions)];
    const sustained = isRamp ? steps.findLast((step) => !isSaturated(step)) : undefined;
    const report: LoadReport = {
      tool: `hdl-edge ${packageVersion()}`,
      startedAt,
      target: target.name,
      pick,
      seed,
      handles: source.count,
      node: process.versions.node,
      cores: availableParallelism(),
      ramp: isRamp,
      steps,
      ...(sustained !== undefined && { sustainedRate: sustained.rate }),
    };
    write(report, wishes, terminal);
    return isClean(steps, isRamp) ? 0 : 1;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await target.close();
  }
}

function sourceOf({ handles, pattern, log }: Wishes) {
  try {
    return handleSourceOf({ handles, pattern, log });
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
    ...(expectHost !== undefined && { host: expectHost }),
  };
}

function progressTo(terminal: Terminal): (progress: Progress) => void {
  return ({ rate, elapsedSeconds, seconds, answered, failed, wrong, inFlight, p50, p99 }) => {
    const errors = wrong + failed === 0 ? '' : `, ${wrong} wrong, ${failed} failed`;
    terminal.progress(
      `${rate}/s  ${elapsedSeconds.toFixed(0)} of ${seconds} s  ${answered} answered${errors}, ${inFlight} waiting  p50 ${p50.toFixed(2)} ms  p99 ${p99.toFixed(2)} ms`,
    );
  };
}

function write(report: LoadReport, { json, html }: Wishes, terminal: Terminal): void {
  const { steps } = report;
  terminal.progress('');
  terminal.out(columns([STEP_HEAD, ...steps.map(stepRow)]).join('\n'));
  const outcomes = steps.flatMap((step) => Object.entries(step.outcomes));
  const bad = outcomes.filter(([outcome]) => !/^(found|\d+)$/.test(outcome));
  for (const [outcome, count] of bad) terminal.out(printable(`${count} × ${outcome}`));
  for (const example of steps.flatMap((step) => step.examples)) {
    terminal.out(printable(`for example: ${example}`));
  }
  terminal.out(printable(summaryText(report)));
  if (json !== undefined) writeReport(json, `${JSON.stringify(report, undefined, 2)}\n`);
  if (html !== undefined) writeReport(html, htmlReport(report));
}

function writeReport(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new StartError(`${path} cannot be written: ${(error as Error).message}`, 2, error);
  }
}

/** A ramp ends in failures: only wrong answers count against it. */
function isClean(steps: readonly StepResult[], isRamp: boolean): boolean {
  return steps.every(
    ({ wrong, failed, unsent }) => wrong === 0 && (isRamp || (failed === 0 && unsent === 0)),
  );
}
