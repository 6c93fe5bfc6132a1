import { BUSY_SHARE, LATE_SHARE, MAX_IN_FLIGHT } from '../limits.ts';
import type { StepResult } from '../step.ts';
import type { LoadReport } from './load-report.ts';
import { numberText } from './scale.ts';
import { milliseconds, rightAnswers } from './step-row.ts';

/**
 * What makes the figures say something else than they seem to: above all, where it was the generator
 * that was slow. Whole sentences; none when there is nothing to be said.
 */
export function cautionsOf({ steps, connections }: LoadReport): string[] {
  const cautions: string[] = [];
  const say = (affected: readonly StepResult[], text: (rates: string) => string) => {
    if (affected.length > 0) cautions.push(text(ratesOf(affected, steps)));
  };
  say(
    steps.filter(({ busyShare }) => busyShare >= BUSY_SHARE),
    (rates) =>
      `The generator itself was busy nearly all the time${rates}: the figures tell of it as much as of the target. Give it a core of its own, or share the rate among several.`,
  );
  say(
    steps.filter(({ late, sent }) => late > sent * LATE_SHARE),
    (rates) =>
      `${percent(sum(steps, 'late'), sum(steps, 'sent'))} of the requests left later than they were due${rates}, because this machine was busy; the delay is in their times.${withoutDelay(steps)}`,
  );
  say(
    steps.filter(({ hadToWait, sent }) => hadToWait > sent * LATE_SHARE),
    (rates) =>
      `${percent(sum(steps, 'hadToWait'), sum(steps, 'sent'))} of the requests had to wait for one of the ${numberText(connections)} connections${rates}; visitors, who each have their own, would not. More are opened with --connections.`,
  );
  say(
    steps.filter(({ unsent }) => unsent > 0),
    (rates) =>
      `${numberText(sum(steps, 'unsent'))} requests were not sent${rates}, because ${numberText(MAX_IN_FLIGHT)} were waiting for their answers already.`,
  );
  say(
    steps.filter(({ repeated }) => repeated > 0),
    (rates) =>
      `${numberText(sum(steps, 'repeated'))} questions had to be sent more than once${rates}: datagrams were lost, or answered late.`,
  );
  if (steps.some(isSlowAtFirst)) {
    cautions.push(
      'The slowest answers were those of the first second, in which connections are opened and programs warm up, here and at the target; --warm-up leaves that out.',
    );
  }
  if (steps.some(({ isCutShort }) => isCutShort)) {
    cautions.push('The test was ended before its time.');
  }
  return cautions;
}

function sum(
  steps: readonly StepResult[],
  what: 'late' | 'sent' | 'hadToWait' | 'unsent' | 'repeated',
) {
  return steps.reduce((total, step) => total + step[what], 0);
}

/** What a reader wants to know next; of many rates, the page has a table. */
function withoutDelay([only, ...others]: readonly StepResult[]): string {
  if (only === undefined || others.length > 0 || rightAnswers(only) < 100) return '';
  const { p50, p99 } = only.serviceTimes;
  return ` Counted from when they left, half came within ${milliseconds(p50)} ms, 99 % within ${milliseconds(p99)} ms.`;
}

function percent(part: number, whole: number): string {
  return `${numberText((part / whole) * 100)} %`;
}

/** Whether the beginning, and nothing else, makes up the slowest answers. */
function isSlowAtFirst({ perSecond: [first, ...rest] }: StepResult): boolean {
  const later = Math.max(0, ...rest.map(({ slowest }) => slowest));
  return rest.length >= 2 && (first?.slowest ?? 0) > 2 * later && later > 0;
}

/** Nothing where there was one rate only. */
function ratesOf(affected: readonly StepResult[], all: readonly StepResult[]): string {
  if (all.length === 1) return '';
  if (affected.length === all.length) return ' at every rate';
  if (affected.length > 3) return ` at ${affected.length} of ${all.length} rates`;
  return ` at ${affected.map(({ rate }) => numberText(rate)).join(', ')} per second`;
}
