import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { makeValue } from '../../src/demo/make-value.ts';
import { expandTemplate } from '../../src/namespace/expand-template.ts';
import { parseNamespace } from '../../src/namespace/parse-namespace.ts';
import { codeBlocks } from './markdown.ts';

const PAGE = 'docs/locations.md';

const text = readFileSync(PAGE, 'utf8').replace(/\s+/g, ' ');
const told =
  /URL `(\S+)` in `(\S+)`, the handle `(\S+)` leads to `(\S+)`, and `(\S+)` to `(\S+)`/.exec(text);
const [, url = '', base = '', box = '', boxUrl = '', other = '', otherUrl = ''] = told ?? [];

it.each([
  [box, boxUrl],
  [other, otherUrl],
])('the template in the documentation makes of %s what is said there', async (handle, made) => {
  const xml = codeBlocks(PAGE).find(({ language }) => language === 'xml')?.code ?? '';
  const namespace = parseNamespace(xml, () => {});
  const expansion = await expandTemplate({
    handle,
    namespaces: namespace === undefined ? [] : [namespace],
    complain: () => {},
    lookUp: {
      baseValues: async (asked) => (asked === base ? [makeValue(1, 'URL', url)] : undefined),
      referencedValue: async () => undefined,
    },
  });
  const urls =
    expansion.outcome === 'made'
      ? expansion.values.map(({ data }) => Buffer.from(data).toString())
      : [];
  expect(urls).toEqual([made]);
});
