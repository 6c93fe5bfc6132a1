import { escapeHtml } from '../../src/load/report/escape-html.ts';
import { lineChart } from '../../src/load/report/line-chart.ts';
import { reportPage, reportTable } from '../../src/load/report/report-page.ts';
import { numberText } from '../../src/load/report/scale.ts';
import { type Figure, isReached, ratioOf, type SuiteResult } from './suite.ts';

/** All that was measured in one go. */
export interface Run {
  /** In ISO 8601. */
  readonly startedAt: string;
  readonly node: string;
  readonly cores: number;
  readonly quick: boolean;
  readonly suites: (SuiteResult & { readonly name: string; readonly summary: string })[];
}

const HEAD = ['figure', 'value', 'baseline', 'ratio', 'aim', 'noise', ''] as const;

/** For a terminal. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = [[...HEAD], ...figures.map(rowOf)];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A page that needs no other file. */
export function htmlOf({ startedAt, node, cores, suites, quick }: Run): string {
  const circumstances = `Begun ${startedAt}, Node.js ${node}, ${cores} cores${quick ? ', a quick run: its figures mean little' : ''}. Figures are medians of several rounds; the machine is shared with others, so compare ratios.`;
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
  const { name, value, unit, baseline, baselineName, aim, spread } = figure;
  const reached = isReached(figure);
  return [
    name,
    `${numberText(value)} ${unit}`,
    baseline === undefined ? '' : `${numberText(baseline)} (${baselineName})`,
    baseline === undefined ? '' : ratioOf(figure).toFixed(2),
    aim === undefined ? '' : 'most' in aim ? `≤ ${aim.most}` : `≥ ${aim.least}`,
    spread === undefined ? '' : `±${(spread * 100).toFixed(0)} %`,
    reached === undefined ? '' : reached ? 'reached' : 'missed',
  ];
}
