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
      HEAD.slice(0, -1),
      figures.map((figure) => rowOf(figure).slice(0, -1)),
    ),
    ...curves.map((curve) => lineChart({ ...curve, description: curve.title })),
    ...skipped.map((reason) => `<p>Not measured: ${escapeHtml(reason)}</p>`),
  ]);
  return reportPage(
    'Benchmarks of hdl-edge',
    [`<p>${escapeHtml(circumstances)}</p>`, ...parts].join('\n'),
  );
}

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
