import type { StepResult } from '../step.ts';
import type { LoadReport } from './load-report.ts';
import { numberText } from './scale.ts';

/** A line of a picture, or a row of a table: one rate of one test. */
export interface NamedStep {
  readonly name: string;
  readonly step: StepResult;
}

/** More lines than these could not be told apart. */
const MOST_LINES = 5;

/**
 * The steps to be drawn beside each other: of a single test all that have room, of several the one of
 * each that says most: for a ramp, the highest rate that was kept up with.
 */
export function comparedSteps(report: LoadReport, earlier: readonly LoadReport[]): NamedStep[] {
  if (earlier.length === 0) {
    return spread(report.steps, MOST_LINES).map((step) => ({ name: rateName(step), step }));
  }
  return [report, ...earlier].map((each) => {
    const step = tellingStep(each);
    return { name: `${testName(each, report)}, ${rateName(step)}`, step };
  });
}

/** @param current the test that the page is about */
export function testName(report: LoadReport, current: LoadReport): string {
  if (report === current) return 'this test';
  const { target, startedAt } = report;
  const time = startedAt.slice(0, 16).replace('T', ' ');
  return target === current.target ? `that of ${time}` : `that of ${time}, ${target}`;
}

function tellingStep({ steps, sustainedRate }: LoadReport): StepResult {
  return steps.find(({ rate }) => rate === sustainedRate) ?? (steps[0] as StepResult);
}

function rateName({ rate }: StepResult): string {
  return `${numberText(rate)} per second`;
}

/** The first, the last, and some between. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return Array.from(
    { length: count },
    (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))] as T,
  );
}
