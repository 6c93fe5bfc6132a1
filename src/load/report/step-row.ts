import type { StepResult } from '../step.ts';
import type { Percentiles } from '../tally.ts';
import type { LoadReport } from './load-report.ts';
import { numberText } from './scale.ts';

/** What the columns of {@link stepRow} are. */
export const STEP_HEAD: readonly string[] = [
  'offered/s',
  'right/s',
  'p50 ms',
  'p90 ms',
  'p99 ms',
  'p99.9 ms',
  'max ms',
  'wrong',
  'failed',
  'unsent',
  'late',
];

/** What the columns of {@link serviceRow} are. */
export const SERVICE_HEAD: readonly string[] = STEP_HEAD.filter(
  (name) => name === 'offered/s' || name.endsWith(' ms'),
);

/** One rate as a line of a table. */
export function stepRow(step: StepResult): string[] {
  const { rate, throughput, wrong, failed, unsent, late } = step;
  return [
    numberText(rate),
    numberText(Math.round(throughput)),
    ...times(step, step.latencies),
    ...[wrong, failed, unsent, late].map(numberText),
  ];
}

/** The same times counted from when requests left. */
export function serviceRow(step: StepResult): string[] {
  return [numberText(step.rate), ...times(step, step.serviceTimes)];
}

export function rightAnswers({ answered, wrong }: StepResult): number {
  return answered - wrong;
}

function times(step: StepResult, { p50, p90, p99, p999, max }: Percentiles): string[] {
  const right = rightAnswers(step);
  // A percentile that no request lies above is only the maximum by another name.
  const shown = (least: number, value: number) => (right < least ? '–' : milliseconds(value));
  return [shown(2, p50), shown(10, p90), shown(100, p99), shown(1000, p999), shown(1, max)];
}

/** The result in some sentences. */
export function summaryText(report: LoadReport): string {
  const { ramp, steps, target } = report;
  const total = (pick: (step: StepResult) => number) =>
    steps.reduce((sum, step) => sum + pick(step), 0);
  const sent = total((step) => step.sent);
  const answered = total((step) => step.answered);
  const wrong = total((step) => step.wrong);
  const failed = total((step) => step.failed);
  if (sent === 0) return `Nothing was asked of ${target}: the test was ended before it began.`;
  const errors =
    wrong + failed === 0
      ? 'All answers were right.'
      : `${numberText(wrong)} answers were wrong, ${numberText(failed)} requests got none.`;
  const [only] = steps;
  if (!ramp && only !== undefined) {
    const begin = `${numberText(sent)} requests at ${numberText(only.rate)} per second to ${target}`;
    if (answered === wrong) return `${begin}: none was answered rightly. ${errors}`;
    const { p50, p99, max } = only.latencies;
    const slow =
      answered - wrong < 100
        ? `all within ${milliseconds(max)} ms`
        : `99 % within ${milliseconds(p99)} ms`;
    return `${begin}: half of the right answers came within ${milliseconds(p50)} ms, ${slow}. ${errors}`;
  }
  return `${rampText(report)} ${numberText(sent)} requests were sent. ${errors}`;
}

function rampText({ target, steps, sustainedRate, endedBecause, isOwnLimit }: LoadReport): string {
  const why = endedBecause === undefined ? '' : `: ${endedBecause}`;
  if (sustainedRate === undefined && steps.some(({ isCutShort }) => isCutShort)) {
    return `Whether ${target} keeps up is not known: the test was ended within its first step.`;
  }
  if (sustainedRate === undefined) return `${target} did not keep up with the first rate${why}.`;
  const rate = `${numberText(sustainedRate)} requests per second`;
  // A target that had time left would have been told slower than it is.
  if (isOwnLimit === true) {
    return `${target} kept up with at least ${rate}; more was too much for it, or for the machine that asked, which was busy or late${why}.`;
  }
  return `${target} kept up with ${rate}; it went no further${why}.`;
}

/** Three digits that count. */
export function milliseconds(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
