import { readFileSync, statSync } from 'node:fs';
import { MAX_REPORT_BYTES, MAX_STEPS } from '../limits.ts';
import { LoadError } from '../load-error.ts';
import type { LoadReport } from './load-report.ts';

const NUMBERS = ['rate', 'throughput', 'answered', 'wrong', 'failed', 'unsent', 'late'] as const;
const LATENCIES = ['p50', 'p90', 'p99', 'p999', 'max'] as const;

/**
 * Reads what an earlier test has written with `--json`.
 *
 * @throws {LoadError} when the file holds no such report
 */
export function readLoadReport(path: string): LoadReport {
  let report: unknown;
  try {
    if (statSync(path).size > MAX_REPORT_BYTES) {
      throw new Error(`it is larger than ${MAX_REPORT_BYTES} bytes`);
    }
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new LoadError(`${path} cannot be read: ${(error as Error).message}`);
  }
  if (isReport(report)) return report;
  throw new LoadError(`${path} is no report that --json wrote.`);
}

/** Whether it has all that is drawn and written of it. */
function isReport(value: unknown): value is LoadReport {
  const { target, startedAt, ramp, steps } = fieldsOf(value);
  return (
    typeof target === 'string' &&
    typeof startedAt === 'string' &&
    typeof ramp === 'boolean' &&
    Array.isArray(steps) &&
    steps.length > 0 &&
    steps.length <= MAX_STEPS &&
    steps.every(isStep)
  );
}

function isStep(value: unknown): boolean {
  const step = fieldsOf(value);
  const latencies = fieldsOf(step.latencies);
  return (
    NUMBERS.every((name) => Number.isFinite(step[name])) &&
    LATENCIES.every((name) => Number.isFinite(latencies[name])) &&
    Array.isArray(latencies.curve) &&
    latencies.curve.every(
      (point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite),
    )
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
