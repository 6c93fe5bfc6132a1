import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { loadTemplates } from '../../src/http/templates.ts';
import { encodePath } from '../../src/locations/percent-encode.ts';
import { url, value } from '../resolver/kit/records.ts';
import { compared } from './kit/compared.ts';

const URLS = [
  'https://example.org',
  'https://example.org/a/b.pdf?x=1&y=<2>',
  'https://example.org/a?x=1&y=2#z',
  'https://example.org/%7Ea/%zz',
  "https://example.org/it's",
  'https://example.org/a b',
  ' https://example.org/ ',
  'https://example.org/日本',
  'https://日本.example/',
  'https://EXAMPLE.org/A',
  'HTTPS://example.org/',
  'https://example.org:443/',
  'https://example.org:99999/',
  'https://user@example.org/',
  'https://192.0.2.1/',
  'https://192.0.2.999/',
  'https://[2001:db8::1]/',
  'https://localhost/',
  'https://xn--.example/',
  'https://a.xn--zzzzzz999/',
  'https://-.example/',
  'https://a..example/',
  'ftp://example.org/a',
  'mailto:a@example.org',
  'javascript:alert(1)',
  'example.org',
  '',
];

const HANDLES = [
  '10.1/a',
  '10.1/A-b_c~d.e:f@g!h$i(j)k*l,m;n=o',
  '10.1/a/b',
  '10.1/a/../b',
  '10.1/.a',
  '10.1//a',
  '10.1/a/',
  "10.1/a'b",
  '10.1/a+b',
  '10.1/a&b',
  '10.1/a"b',
  '10.1/a b',
  '10.1/ä',
  `10.1/${'a'.repeat(400)}`,
];

/** Both ways of a handle that was asked for once, so that nothing of it is ready. */
async function bothWays(handle: string, values: readonly HandleValue[]) {
  const path = `/${encodePath(handle)}`;
  const proxy = await compared(path, { local: { [handle]: values } });
  await proxy.resolve(handle);
  const quick = await proxy.get();
  return { quick, straight: await proxy.get(`${path}?unknown`), proxy };
}

describe('a redirect from packed bytes is the one of the straight way', () => {
  it.each(URLS)('to %s', async (text) => {
    const { quick, straight } = await bothWays('10.1/a', [url(1, text)]);
    expect(quick).toEqual(straight);
  });

  it('is made without making the record ready', async () => {
    const { proxy } = await bothWays('10.1/a', []);
    proxy.local['10.1/a'] = [url(1, 'https://example.org/a?x=1&y=2#z')];
    proxy.resolver.purge({ handle: '10.1/a' });
    await proxy.resolve('10.1/a');
    await proxy.get();
    expect(proxy.wasQuick()).toBe(true);
    expect(proxy.resolver.statistics().hotRecords).toBe(0);
  });

  it.each(HANDLES)('for %s', async (handle) => {
    const { quick, straight } = await bothWays(handle, [url(1, 'https://example.org/')]);
    expect(quick).toEqual(straight);
  });

  it.each([
    ['two URLs', [url(2, 'https://b.example/'), url(1, 'https://a.example/')]],
    ['something else beside it', [url(1, 'https://a.example/'), value(2, 'EMAIL', 'a@b.example')]],
    ['another type', [value(1, 'URL.mirror', 'https://a.example/')]],
    ['a type in small letters', [value(1, 'url', 'https://a.example/')]],
    ['no URL', [value(1, 'EMAIL', 'a@b.example')]],
    ['a TTL that may not be kept', [url(1, 'https://a.example/', { ttl: 0 })]],
    ['an absolute TTL', [url(1, 'https://a.example/', { ttlType: 1, ttl: 1_767_226_000 })]],
  ])('of a record with %s', async (_, values) => {
    const path = '/10.1/a';
    const proxy = await compared(path, { local: { '10.1/a': values } });
    await proxy.clock.run(proxy.resolve('10.1/a'));
    const quick = await proxy.clock.run(proxy.get());
    expect(await proxy.clock.run(proxy.get(`${path}?unknown`))).toEqual(quick);
  });

  it('whatever the URL', async () => {
    const parts = fc.array(
      fc.oneof(
        fc.constantFrom(
          ...['a', 'B', '0', '-', '.', '/', ':', '@', '%', '&', '?', '#', '=', 'xn--'],
        ),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(parts, fc.constantFrom('https://', 'http://e.org/'), async (rest, start) => {
        const { quick, straight, proxy } = await bothWays('10.1/a', [
          url(1, start + rest.join('')),
        ]);
        expect(quick).toEqual(straight);
        await proxy.resolver.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('the page of a redirect', () => {
  it('is the operator’s own where there is one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hdl-edge-templates-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'redirect.eta'), '<%= it.location.length %> <%= it.text %>');
    const proxy = await compared(
      '/10.1/a',
      { local: { '10.1/a': [url(1, 'https://example.org/')] } },
      { templates: loadTemplates(folder) },
    );
    await proxy.resolve('10.1/a');
    expect((await proxy.both()).body).toBe('20 https://example.org/');
  });

  it('has the location and its text in places of their own', () => {
    const page = readFileSync('templates/redirect.eta', 'utf8');
    expect(page.match(/<%=? ?it\.\w+/g)).toEqual(['<%= it.location', '<%= it.text']);
  });
});
