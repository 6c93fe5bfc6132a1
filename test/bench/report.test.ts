import { describe, expect, it } from 'vitest';
import { htmlOf, markdownOf, tableOf } from '../../bench/kit/report.ts';
import type { Run } from '../../bench/kit/run.ts';
import { figureOf } from '../../bench/kit/suite.ts';

const bare = { name: 'bare', rounds: [10, 10, 10] };
const figures = [
  figureOf({ name: 'hot/cpu', unit: 'µs/request', aim: { most: 1.15 } }, [20, 22, 24], bare),
  figureOf({ name: 'hot/p99', unit: 'ms', aim: { most: 1.5 } }, [11, 12, 13], bare),
  { name: 'hot/handles', unit: '', value: 7 },
];
const run: Run = {
  ...{ startedAt: '2026-01-01T00:00:00Z', node: '20.20.2', cores: 4, load: 0, quick: false },
  suites: [{ name: 'hot', summary: 'cached <redirects>', figures, skipped: ['no <cores>'] }],
};

describe('a run of the benchmarks is shown', () => {
  it('in a terminal, with the ratio beside the aim', () => {
    const [, cpu = '', p99 = '', handles = ''] = tableOf(figures).split('\n');
    expect(cpu).toMatch(/^hot\/cpu +22 µs\/request +10 \(bare\) +2\.20 +≤ 1\.15 +±5 % +missed$/);
    expect(p99).toMatch(/1\.20 +≤ 1\.5 +±4 % +reached$/);
    expect(handles).toMatch(/^hot\/handles +7$/);
  });

  it('in the documentation, in a table whose rows are as long as its head', () => {
    const rows = markdownOf(run)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(2 + figures.length);
    expect(new Set(rows.map((row) => row.split('|').length)).size).toBe(1);
    expect(markdownOf(run)).toContain('Not measured (hot): no <cores>.');
  });

  it.each([
    [0.5, 'Node.js 20.20.2, 4 cores.'],
    [9, 'Node.js 20.20.2, 4 cores, busy with other work (a load of 9.0 before the run)'],
  ])('with how busy the machine was: a load of %d', (load, words) => {
    expect(markdownOf({ ...run, load })).toContain(words);
  });

  it('on a page that loads nothing', () => {
    const page = htmlOf(run);
    expect(page).toContain('cached &lt;redirects&gt;');
    expect(page).toContain('Not measured: no &lt;cores&gt;');
    expect(page).not.toMatch(/<script|src=|href=/);
  });
});
