import { describe, expect, it } from 'vitest';
import { isNamed } from '../../src/http/entity-tag.ts';
import { url, value } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

async function proxy() {
  const started = await startTestProxy();
  started.resolver.record('20.500.1/x', value(1, 'EMAIL', 'a@example.org'));
  started.resolver.record('20.500.1/url', url('https://example.org/'));
  return started;
}

const KEPT = [
  '/',
  '/help',
  '/robots.txt',
  '/favicon.ico',
  '/static/style.css',
  '/20.500.1/x',
  '/20.500.1/url?noredirect',
  '/api/handles/20.500.1/x',
];

describe('what a client has already is not sent again', () => {
  it.each(KEPT)('%s', async (path) => {
    const { get } = await proxy();
    const full = await get(path);
    expect(full.headers.etag).toMatch(/^"[\w-]{16,22}"$/);
    for (const method of ['GET', 'HEAD']) {
      const headers = { 'If-None-Match': full.headers.etag ?? '' };
      const again = await get(path, { method, headers });
      expect([again.status, again.body]).toEqual([304, '']);
      const { 'content-type': _, 'content-length': __, date: ___, ...kept } = full.headers;
      expect(again.headers).toMatchObject(kept);
      expect(again.headers).not.toHaveProperty('content-length');
      expect(again.headers).not.toHaveProperty('content-type');
    }
  });

  it('whether it has it encoded or plain', async () => {
    const { get } = await proxy();
    const gzip = { 'Accept-Encoding': 'gzip' };
    const plain = (await get('/help')).headers.etag ?? '';
    const encoded = (await get('/help', { headers: gzip })).headers.etag ?? '';
    expect(encoded).toBe(`W/${plain}`);
    for (const tag of [plain, encoded]) {
      const headers = { 'If-None-Match': tag };
      expect(await get('/help', { headers })).toMatchObject({ status: 304 });
      const answer = await get('/help', { headers: { ...headers, ...gzip } });
      expect(answer.status).toBe(304);
      expect(answer.headers).toMatchObject({
        etag: encoded,
        vary: 'Accept-Language, Accept-Encoding',
      });
      expect(answer.headers).not.toHaveProperty('content-encoding');
    }
  });

  it('but sent when it has changed', async () => {
    const { resolver, get } = await proxy();
    const { etag = '' } = (await get('/api/handles/20.500.1/x')).headers;
    resolver.record('20.500.1/x', value(1, 'EMAIL', 'b@example.org'));
    const answer = await get('/api/handles/20.500.1/x', { headers: { 'If-None-Match': etag } });
    expect(answer.status).toBe(200);
    expect(answer.headers.etag).not.toBe(etag);
  });
});

describe('no tag is on what there is nothing to compare with', () => {
  it.each([
    ['a redirect', 'GET', '/20.500.1/url'],
    ['an error', 'GET', '/20.500.1/nobody'],
    ['what may not be kept', 'GET', '/20.500.1/x?auth'],
    ['the answer to a form', 'POST', '/'],
    ['a probe', 'GET', '/livez'],
  ])('%s', async (_, method, path) => {
    const { get } = await proxy();
    const plain = await get(path, { method });
    expect(plain.headers).not.toHaveProperty('etag');
    const asked = await get(path, { method, headers: { 'If-None-Match': '*' } });
    expect(asked.status).toBe(plain.status);
  });
});

it('a date is nothing to compare with', async () => {
  const { get } = await proxy();
  const headers = { 'If-Modified-Since': 'Fri, 31 Dec 2027 00:00:00 GMT' };
  const answer = await get('/20.500.1/x', { headers });
  expect(answer.status).toBe(200);
  expect(answer.headers).not.toHaveProperty('last-modified');
});

describe('a tag is found in If-None-Match', () => {
  it.each([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ['"b",W/"c" , W/"a"', true],
    [',"a"', true],
    ['*', true],
    ['', false],
    ['a', false],
    ['"A"', false],
    ['"ab"', false],
    ['"b, "a"', false],
    ['w/"a"', false],
    ['"b" "a"', false],
  ])('%s: %s', (header, expected) => {
    expect(isNamed('"a"', header)).toBe(expected);
  });
});
