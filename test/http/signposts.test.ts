import { describe, expect, it } from 'vitest';
import { MAX_LOCATION_CHARACTERS, MAX_RESPONSE_HEAD_BYTES } from '../../src/http/limits.ts';
import { tableRows } from '../house/markdown.ts';
import { url, value } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

const H = '20.500.1/ünd "x"';
const PATH = '/20.500.1/%C3%BCnd%20%22x%22';
const U = 'https://example.org/';
const BASE = 'https://hdl.example/r';
const LINKS = {
  'cite-as': `<${BASE}${PATH}>; rel="cite-as"`,
  describedby: `<${BASE}/api/handles${PATH}>; rel="describedby"; type="application/json"`,
  canonical: `<${BASE}${PATH}>; rel="canonical"`,
};

const proxy = () => startTestProxy({ publicUrl: BASE });

describe('links for programs', () => {
  it.each([
    ['a redirect', '', {}],
    ['a record page', '?noredirect', {}],
    ['a record as JSON', '?type=EMAIL', { Accept: 'application/json' }],
  ])('stand on %s, for GET and HEAD', async (_, query, headers) => {
    const { resolver, get } = await proxy();
    resolver.record(H, url(U), value(2, 'EMAIL', 'a@example.org'));
    for (const method of ['GET', 'HEAD']) {
      const answer = await get(PATH + query, { method, headers });
      expect(answer.headers.link).toBe(`${LINKS['cite-as']}, ${LINKS.describedby}`);
    }
  });

  it('name the handle behind an alias', async () => {
    const { resolver, get } = await proxy();
    resolver.answer('20.500.1/a', {
      outcome: 'found',
      handle: H,
      aliases: ['20.500.1/a'],
      values: [url(U)],
      freshUntil: Number.POSITIVE_INFINITY,
    });
    for (const path of ['/20.500.1/a', '/20.500.1/a?noredirect']) {
      const { headers } = await get(path);
      expect(headers.link).toBe(`${LINKS.canonical}, ${LINKS['cite-as']}, ${LINKS.describedby}`);
    }
  });

  it('leave it to the record what to cite', async () => {
    const { resolver, get } = await proxy();
    const own = '<https://doi.example/1>; rel="cite-as"';
    const links = '<l><link rel="cite-as" href="https://doi.example/1"/></l>';
    resolver.record(H, url(U), value(2, '10320/links', links));
    expect((await get(PATH)).headers.link).toBe(`${LINKS.describedby}, ${own}`);
  });

  it('have no host where nobody knows it', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record(H, url(U));
    const { headers } = await get(PATH, { headers: { Host: 'evil.example' } });
    expect(headers.link).toContain(`<${PATH}>; rel="cite-as"`);
    expect(headers.link).not.toContain('evil');
  });

  it('are those that are documented', () => {
    expect(tableRows('docs/http.md', 'links').map(({ rel }) => rel)).toEqual(Object.keys(LINKS));
  });
});

describe('the headers of an answer', () => {
  /** Bytes of the head of the answer to this path. */
  async function headOf(path: string, ...values: Parameters<typeof value>[]) {
    const started = await startTestProxy({ random: () => 0 });
    const handle = decodeURIComponent(path.slice(1));
    started.resolver.record(handle, ...values.map((arguments_) => value(...arguments_)));
    const answer = await started.raw(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    return { ...started, head: answer.slice(0, answer.indexOf('\r\n\r\n')) };
  }

  const LONG = U + 'x'.repeat(MAX_LOCATION_CHARACTERS - U.length);

  it('stay below what clients take, and the operator hears of it once', async () => {
    const links = Array.from({ length: 60 }, (_, i) => `X-A${i}: ${'a'.repeat(50)}`).join('\n');
    const { head, get, warnings } = await headOf(
      '/20.500.1/x',
      [1, 'URL', LONG],
      [2, '10320/headers', links],
    );
    expect(head).toMatch(/^HTTP\/1\.1 302 /);
    expect(head.length).toBeLessThan(MAX_RESPONSE_HEAD_BYTES);
    expect(head).toContain('rel="cite-as"');
    expect(head).not.toContain('X-A59');
    // Node's own client would refuse it.
    expect(await get('/20.500.1/x')).toMatchObject({ status: 302 });
    expect(warnings).toMatchObject([
      { name: 'bad-location', handle: '20.500.1/x', message: expect.stringMatching(/do not fit/) },
    ]);
  });

  it('stay below that for the longest handle there can be, too', async () => {
    const path = `/1/${'%C3%BC'.repeat(1023)}`;
    const { head } = await headOf(path, [1, 'URL', U]);
    expect(head).toMatch(/^HTTP\/1\.1 302 /);
    expect(head.length).toBeLessThan(MAX_RESPONSE_HEAD_BYTES);
  });

  it('never hold a longer URL than that: its record is shown', async () => {
    const { get, warnings } = await headOf('/20.500.1/x', [1, 'URL', `${LONG}x`]);
    const answer = await get('/20.500.1/x');
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('location');
    expect(warnings).toMatchObject([{ name: 'bad-location', handle: '20.500.1/x' }]);
  });

  it('join several links in one, however their name is written', async () => {
    const { head } = await headOf(
      '/20.500.1/x',
      [1, 'URL', U],
      [2, '10320/headers', 'link: <https://l.example/>; rel="license"'],
    );
    expect(head.match(/^link: /gim)).toHaveLength(1);
    expect(head).toContain(', <https://l.example/>; rel="license"');
  });
});
