import { closeSync, openSync, writeFileSync } from 'node:fs';
import { cautionsOf } from '../load/report/cautions.ts';
import type { LoadReport } from '../load/report/load-report.ts';
import { milliseconds, STEP_HEAD, stepRow, summaryText } from '../load/report/step-row.ts';
import type { Progress } from '../load/step.ts';
import { StartError } from './start-error.ts';
import { columns, printable, type Terminal } from './terminal.ts';

/** A right answer: its status, or that a record was found. */
const USUAL = /^(found|\d+)$/;

/** How far a test has got, in a line. */
export function progressText(progress: Progress): string {
  const { rate, elapsedSeconds, seconds, throughput, failed, wrong, inFlight, p50, p99 } = progress;
  const errors = wrong + failed === 0 ? '' : `${wrong} wrong, ${failed} failed  `;
  return `${elapsedSeconds.toFixed(0)} of ${seconds} s  ${rate}/s offered, ${Math.round(throughput)}/s right, ${inFlight} waiting  ${errors}p50 ${milliseconds(p50)} ms  p99 ${milliseconds(p99)} ms`;
}

/** Writes the result for people. */
export function showReport(report: LoadReport, terminal: Terminal): void {
  const { steps } = report;
  terminal.out(columns([STEP_HEAD, ...steps.map(stepRow)]).join('\n'));
  for (const [outcome, count] of unusualOutcomes(report)) {
    terminal.out(printable(`${count} × ${outcome}`));
  }
  for (const example of steps.flatMap((step) => step.examples)) {
    terminal.out(printable(`for example: ${example}`));
  }
  terminal.out(printable(summaryText(report)));
  for (const caution of cautionsOf(report)) terminal.out(caution);
}

function unusualOutcomes({ steps }: LoadReport): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [outcome, count] of steps.flatMap(({ outcomes }) => Object.entries(outcomes))) {
    if (!USUAL.test(outcome)) sums.set(outcome, (sums.get(outcome) ?? 0) + count);
  }
  return sums;
}

/**
 * Makes sure that a report can be written, before hours are spent on it.
 *
 * @throws {StartError} when it cannot
 */
export function expectWritable(path: string): void {
  orExplain(path, () => closeSync(openSync(path, 'a')));
}

/** @throws {StartError} when the file cannot be written */
export function writeReport(path: string, text: string): void {
  orExplain(path, () => writeFileSync(path, text));
}

function orExplain(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new StartError(`${path} cannot be written: ${(error as Error).message}`, 2, error);
  }
}
