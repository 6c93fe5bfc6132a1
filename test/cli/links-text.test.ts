import { describe, expect, it } from 'vitest';
import { exampleLinksText } from '../../src/cli/links-text.ts';
import { EXAMPLE_GROUPS } from '../../src/demo/example-features.ts';
import { exampleLinks } from '../../src/demo/example-links.ts';

const links = exampleLinks('http://127.0.0.1:8080');
const lines = exampleLinksText(links);

describe('the example links as people read them', () => {
  it('stand below the heading of their group, and each group has some', () => {
    const shape = lines.map((line) => (/^ {2}http/.test(line) ? 'link' : line));
    const groups = shape.join('\n').split(/\n(?!link)/);
    expect(groups.map((group) => group.split('\n')[0])).toEqual([
      ...EXAMPLE_GROUPS.map(({ heading }) => heading),
      lines.at(-1),
    ]);
    expect(groups.slice(0, -1).filter((group) => !group.includes('\nlink'))).toEqual([]);
  });

  it('fit on a wide screen, and their columns are aligned', () => {
    const rows = lines.filter((line) => line.startsWith('  '));
    expect(rows.filter((row) => row.length > 140)).toEqual([]);
    expect(new Set(rows.map((row) => row.search(/ {2}\d{3} {2}/))).size).toBe(1);
  });

  it('say what has to be sent along', () => {
    expect(lines.join('\n')).toContain('(Accept-Language: de-AT, fr;q=0.5)');
  });

  it('are few, and the rest is counted', () => {
    const shown = lines.filter((line) => line.startsWith('  ')).length;
    expect(shown).toBeLessThan(30);
    expect(lines.at(-1)).toBe(`and ${links.length - shown} more with --json`);
  });
});
