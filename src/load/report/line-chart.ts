import { escapeHtml } from './escape-html.ts';
import { linearScale, logScale, ninesScale, numberText, type Scale } from './scale.ts';

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Nothing was measured: a line without dots, for comparison. */
  readonly isPlain?: boolean;
}

export interface LineChart {
  readonly title: string;
  /** What there is to see, for those who do not see it. */
  readonly description: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** @default 'linear' */
  readonly x?: AxisKind;
  /** @default 'linear' */
  readonly y?: Exclude<AxisKind, 'nines'>;
  readonly series: readonly Series[];
  /** A place on the x axis that is pointed at. */
  readonly mark?: { readonly x: number; readonly text: string };
}

/** `nines` is for shares of requests: each further nine gets as much room. */
export type AxisKind = 'linear' | 'log' | 'nines';

const WIDTH = 720;
const HEIGHT = 320;
const LEFT = 76;
const RIGHT = 32;
const TOP = 16;
const BOTTOM = 48;
/** Of a denser line, only the line is drawn. */
const MAX_DOTS = 20;
/** Lines differ in their dashes too, for those who do not tell colours apart. */
const DASHES = ['', '7 4', '2 4', '10 3 2 3', '1 3'];

/** A picture with lines, as SVG to stand in a page that has the styles of {@link CHART_STYLE}. */
export function lineChart(chart: LineChart): string {
  const points = chart.series.flatMap((series) => series.points);
  if (chart.series.every((series) => series.isPlain === true || series.points.length === 0))
    return '<p>There is nothing to draw: no request was answered well.</p>';
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const x = scaleOf(chart.x ?? 'linear', xs, LEFT, WIDTH - RIGHT);
  const y = scaleOf(chart.y ?? 'linear', ys, HEIGHT - BOTTOM, TOP);
  return [
    `<figure><figcaption>${escapeHtml(chart.title)}</figcaption>`,
    `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(chart.title)}: the picture">`,
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(chart.description)}">`,
    ...x.ticks.map(([value, label]) => verticalLine(x.at(value), label)),
    ...y.ticks.map(([value, label]) => horizontalLine(y.at(value), label)),
    `<text class="name" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${escapeHtml(chart.xLabel)}</text>`,
    `<text class="name" transform="translate(14 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${escapeHtml(chart.yLabel)}</text>`,
    ...(chart.mark === undefined ? [] : [markAt(x.at(chart.mark.x), chart.mark.text)]),
    ...chart.series.map((series, i) => line(series, i, x, y)),
    '</svg></div>',
    legend(chart.series),
    '</figure>',
  ].join('\n');
}

function scaleOf(kind: AxisKind, values: readonly number[], from: number, to: number): Scale {
  if (kind === 'nines') return ninesScale(from, to);
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  if (kind === 'linear') return linearScale(most, from, to);
  const positive = values.filter((value) => value > 0);
  return logScale(
    positive.reduce((a, b) => Math.min(a, b), most),
    most,
    from,
    to,
  );
}

function verticalLine(x: number, label: string): string {
  return `<path class="grid" d="M${px(x)} ${TOP}V${HEIGHT - BOTTOM}"/><text x="${px(x)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${escapeHtml(label)}</text>`;
}

/** Its text stands where there is room. */
function markAt(x: number, text: string): string {
  const isLeft = x < (LEFT + WIDTH - RIGHT) / 2;
  return `<path class="mark" d="M${px(x)} ${TOP}V${HEIGHT - BOTTOM}"/><text class="name" x="${px(x + (isLeft ? 6 : -6))}" y="${HEIGHT - BOTTOM - 8}" text-anchor="${isLeft ? 'start' : 'end'}">${escapeHtml(text)}</text>`;
}

function horizontalLine(y: number, label: string): string {
  return `<path class="grid" d="M${LEFT} ${px(y)}H${WIDTH - RIGHT}"/><text x="${LEFT - 8}" y="${px(y + 4)}" text-anchor="end">${escapeHtml(label)}</text>`;
}

function line({ name, points, isPlain }: Series, i: number, x: Scale, y: Scale): string {
  const path = points.map(([px_, py]) => `${px(x.at(px_))} ${px(y.at(py))}`).join('L');
  const dots =
    points.length > MAX_DOTS || isPlain === true
      ? ''
      : points
          .map(
            ([a, b]) =>
              `<circle class="c${i % 5}" cx="${px(x.at(a))}" cy="${px(y.at(b))}" r="3"><title>${escapeHtml(name)}: ${numberText(a)}, ${numberText(b)}</title></circle>`,
          )
          .join('');
  return `<path class="line c${i % 5}" stroke-dasharray="${DASHES[i % 5]}" d="M${path}"/>${dots}`;
}

function legend(series: readonly Series[]): string {
  if (series.length < 2) return '';
  const items = series.map(
    ({ name }, i) =>
      `<li><svg width="34" height="8" aria-hidden="true"><path class="line c${i % 5}" stroke-dasharray="${DASHES[i % 5]}" d="M0 4H34"/></svg> ${escapeHtml(name)}</li>`,
  );
  return `<ul class="legend">${items.join('')}</ul>`;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** For pages with charts; light and dark. */
export const CHART_STYLE = `
figure { margin: 1.5rem 0; }
figcaption { font-weight: 600; margin-bottom: .4rem; }
/* Below that the labels would be too small; the picture is scrolled then. */
figure .scroll { margin: 0; }
.mark { stroke: var(--quiet); stroke-width: 1.5; stroke-dasharray: 4 3; }
figure .scroll > svg { width: 100%; min-width: 38rem; height: auto; display: block; }
svg text { font: 12px system-ui, sans-serif; fill: var(--quiet); }
svg text.name { fill: var(--text); }
.grid { stroke: var(--line); fill: none; }
.line { fill: none; stroke-width: 2; stroke: currentColor; }
circle { fill: currentColor; }
.c0 { color: var(--c0); } .c1 { color: var(--c1); } .c2 { color: var(--c2); } .c3 { color: var(--c3); } .c4 { color: var(--c4); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; padding: 0; margin: .4rem 0 0; }
.legend svg { vertical-align: middle; }
`;
