import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type Policy } from '../../src/resolver/policy.ts';

const tables = ['docs/caching.md', 'docs/servers.md'].map(
  (name) => /<!-- policy -->(.*)<!-- \/policy -->/s.exec(readFileSync(name, 'utf8'))?.[1] ?? '',
);

/** Rows of the tables between the marks: the name of a number, and the number. */
const rows = tables.flatMap((table) =>
  [...table.matchAll(/\| ([\d.,]+)(?: m?s)? \| `(\w+)` \|/g)].map(
    ([, number = '', name = '']) => [name, Number(number.replaceAll(',', ''))] as const,
  ),
);

describe('the documents about caching and servers', () => {
  it.each(rows)('give the default of %s', (name, number) => {
    expect(DEFAULT_POLICY[name as keyof Policy]).toBe(number);
  });

  it('have the unit in the name of each', () => {
    for (const [, unit, name = ''] of tables.join().matchAll(/\| [\d.,]+ (m?s) \| `(\w+)` \|/g)) {
      expect(name.endsWith(unit === 's' ? 'Seconds' : 'Ms')).toBe(true);
    }
  });

  it('leave out no number', () => {
    const numbers = Object.entries(DEFAULT_POLICY).filter(([, value]) => typeof value === 'number');
    expect(new Set(rows.map(([name]) => name))).toEqual(new Set(numbers.map(([name]) => name)));
  });
});
