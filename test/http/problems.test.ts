import { describe, expect, it } from 'vitest';
import { codeBlocks, tableRows } from '../house/markdown.ts';
import { value } from './kit/records.ts';
import { type Asked, startTestProxy, type TestProxy } from './kit/serve.ts';

const DOCS = 'docs/http.md';

const JSON_FORM = { 'Content-Type': 'application/json' };

/** How the problems come about that are no outcome of a resolution. */
const REQUESTS: Readonly<Record<string, (proxy: TestProxy) => readonly [string, Asked?]>> = {
  'bad-escape': () => ['/20.500.1/%zz'],
  'bad-target': () => ['ftp://x/y'],
  'bad-body': () => ['/', { method: 'POST', headers: JSON_FORM, body: '[]' }],
  'too-long': () => [`/${'x'.repeat(8192)}`],
  'body-too-long': () => ['/', { method: 'POST', headers: JSON_FORM, body: ' '.repeat(70_000) }],
  'no-handle': () => ['/hdl:'],
  'nothing-here': () => ['/.well-known/nothing'],
  method: () => ['/20.500.1/x', { method: 'PUT' }],
  overloaded: () => ['/20.500.1/x'],
  unexpected: ({ resolver }) => {
    resolver.answer('20.500.1/x', new Error('x'));
    return ['/20.500.1/x'];
  },
  'inactive-prefix': ({ resolver }) => {
    resolver.answer('20.500.1/x', {
      outcome: 'found',
      values: [value(1, 'EMAIL', 'x')],
      namespaces: [{ status: 'inactive' }] as never,
    });
    return ['/20.500.1/x'];
  },
};

async function problemOf(name: string, accept: string) {
  const proxy = await startTestProxy(name === 'overloaded' ? { maxRequests: 0 } : {});
  const request = REQUESTS[name];
  if (request === undefined) {
    proxy.resolver.answer('20.500.1/x', { outcome: name as never });
  }
  const [path, { headers, ...asked }] = [
    request?.(proxy)[0] ?? '/20.500.1/x',
    request?.(proxy)[1] ?? { headers: {} },
  ];
  return proxy.get(path, { ...asked, headers: { ...headers, Accept: accept } });
}

describe('an error is a problem for programs', () => {
  it.each(tableRows(DOCS, 'problems'))('$name', async ({ name = '', status, responseCode }) => {
    const answer = await problemOf(name, 'application/problem+json');
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.status).toBe(Number(status));
    expect(JSON.parse(answer.body)).toMatchObject({
      type: `/help#${name}`,
      title: expect.stringMatching(/./),
      status: Number(status),
      detail: expect.stringMatching(/./),
      responseCode: Number(responseCode),
    });
  });

  it('in the form that is documented', async () => {
    const example = codeBlocks(DOCS).find(({ language }) => language === 'json');
    const path = example?.marks[0]?.replace('example=', '') ?? '';
    const { get } = await startTestProxy();
    const { body } = await get(path, { headers: { Accept: 'application/json' } });
    expect(JSON.parse(body)).toEqual(JSON.parse(example?.code ?? ''));
  });

  it('of which the address is fit for a URL', async () => {
    const { raw } = await startTestProxy();
    const answer = await raw(
      'GET /20.500.1/"<x> HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toContain('"instance":"/20.500.1/%22%3Cx%3E"');
  });

  it('and names the part of the help page under the path that visitors see', async () => {
    const { get } = await startTestProxy({ publicUrl: 'https://hdl.example/r' });
    const { body } = await get('/20.500.1/x', { headers: { Accept: 'application/json' } });
    expect(JSON.parse(body).type).toBe('/r/help#handle-not-found');
  });
});

describe('who gets a problem and who a page', () => {
  it.each([
    ['application/problem+json', 'application/problem+json'],
    ['application/json', 'application/problem+json'],
    ['application/json, text/html;q=0.9', 'application/problem+json'],
    ['application/problem+json;q=0.5, text/html;q=0.4', 'application/problem+json'],
    ['text/html, application/json;q=0.9', 'text/html;charset=utf-8'],
    ['text/html, application/json', 'text/html;charset=utf-8'],
    ['*/*', 'text/html;charset=utf-8'],
    ['application/ld+json', 'text/html;charset=utf-8'],
    ['text/turtle', 'text/html;charset=utf-8'],
  ])('Accept: %s gets %s', async (accept, type) => {
    const { get } = await startTestProxy();
    for (const path of ['/20.500.1/nobody', '/20.500.1/%zz', '/static/nothing']) {
      const { headers } = await get(path, { headers: { Accept: accept } });
      expect([path, headers['content-type']]).toEqual([path, type]);
      expect(headers.vary).toContain('Accept');
    }
  });

  it('the JSON API answers in its own form', async () => {
    const { get } = await startTestProxy();
    const headers = { Accept: 'application/problem+json' };
    const { body } = await get('/api/handles/20.500.1/nobody', { headers });
    expect(JSON.parse(body)).toEqual({ responseCode: 100, handle: '20.500.1/nobody' });
  });
});
