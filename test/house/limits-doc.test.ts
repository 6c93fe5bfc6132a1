import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { limitsPage } from './limits-page.ts';

it('the page about limits says what the sources say (npm run docs writes it)', async () => {
  expect(readFileSync('docs/limits.md', 'utf8')).toBe(await limitsPage());
});
