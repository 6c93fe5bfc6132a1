import type { StepResult } from '../step.ts';
import { cautionsOf } from './cautions.ts';
import { comparedSteps } from './compared.ts';
import { escapeHtml } from './escape-html.ts';
import { courseCharts, latencyChart, rampCharts } from './load-charts.ts';
import type { LoadReport } from './load-report.ts';
import { reportPage, reportTable } from './report-page.ts';
import { numberText } from './scale.ts';
import { SERVICE_HEAD, STEP_HEAD, serviceRow, stepRow, summaryText } from './step-row.ts';

/**
 * A test as a page with plots.
 *
 * @param earlier other tests, to be compared with it
 */
export function htmlReport(report: LoadReport, earlier: readonly LoadReport[] = []): string {
  const { ramp: isRamp, steps, target } = report;
  const compared = comparedSteps(report, earlier);
  const parts = [
    `<p class="summary">${escapeHtml(summaryText(report))}</p>`,
    cautions(report),
    circumstances(report),
    '<h2>Figures</h2>',
    reportTable(
      steps.length === 1 ? 'From when requests were due' : 'Each rate, from when requests were due',
      STEP_HEAD,
      steps.map(stepRow),
    ),
    reportTable(
      'The same from when requests left: without the delays of the machine that asked',
      SERVICE_HEAD,
      steps.map(serviceRow),
    ),
    earlier.length === 0
      ? ''
      : reportTable(
          'Beside earlier tests',
          ['test', ...STEP_HEAD.slice(1)],
          compared.map(({ name, step }) => [name, ...stepRow(step).slice(1)]),
        ),
    isRamp ? rampCharts(report, earlier) : '',
    latencyChart(compared),
    ...(isRamp ? [] : steps.map(courseCharts)),
    '<h2>Answers</h2>',
    reportTable('Outcomes of all requests', ['Outcome', 'Requests', 'Share'], outcomeRows(steps)),
    examples(steps),
    MEANING,
  ];
  return reportPage(`Resolution latency of ${target}`, parts.join('\n'));
}

const MEANING = `<h2>What the figures mean</h2>
<dl>
<dt>p99</dt><dd>99 % of the right answers came within this time, one in a hundred took longer. Whoever follows a link meets the slow ones too; the mean hides them. Percentiles with fewer than one request above them are not given.</dd>
<dt>time</dt><dd>from when a request was due to when its answer was complete. Requests leave at the rate asked for whatever the answers do; a target that stops for a second therefore shows a second’s worth of slow requests.</dd>
<dt>from when requests left</dt><dd>the same without the wait of requests that left late. Where the two differ, this machine was too busy to ask in time; what was due in that time would have been asked of the target sooner.</dd>
<dt>offered, right</dt><dd>requests and right answers per second while requests were sent. A target that keeps up has both alike.</dd>
<dt>wrong</dt><dd>answers with another status or host than expected, or other than before for the same handle. Their times do not count.</dd>
<dt>failed</dt><dd>requests without an answer in time, and those that were turned away as too many.</dd>
<dt>unsent</dt><dd>requests that were due and not sent, because too many were waiting already.</dd>
<dt>late</dt><dd>requests that left later than they were due, because this machine was busy. Their delay is in their times, though it is not the target’s.</dd>
</dl>`;

function cautions(report: LoadReport): string {
  const items = cautionsOf(report).map((text) => `<li>${escapeHtml(text)}</li>`);
  if (items.length === 0) return '';
  return `<section class="cautions" aria-label="To be considered"><ul>${items.join('')}</ul></section>`;
}

function circumstances(report: LoadReport): string {
  const { startedAt, tool, node, cores, pick, seed, handles, target, timeoutMs } = report;
  const connections = /^https?:/i.test(target)
    ? `, on at most ${numberText(report.connections)} connections`
    : '';
  const facts = [
    ['Begun', startedAt],
    ['Made by', `${tool} on Node.js ${node}, ${cores} cores`],
    ['Handles', `${numberText(handles)}, picked ${PICK_WORDS[pick] ?? pick}, seed ${seed}`],
    ['To repeat', report.command],
    ['Waited for', `${numberText(timeoutMs)} ms${connections}`],
  ];
  const items = facts.map(
    ([name = '', fact = '']) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(fact)}</dd>`,
  );
  return `<dl>${items.join('')}</dl>`;
}

const PICK_WORDS: Readonly<Record<string, string>> = {
  each: 'each in turn',
  uniform: 'by lot',
  zipf: 'few often, most seldom (Zipf)',
};

function outcomeRows(steps: readonly StepResult[]): string[][] {
  const sums = new Map<string, number>();
  for (const { outcomes } of steps) {
    for (const [outcome, count] of Object.entries(outcomes))
      sums.set(outcome, (sums.get(outcome) ?? 0) + count);
  }
  const all = [...sums.values()].reduce((a, b) => a + b, 0);
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, count]) => [
      outcome,
      numberText(count),
      `${numberText((count / all) * 100)} %`,
    ]);
}

function examples(steps: readonly StepResult[]): string {
  const found = steps.flatMap(({ examples: texts }) => texts);
  if (found.length === 0) return '';
  const items = found.map((text) => `<li>${escapeHtml(text)}</li>`);
  return `<h2 class="bad">Wrong answers, for example</h2><ul class="texts">${items.join('')}</ul>`;
}
