import { escapeHtml } from '../../src/load/report/escape-html.ts';
import { lineChart } from '../../src/load/report/line-chart.ts';
import { reportPage, reportTable } from '../../src/load/report/report-page.ts';
import { numberText } from '../../src/load/report/scale.ts';
import { columns } from './columns.ts';
import { machineOf, type Run } from './run.ts';
import { spread } from './statistics.ts';
import { type Figure, isReached, ratioOf } from './suite.ts';

const HEAD = ['figure', 'value', 'baseline', 'ratio', 'aim', 'noise', ''] as const;

/** For a terminal. */
export function tableOf(figures: readonly Figure[]): string {
  return columns([HEAD, ...figures.map(rowOf)]);
}

/** For a page in `docs/`. */
export function markdownOf(run: Run): string {
  const { suites } = run;
  const head = HEAD.map((cell) => cell.replace(/^$/, 'aim is'));
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `${machineOf(run)}.`,
    '',
    row(head),
    row(head.map(() => '---')),
    ...suites.flatMap(({ figures }) => figures.map((figure) => row(rowOf(figure)))),
    ...suites.flatMap(({ name, skipped = [] }) =>
      skipped.map((reason) => `\nNot measured (${name}): ${reason}.`),
    ),
  ].join('\n');
}

/** A page that needs no other file. */
export function htmlOf(run: Run): string {
  const { startedAt, suites, quick } = run;
  const circumstances = `Begun ${startedAt}. ${machineOf(run)}. ${quick ? 'A quick run: its figures mean nothing.' : 'Figures are medians of several rounds.'}`;
  const parts = suites.flatMap(({ name, summary, figures, curves = [], skipped = [] }) => [
    `<h2>${escapeHtml(name)}</h2>`,
    reportTable(
      summary,
      HEAD.map((cell) => cell.replace(/^$/, 'aim is')),
      figures.map(rowOf),
    ),
    ...curves.map((curve) => lineChart({ ...curve, description: curve.title })),
    ...skipped.map((reason) => `<p>Not measured: ${escapeHtml(reason)}</p>`),
  ]);
  return reportPage(
    'Benchmarks of hdl-edge',
    [`<p>${escapeHtml(circumstances)}</p>`, ...parts, MEANING].join('\n'),
  );
}

const MEANING = `<h2>What the figures mean</h2>
<dl>
<dt>ratio</dt><dd>the value over the baseline, which took turns with it. Where there is an aim and a baseline, the aim is of the ratio.</dd>
<dt>noise</dt><dd>half the distance between the quarters of the rounds, over their median: how far apart two runs may lie by chance.</dd>
<dt>cpu</dt><dd>processor time of all threads of the proxy for one request or handle.</dd>
<dt>p50, p99, p999</dt><dd>half, 99 % and 99.9 % of the answers came within this time. Where 64 connections ask again at once, that is the time in a queue of 64; at a rate that is offered, it is what a visitor waits.</dd>
<dt>late</dt><dd>requests that the generator sent later than they were due, because the machine was busy; the delay is in the times.</dd>
</dl>`;

function rowOf(figure: Figure): string[] {
  const { name, value, unit, baseline, baselineName, aim, rounds } = figure;
  const reached = isReached(figure);
  return [
    name,
    `${numberText(value)} ${unit}`.trim(),
    baseline === undefined ? '' : `${numberText(baseline)} (${baselineName})`,
    baseline === undefined ? '' : ratioOf(figure).toFixed(2),
    aim === undefined ? '' : 'most' in aim ? `≤ ${aim.most}` : `≥ ${aim.least}`,
    rounds === undefined || rounds.length < 2 ? '' : `±${(spread(rounds) * 100).toFixed(0)} %`,
    reached === undefined ? '' : reached ? 'reached' : 'missed',
  ];
}
