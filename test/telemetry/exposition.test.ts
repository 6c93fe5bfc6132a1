import { describe, expect, it } from 'vitest';
import { lint, parseExposition } from './kit/exposition.ts';

const good = (name: string, type: string, ...lines: string[]) =>
  [`# HELP ${name} What it is.`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');

const BAD: readonly (readonly [what: string, text: string, complaint: string])[] = [
  ['a counter without _total', good('a', 'counter', 'a 1'), 'a counter without _total'],
  ['a gauge with _total', good('a_total', 'gauge', 'a_total 1'), '_total and no counter'],
  ['a series that comes twice', good('a', 'gauge', 'a{b="1"} 1', 'a{b="1"} 2'), 'comes twice'],
  ['a metric that comes twice', good('a', 'gauge', 'a 1') + good('a', 'gauge', 'a 1'), 'a comes'],
  ['milliseconds', good('a_milliseconds', 'gauge', 'a_milliseconds 1'), 'base units'],
  [
    'buckets that fall',
    good('a', 'histogram', 'a_bucket{le="1"} 2', 'a_bucket{le="+Inf"} 1', 'a_sum 1', 'a_count 1'),
    'buckets that fall',
  ],
  [
    'a count that is not the last bucket',
    good('a', 'histogram', 'a_bucket{le="+Inf"} 1', 'a_sum 1', 'a_count 2'),
    'count is not',
  ],
];

const UNREADABLE = [
  good('a', 'gauge', 'a one'),
  good('a', 'gauge', 'b 1'),
  good('a', 'gauge', 'a{b="1} 1'),
  good('a', 'gauge', 'a{b="1",b="2"} 1'),
  '# TYPE a gauge\na 1\n',
  good('a', 'gauge', 'a 1').trimEnd(),
];

describe('the check of metrics', () => {
  it('has nothing to say about good ones', () => {
    const text = good('a_seconds', 'histogram', 'a_seconds_bucket{le="+Inf",b="\\"c\\n"} 1');
    const whole = `${text}a_seconds_sum{b="\\"c\\n"} 1\na_seconds_count{b="\\"c\\n"} 1\n`;
    expect(lint(parseExposition(whole))).toEqual([]);
  });

  it.each(BAD)('finds %s', (_, text, complaint) => {
    expect(lint(parseExposition(text)).join()).toContain(complaint);
  });

  it.each(UNREADABLE)('does not read %j', (text) => {
    expect(() => parseExposition(text)).toThrow();
  });
});
