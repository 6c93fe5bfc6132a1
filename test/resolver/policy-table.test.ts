import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type Policy } from '../../src/resolver/policy.ts';

const DOCUMENT = readFileSync('docs/caching.md', 'utf8');

/** Rows of the table between the marks: the number, and the name of it. */
function rows(): [string, number][] {
  const table = /<!-- policy -->(.*)<!-- \/policy -->/s.exec(DOCUMENT)?.[1] ?? '';
  const found = table.matchAll(/\| ([\d.,]+)(?: m?s)? \| `(\w+)` \|/g);
  return [...found].map(([, number = '', name = '']) => [name, Number(number.replaceAll(',', ''))]);
}

describe('the document about caching', () => {
  it.each(rows())('gives the default of %s', (name, number) => {
    expect(DEFAULT_POLICY[name as keyof Policy]).toBe(number);
  });

  it('has the unit in the name of each', () => {
    const table = /<!-- policy -->(.*)<!-- \/policy -->/s.exec(DOCUMENT)?.[1] ?? '';
    for (const [, unit, name = ''] of table.matchAll(/\| [\d.,]+ (m?s) \| `(\w+)` \|/g)) {
      expect(name.endsWith(unit === 's' ? 'Seconds' : 'Ms')).toBe(true);
    }
    expect(rows()).toHaveLength(14);
  });
});
