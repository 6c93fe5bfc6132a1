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
    return tellingSteps(report).map((step) => ({ name: rateName(step), step }));
  }
  return [report, ...earlier].flatMap((each) => {
    const step = tellingStep(each);
    return step === undefined
      ? []
      : [{ name: `${testName(each, report)}, ${rateName(step)}`, step }];
  });
}

/** @param current the test that the page is about */
export function testName(report: LoadReport, current: LoadReport): string {
  if (report === current) return 'this test';
  const { target, startedAt } = report;
  const time = startedAt.slice(0, 16).replace('T', ' ');
  return target === current.target ? `that of ${time}` : `that of ${time}, ${target}`;
}

/** None of a test that was ended before it began. */
function tellingStep({ steps, sustainedRate }: LoadReport): StepResult | undefined {
  return steps.find(({ rate }) => rate === sustainedRate) ?? steps[0];
}

/** As many as have room; of a ramp, the rate that was kept up with is among them. */
function tellingSteps(report: LoadReport): readonly StepResult[] {
  const chosen = spread(report.steps, MOST_LINES);
  const telling = tellingStep(report);
  if (telling === undefined || chosen.includes(telling)) return chosen;
  return chosen.with(-2, telling).toSorted((a, b) => a.rate - b.rate);
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
