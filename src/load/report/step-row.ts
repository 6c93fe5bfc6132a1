import type { StepResult } from '../run-step.ts';
import type { LoadReport } from './load-report.ts';
import { numberText } from './scale.ts';

/** What the columns of {@link stepRow} are. */
export const STEP_HEAD: readonly string[] = [
  'offered/s',
  'right/s',
  'p50',
  'p90',
  'p99',
  'p99.9',
  'max',
  'wrong',
  'failed',
  'unsent',
];

/** One rate as a line of a table. */
export function stepRow(step: StepResult): string[] {
  const { rate, throughput, latencies, wrong, failed, unsent } = step;
  const { p50, p90, p99, p999, max } = latencies;
  return [
    numberText(rate),
    numberText(Math.round(throughput)),
    ...[p50, p90, p99, p999, max].map(milliseconds),
    ...[wrong, failed, unsent].map(numberText),
  ];
}

/** The result in a sentence or two. */
export function summaryText({ ramp, steps, sustainedRate, target }: LoadReport): string {
  const total = (pick: (step: StepResult) => number) =>
    steps.reduce((sum, step) => sum + pick(step), 0);
  const sent = total((step) => step.sent);
  const wrong = total((step) => step.wrong);
  const failed = total((step) => step.failed);
  const errors =
    wrong + failed === 0
      ? 'All answers were right.'
      : `${numberText(wrong)} answers were wrong, ${numberText(failed)} requests got none.`;
  const [only] = steps;
  if (!ramp && only !== undefined) {
    const { p50, p99 } = only.latencies;
    return `${numberText(sent)} requests at ${numberText(only.rate)} per second to ${target}: half were answered within ${milliseconds(p50)} ms, 99 % within ${milliseconds(p99)} ms. ${errors}`;
  }
  const kept =
    sustainedRate === undefined
      ? `${target} did not keep up with the first rate already.`
      : `${target} kept up with ${numberText(sustainedRate)} requests per second.`;
  return `${kept} ${numberText(sent)} requests were sent. ${errors}`;
}

/** Three digits that count. */
export function milliseconds(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
