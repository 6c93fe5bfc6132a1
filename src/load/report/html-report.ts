import type { StepResult } from '../run-step.ts';
import { escapeHtml } from './escape-html.ts';
import { lineChart } from './line-chart.ts';
import type { LoadReport } from './load-report.ts';
import { reportPage, reportTable } from './report-page.ts';
import { numberText } from './scale.ts';
import { milliseconds, STEP_HEAD, stepRow, summaryText } from './step-row.ts';

/**
 * A test as a page with plots.
 *
 * @param earlier other tests, to be compared with it
 */
export function htmlReport(report: LoadReport, earlier: readonly LoadReport[] = []): string {
  const { ramp: isRamp, steps, target } = report;
  const parts = [
    `<p>${escapeHtml(summaryText(report))}</p>`,
    circumstances(report),
    '<h2>Figures</h2>',
    reportTable(
      'Latencies in milliseconds, from when a request was due',
      STEP_HEAD,
      steps.map(stepRow),
    ),
    isRamp ? rampCharts(steps) : '',
    latencyChart(steps),
    isRamp ? '' : courseChart(steps),
    '<h2>Answers</h2>',
    reportTable('Outcomes of all requests', ['Outcome', 'Requests'], outcomeRows(steps)),
    examples(steps),
  ];
  return reportPage(`Resolution latency of ${target}`, parts.join('\n'));
}

function circumstances({ startedAt, tool, node, cores, pick, seed, handles }: LoadReport): string {
  const facts = [
    ['Begun', startedAt],
    ['Made by', `${tool} on Node.js ${node}, ${cores} cores`],
    ['Handles', `${numberText(handles)}, picked ${PICK_WORDS[pick] ?? pick}, seed ${seed}`],
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

function latencyChart(steps: readonly StepResult[]): string {
  // More lines than these could not be told apart: the first, the last, and some between.
  const shown = steps.length <= 5 ? steps : spread(steps, 5);
  return lineChart({
    title: 'Latency by share of requests',
    description: shown
      .map(
        ({ rate, latencies: { p50, p99 } }) =>
          `${rate} per second: half within ${milliseconds(p50)} ms, 99 % within ${milliseconds(p99)} ms`,
      )
      .join('; '),
    xLabel: 'share of the requests that took at most so long',
    yLabel: 'milliseconds',
    x: 'nines',
    y: 'log',
    series: shown.map(({ rate, latencies }) => ({
      name: `${numberText(rate)} per second`,
      points: latencies.curve,
    })),
  });
}

function rampCharts(steps: readonly StepResult[]): string {
  const offered = steps.map(({ rate }): [number, number] => [rate, rate]);
  return [
    lineChart({
      title: 'Right answers against the rate offered',
      description: steps
        .map(({ rate, throughput }) => `${rate} offered, ${Math.round(throughput)} answered`)
        .join('; '),
      xLabel: 'requests per second offered',
      yLabel: 'right answers per second',
      series: [
        { name: 'answered', points: steps.map(({ rate, throughput }) => [rate, throughput]) },
        { name: 'offered', points: offered },
      ],
    }),
    lineChart({
      title: 'Latency against the rate offered',
      description: steps
        .map(
          ({ rate, latencies }) => `${rate} offered, 99 % within ${milliseconds(latencies.p99)} ms`,
        )
        .join('; '),
      xLabel: 'requests per second offered',
      yLabel: 'milliseconds',
      x: 'log',
      y: 'log',
      series: (['p50', 'p99', 'p999'] as const).map((name) => ({
        name: name === 'p999' ? 'p99.9' : name,
        points: steps.map(({ rate, latencies }) => [rate, latencies[name]]),
      })),
    }),
  ].join('\n');
}

function courseChart(steps: readonly StepResult[]): string {
  const seconds = steps[0]?.perSecond ?? [];
  return lineChart({
    title: 'The course of the test',
    description: `${seconds.length} seconds`,
    xLabel: 'second in which the request was due',
    yLabel: 'requests',
    series: [
      { name: 'right', points: seconds.map(({ answered, wrong }, i) => [i, answered - wrong]) },
      {
        name: 'wrong or without an answer',
        points: seconds.map(({ wrong, failed }, i) => [i, wrong + failed]),
      },
    ],
  });
}

function outcomeRows(steps: readonly StepResult[]): string[][] {
  const sums = new Map<string, number>();
  for (const { outcomes } of steps) {
    for (const [outcome, count] of Object.entries(outcomes))
      sums.set(outcome, (sums.get(outcome) ?? 0) + count);
  }
  return [...sums]
    .sort(([, a], [, b]) => b - a)
    .map(([outcome, count]) => [outcome, numberText(count)]);
}

function examples(steps: readonly StepResult[]): string {
  const found = steps.flatMap(({ examples: texts }) => texts);
  if (found.length === 0) return '';
  const items = found.map((text) => `<li>${escapeHtml(text)}</li>`);
  return `<h2 class="bad">Wrong answers, for example</h2><ul>${items.join('')}</ul>`;
}

function spread<T>(items: readonly T[], count: number): T[] {
  return Array.from(
    { length: count },
    (_, i) => items[Math.round((i * (items.length - 1)) / (count - 1))] as T,
  );
}
