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

  it.each(Object.values(paths).flatMap((item) => ('get' in item ? [item.get] : [])))(
    'names every parameter of $operationId',
    (operation) => {
      const names = 'parameters' in operation ? (operation.parameters ?? []) : [];
      for (const { name } of names) expect(text).toMatch(new RegExp(`\`${name}[=\`]`));
    },
  );
});
