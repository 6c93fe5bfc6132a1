import { writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Change, compareRuns } from '../../bench/kit/compare-runs.ts';
import { rankTest } from '../../bench/kit/rank-test.ts';
import type { Run } from '../../bench/kit/run.ts';
import { type Figure, figureOf } from '../../bench/kit/suite.ts';
import { temporaryDirectory } from '../cli/temporary-directory.ts';
import { bench } from './bench.ts';

const files = temporaryDirectory();
afterAll(() => files.remove());

const runOf = (...figures: Figure[]): Run => ({
  startedAt: '2026-01-01T00:00:00Z',
  node: '20.20.2',
  cores: 4,
  load: 0,
  quick: false,
  suites: [{ name: 'hot', summary: 'cached redirects', figures }],
});

const cpu = (rounds: readonly number[], baseline?: readonly number[]) =>
  figureOf(
    { name: 'hot/cpu', unit: 'µs/request' },
    rounds,
    baseline && { name: 'bare', rounds: baseline },
  );
const rate = (rounds: readonly number[]) =>
  figureOf({ name: 'hot/throughput', unit: 'requests/s' }, rounds);

const verdict = (before: Figure, after: Figure) =>
  compareRuns(runOf(before), runOf(after))[0]?.verdict;

describe('two runs', () => {
  it.each<[string, Figure, Figure, Change['verdict']]>([
    ['the same', cpu([1, 2, 3, 4, 5]), cpu([1, 2, 3, 4, 5]), 'within the noise'],
    ['mixed rounds', cpu([1, 2, 3, 4, 5]), cpu([4.5, 6, 7, 8, 9]), 'within the noise'],
    ['all rounds slower', cpu([1, 2, 3, 4, 5]), cpu([6, 7, 8, 9, 10]), 'worse'],
    ['all rounds cheaper', cpu([6, 7, 8, 9, 10]), cpu([1, 2, 3, 4, 5]), 'better'],
    ['more throughput', rate([10, 11, 12, 13, 14]), rate([20, 21, 22, 23, 24]), 'better'],
    [
      'too little',
      cpu([100, 100, 100, 100, 100]),
      cpu([102, 102, 102, 102, 102]),
      'within the noise',
    ],
    [
      'a busier machine',
      cpu([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
      cpu([6, 7, 8, 9, 10], [6, 7, 8, 9, 10]),
      'within the noise',
    ],
    ['few rounds', cpu([1, 2, 3]), cpu([7, 8, 9]), 'noise unknown'],
    [
      'no rounds',
      { name: 'x', unit: 'MB', value: 1 },
      { name: 'x', unit: 'MB', value: 9 },
      'noise unknown',
    ],
  ])('are told apart where they differ: %s', (_, before, after, expected) => {
    expect(verdict(before, after)).toBe(expected);
  });

  it('are compared where both have a figure', () => {
    expect(compareRuns(runOf(cpu([1])), runOf(rate([1])))).toEqual([]);
  });
});

describe('the rank test', () => {
  // From the exact distribution of U: 252 ways to choose 5 of 10, 924 to choose 6 of 12.
  it.each([
    [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], 2 / 252],
    [[1, 2, 3, 4, 6], [5, 7, 8, 9, 10], 4 / 252],
    [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12], 2 / 924],
    [[1, 1, 1], [1, 1, 1], 1],
    [[], [1], 1],
  ])('of %j and %j', (a, b, chance) => {
    expect(rankTest(a, b)).toBeCloseTo(chance, 12);
  });

  const rounds = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 7 });

  it('does not depend on which run is which, nor on the unit', () => {
    fc.assert(
      fc.property(rounds, rounds, (a, b) => {
        const chance = rankTest(a, b);
        expect(chance).toBeGreaterThan(0);
        expect(chance).toBeLessThanOrEqual(1);
        expect(rankTest(b, a)).toBeCloseTo(chance, 12);
        const scaled = (values: number[]) => values.map((value) => value * 1000);
        expect(rankTest(scaled(a), scaled(b))).toBeCloseTo(chance, 12);
      }),
    );
  });
});

describe('npm run bench -- --compare', () => {
  const write = (name: string, content: unknown) => {
    writeFileSync(files.path(name), JSON.stringify(content));
    return files.path(name);
  };

  it('says what changed, and ends well', async () => {
    const before = write('a.json', runOf(cpu([1, 2, 3, 4, 5]), rate([1, 2, 3, 4, 5])));
    const after = write('b.json', runOf(cpu([6, 7, 8, 9, 10]), rate([1, 2, 3, 4, 5])));
    const { status, stdout } = await bench(['--compare', before, after]);
    expect({ status }).toEqual({ status: 0 });
    expect(stdout).toMatch(/hot\/cpu +3 +8 +\+167 % +p = 0\.008 +worse/);
    expect(stdout).toContain('2 figures compared, 1 changed beyond the noise');
    expect(stdout).not.toContain('hot/throughput');
  });

  it('says so when nothing changed', async () => {
    const same = write('a.json', runOf(cpu([1, 2, 3, 4, 5])));
    const { status, stdout } = await bench(['--compare', same, same]);
    expect({ status }).toEqual({ status: 0 });
    expect(stdout).toContain('Nothing changed beyond the noise.');
  });

  it.each<[string, string[], RegExp]>([
    ['no files', [], /Two results are compared/],
    ['one file', ['a.json'], /Two results are compared/],
    [
      'a file that is not there',
      ['/no/such.json', '/no/such.json'],
      /\/no\/such\.json cannot be read/,
    ],
    ['a file that is no JSON', ['README.md', 'README.md'], /README\.md cannot be read/],
    ['JSON of another kind', ['package.json', 'package.json'], /package\.json holds no results/],
  ])('refuses %s', async (_, given, message) => {
    const { status, stderr } = await bench(['--compare', ...given]);
    expect(status).toBe(64);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/ at /);
  });

  it.each([
    ['a suite that there is none of', ['colder'], /no suite colder; there are hot/],
    ['an unknown flag', ['--fast'], /--fast/],
  ])('and a run refuse %s', async (_, given, message) => {
    const { status, stderr } = await bench(given);
    expect(status).toBe(64);
    expect(stderr).toMatch(message);
  });
});
