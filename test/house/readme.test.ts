import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesUnder } from './files.ts';
import { codeBlocks } from './markdown.ts';
import { runExample } from './run-example.ts';
import { testShownCommands } from './shown-commands.ts';

const PAGES = ['README.md', ...filesUnder('docs', /\.md$/)];

/** What needs a network, or a container engine. */
const ELSEWHERE = [/^npm ci && npm test$/, /^docker (build|run) /];

describe('the README', () => {
  const checkout = testShownCommands('README.md', ELSEWHERE);

  it('has a library example that compiles and runs in a project of its own', () => {
    const example = codeBlocks('README.md').find(({ language }) => language === 'ts');
    const output = runExample(join(checkout, 'consumer'), example?.code ?? '');
    expect(output).toMatch(/^1 https:\/\//);
  });

  it.each(PAGES)('and its pages link only to what is there: %s', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)];
    const missing = links
      .map(([, target = '']) => join(dirname(page), target))
      .filter((target) => !existsSync(target));
    expect(missing).toEqual([]);
  });
});
