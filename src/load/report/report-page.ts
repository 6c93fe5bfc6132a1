import { escapeHtml } from './escape-html.ts';
import { CHART_STYLE } from './line-chart.ts';

const STYLE = `
:root { color-scheme: light dark; --text: #1d2126; --quiet: #59636e; --line: #d8dee4; --back: #fff; --bad: #b3261e;
  --c0: #0b57d0; --c1: #b3261e; --c2: #146c2e; --c3: #7d3fb8; --c4: #8a5a00; }
@media screen and (prefers-color-scheme: dark) {
  :root { --text: #e6e9ec; --quiet: #a3adb7; --line: #3a424b; --back: #15181c; --bad: #ff8a80;
    --c0: #8ab4f8; --c1: #ff8a80; --c2: #81c995; --c3: #d0a8f5; --c4: #fbc55a; }
}
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin-bottom: .2rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.scroll { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { white-space: nowrap; text-align: left; color: var(--quiet); padding-bottom: .3rem; }
th, td { padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; white-space: normal; overflow-wrap: break-word; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; } dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.bad { color: var(--bad); font-weight: 600; }
.summary { font-size: 1.1rem; overflow-wrap: anywhere; }
.cautions { border-left: .25rem solid var(--bad); padding: .1rem 0 .1rem .4rem; } .cautions li { margin: .2rem 0; }
.texts li, h1 { overflow-wrap: anywhere; }
@media (max-width: 40rem) { dl { display: block; } dt { margin-top: .5rem; } }
@media print {
  body { max-width: none; margin: 0; font-size: 10pt; }
  .scroll { overflow: visible; } figure .scroll > svg { min-width: 0; max-width: 17cm; }
  figure, tr, dt, dd, .cautions { break-inside: avoid; } h2 { break-after: avoid; }
  table { font-size: 8.5pt; } th, td { padding-right: .5rem; }
}
`;

/**
 * A page that needs nothing else: no script, no other file.
 *
 * @param body HTML
 */
export function reportPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${CHART_STYLE}${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** A table; the first column is text, the others are numbers. */
export function reportTable(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const cells = (row: readonly string[], tag: 'th' | 'td') =>
    row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('');
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption>
<thead><tr>${cells(head, 'th')}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n')}
</tbody></table></div>`;
}
