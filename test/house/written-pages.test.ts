import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandsPage } from './commands-page.ts';
import { limitsPage } from './limits-page.ts';

describe('the pages that npm run docs writes say what the sources say', () => {
  it('commands', () => {
    expect(readFileSync('docs/commands.md', 'utf8')).toBe(commandsPage());
  });

  it('limits', async () => {
    expect(readFileSync('docs/limits.md', 'utf8')).toBe(await limitsPage());
  });
});
