import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src/http/openapi/document.ts';
import { testShownCommands } from './shown-commands.ts';

describe('the page about the API', () => {
  testShownCommands('docs/api.md');
});

describe('the comparison with the deployed proxy', () => {
  const text = readFileSync('docs/parity.md', 'utf8');
  const { paths } = openApiDocument('/');

  it.each(Object.entries(paths))('names every parameter of %s', (_path, { parameters = [] }) => {
    const inQuery = parameters.filter((parameter) => parameter.in === 'query');
    for (const { name } of inQuery) expect(text).toMatch(new RegExp(`\`${name}[=\`]`));
  });
});
