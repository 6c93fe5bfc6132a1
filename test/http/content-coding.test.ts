import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Coding, codingFor, encodeAside, encodeNow } from '../../src/http/content-coding.ts';
import { value } from './kit/records.ts';
import { type Asked, askBytes, startTestProxy, type TestProxy } from './kit/serve.ts';

const ALL: readonly Coding[] = ['br', 'zstd', 'gzip'];

describe('the coding for an Accept-Encoding', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0.9', 'gzip'],
    ['zstd, gzip', 'zstd'],
    ['gzip;q=0.2, zstd;q=0.3, br;q=0.1', 'zstd'],
    ['br;q=0, gzip', 'gzip'],
    ['gzip;q=0', undefined],
    ['*', 'br'],
    ['*;q=0', undefined],
    ['br;q=0, *', 'zstd'],
    ['identity', undefined],
    ['identity, gzip', 'gzip'],
    ['identity;q=1, gzip;q=0.5', undefined],
    ['identity;q=0.5, gzip;q=0.6', 'gzip'],
    ['identity;q=0, gzip;q=0.001', 'gzip'],
    ['deflate, compress', undefined],
    ['gzip;q=2', undefined],
    ['gzip;q=x', undefined],
    ['gzip ; q=0.5', 'gzip'],
    ['gzipped', undefined],
  ])('%s: %s', (header, expected) => {
    expect(codingFor(header, ALL)).toBe(expected);
  });

  it('is never one that the client refuses', () => {
    const quality = fc.constantFrom('', ';q=0', ';q=0.5', ';q=1', ';q=0.000');
    const entry = fc.tuple(fc.constantFrom('br', 'zstd', 'gzip', 'identity', '*', 'x'), quality);
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ([name]) => name }), (entries) => {
        const chosen = codingFor(entries.map(([name, q]) => name + q).join(','), ALL);
        if (chosen === undefined) return;
        const own =
          entries.find(([name]) => name === chosen) ?? entries.find(([name]) => name === '*');
        expect(own?.[1]).not.toMatch(/^;q=0(?:\.0+)?$/);
        expect(own).toBeDefined();
      }),
    );
  });
});

describe('encoding', () => {
  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('with %s can be undone, made at once or aside', async (coding, decode) => {
    const body = Buffer.from('ü'.repeat(10_000));
    expect(decode(encodeNow(coding, body)).equals(body)).toBe(true);
    expect(decode(await encodeAside(coding, body)).equals(body)).toBe(true);
  });
});

const LONG = 'lorem ipsum dolor '.repeat(100);

async function proxy(data = LONG): Promise<TestProxy> {
  const started = await startTestProxy();
  started.resolver.record('20.500.1/x', value(1, 'TEXT', data));
  return started;
}

const GZIP = { headers: { 'Accept-Encoding': 'gzip' } };

describe('content of 1,024 bytes and more is encoded', () => {
  it.each([
    ['a page', '/', 200, GZIP],
    ['a record page', '/20.500.1/x', 200, GZIP],
    ['the JSON API', '/api/handles/20.500.1/x', 200, GZIP],
    ['JSON for scripts', '/api/handles/20.500.1/x?callback=f', 200, GZIP],
    ['an error page', '/20.500.1/nobody', 404, GZIP],
    ['a file', '/static/style.css', 200, GZIP],
  ] as [string, string, number, Asked][])('%s', async (_, path, status, asked) => {
    const { get, server } = await proxy();
    const plain = await get(path);
    const encoded = await askBytes(server.port, path, asked);
    expect(encoded.status).toBe(status);
    expect(encoded.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': String(encoded.bytes.length),
      vary: plain.headers.vary,
    });
    expect(plain.headers.vary).toContain('Accept-Encoding');
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(gunzipSync(encoded.bytes).toString()).toBe(plain.body);
  });

  it('in another thread when it is long', async () => {
    const { get, server } = await proxy('a long text '.repeat(20_000));
    const plain = await get('/api/handles/20.500.1/x');
    const encoded = await askBytes(server.port, '/api/handles/20.500.1/x', GZIP);
    expect(encoded.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(encoded.bytes).toString()).toBe(plain.body);
  });

  it('with the same headers for HEAD', async () => {
    const { get } = await proxy();
    const [full, head] = [
      await get('/20.500.1/x', GZIP),
      await get('/20.500.1/x', { ...GZIP, method: 'HEAD' }),
    ];
    expect(head.headers['content-encoding']).toBe('gzip');
    expect({ ...head.headers, date: '' }).toEqual({ ...full.headers, date: '' });
    expect(head.body).toBe('');
  });

  it('the same way each time', async () => {
    const { server } = await proxy();
    const [one, two] = [
      await askBytes(server.port, '/', GZIP),
      await askBytes(server.port, '/', GZIP),
    ];
    expect(one.bytes.equals(two.bytes)).toBe(true);
  });
});

describe('never encoded is', () => {
  it.each([
    ['a redirect', '/20.500.1/url'],
    ['what is short', '/api/handles/20.500.1/short'],
    ['an image', '/favicon.ico'],
  ])('%s', async (_, path) => {
    const { resolver, get } = await proxy();
    resolver.record('20.500.1/url', value(1, 'URL', `https://example.org/${'x'.repeat(3000)}`));
    resolver.record('20.500.1/short', value(1, 'TEXT', 'x'));
    const { headers } = await get(path, GZIP);
    expect(headers).not.toHaveProperty('content-encoding');
    expect(headers.vary ?? '').not.toContain('Accept-Encoding');
  });
});
