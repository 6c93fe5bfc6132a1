import { describe, expect, it } from 'vitest';
import type { Resolution } from '../../src/resolver/resolution.ts';
import { NOW } from './kit/fake-resolver.ts';
import { admin, url, value } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

const TARGET = 'https://example.org/landing/one';

describe('a handle with a URL', () => {
  it('is redirected there', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', admin, url(TARGET));
    const answer = await get('/20.500.1/x');
    expect(answer.status).toBe(302);
    expect(answer.headers).toMatchObject({
      location: TARGET,
      'content-type': 'text/html;charset=utf-8',
      'cache-control': 'max-age=3600',
      expires: 'Thu, 01 Jan 2026 01:00:00 GMT',
      'cache-status': 'hdl-edge; fwd=miss',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers).not.toHaveProperty('vary');
    expect(answer.body).toContain(`<a href="${TARGET}">${TARGET}</a>`);
  });

  it('has its headers read by scripts when they ask for status 200', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', url(TARGET));
    const answer = await get('/20.500.1/x?redirectionHeaders');
    expect(answer.status).toBe(200);
    expect(answer.headers.location).toBe(TARGET);
    expect(answer.headers['access-control-expose-headers']).toContain('Location');
  });

  it('is redirected whatever the visitor accepts', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', url(TARGET));
    const answer = await get('/20.500.1/x', { headers: { Accept: 'application/json' } });
    expect(answer.status).toBe(302);
  });

  it('takes the first urlappend', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', url(TARGET));
    const answer = await get('/20.500.1/x?urlappend=%3Fa=b&urlappend=c');
    expect(answer.headers.location).toBe(`${TARGET}?a=b`);
  });

  it('never gets a line break into a header', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', url('https://example.org/\r\nX-Injected: 1'));
    const answer = await get('/20.500.1/x?urlappend=%0D%0ASet-Cookie:%20a=b');
    expect(answer.headers.location).toBe(
      'https://example.org/%0D%0AX-Injected:%201%0D%0ASet-Cookie:%20a=b',
    );
    expect(answer.headers).not.toHaveProperty('x-injected');
    expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it('cannot break out of the page of the redirect', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', url('https://example.org/"><script>alert(1)</script>'));
    const { body } = await get('/20.500.1/x');
    expect(body).not.toContain('<script');
    expect(body).toContain('&lt;script&gt;');
  });

  it('is answered from the cache with what is left of its time', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.answer('20.500.1/x', {
      outcome: 'found',
      values: [url(TARGET)],
      freshUntil: NOW + 12_345,
      cache: 'hit',
    });
    const { headers } = await get('/20.500.1/x');
    expect(headers).toMatchObject({
      'cache-control': 'max-age=12',
      'cache-status': 'hdl-edge; hit; ttl=12',
    });
  });

  it('is not stored anywhere when it was asked for past the caches', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', url(TARGET));
    const { headers } = await get('/20.500.1/x?auth');
    expect(headers).toMatchObject({ 'cache-control': 'no-store', location: TARGET });
    expect(headers).not.toHaveProperty('expires');
  });
});

describe('a handle that came by aliases', () => {
  const found = {
    outcome: 'found',
    handle: '20.500.1/ünd "x"',
    aliases: ['20.500.1/alias'],
    values: [url(TARGET)],
    freshUntil: NOW + 60_000,
  } satisfies Partial<Resolution>;

  it('says its proper name without a host', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.answer('20.500.1/alias', found);
    const { status, headers } = await get('/20.500.1/alias', { headers: { Host: 'evil.example' } });
    expect(status).toBe(302);
    expect(headers.link).toContain('</20.500.1/%C3%BCnd%20%22x%22>; rel="canonical"');
  });

  it('says its proper name at the public URL', async () => {
    const { resolver, get } = await startTestProxy({ publicUrl: 'https://hdl.example/r' });
    resolver.answer('20.500.1/alias', found);
    const { headers } = await get('/20.500.1/alias');
    expect(headers.link).toContain(
      '<https://hdl.example/r/20.500.1/%C3%BCnd%20%22x%22>; rel="canonical"',
    );
  });
});

describe('a handle nobody can be sent to', () => {
  it.each([
    ['a scheme that does harm', url('javascript:alert(1)')],
    ['no URL', url('not-a-url/at all')],
    ['empty data', url('')],
    ['binary data', value(1, 'URL', new Uint8Array([0x68, 0x74, 0x74, 0x70, 0xff]))],
    ['control characters', url('http://example.org/\u0001')],
    ['no URL at all', value(1, 'EMAIL', 'a@example.org')],
  ])('because of %s gets its record shown', async (_, only) => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', only);
    const answer = await get('/20.500.1/x');
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('location');
    expect(answer.headers).toMatchObject({
      vary: 'Accept, Accept-Language, Accept-Encoding',
      'x-robots-tag': 'noindex',
    });
    expect(answer.body).toContain('names no place');
  });

  it('gets its record as JSON for programs', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', value(1, 'EMAIL', 'a@example.org'));
    const answer = await get('/20.500.1/x', { headers: { Accept: 'application/json' } });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json;charset=utf-8',
      vary: 'Accept',
    });
    expect(JSON.parse(answer.body)).toMatchObject({ responseCode: 1, handle: '20.500.1/x' });
  });

  it('because its URL leads back here is not sent round in circles', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', url('https://hdl.example/20.500.1/x'));
    const here = await get('/20.500.1/x', { headers: { Host: 'hdl.example' } });
    const elsewhere = await get('/20.500.1/x', { headers: { Host: 'other.example' } });
    expect([here.status, elsewhere.status]).toEqual([200, 302]);
  });
});

describe('what the resolver is asked', () => {
  it.each([
    ['', { authoritative: false, certified: false, ignoreAliases: false }],
    ['?auth=false', { authoritative: true }],
    ['?cert', { certified: true }],
    ['?ignore_aliases=', { ignoreAliases: true }],
    ['?index=2;index=3&type=URL', { indexes: [2, 3], types: ['URL'] }],
    ['?index=2&index=x', { indexes: [] }],
    ['?utm_source=x%', { types: [], indexes: [] }],
  ])('for %j', async (query, options) => {
    const { resolver, get } = await startTestProxy();
    await get(`/20.500.1/x${query}`);
    expect(resolver.asked).toMatchObject([{ handle: '20.500.1/x', options }]);
  });
});

describe('a form', () => {
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

  it.each([
    ['hdl=20.500.1%2Fx', 302, TARGET],
    ['hdl=hdl:20.500.1/x', 302, TARGET],
    ['hdl=+/20.500.1/x+', 302, TARGET],
    ['hdl=https://hdl.handle.net/20.500.1/x', 302, TARGET],
    ['hdl=20.500.1/x&urlappend=x+y', 302, `${TARGET}x%20y`],
    ['hdl=20.500.1/x&noredirect=', 200, undefined],
  ])('%s', async (body, status, location) => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', url(TARGET));
    const answer = await get('/', { method: 'POST', headers: form, body });
    expect([answer.status, answer.headers.location]).toEqual([status, location]);
  });

  it('without a handle is shown again, even where the path names one', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', url(TARGET));
    const answers = await Promise.all([
      get('/', { method: 'POST', headers: form, body: 'hdl=' }),
      get('/20.500.1/x', { method: 'POST', headers: form, body: 'hdl=+' }),
      get('/', { method: 'POST' }),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toContain('name="hdl"');
    }
  });

  it('without the field takes the handle of the path', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', url(TARGET));
    expect(await get('/20.500.1/x', { method: 'POST' })).toMatchObject({ status: 302 });
  });

  it('that is too long is refused', async () => {
    const { get } = await startTestProxy();
    const answer = await get('/', { method: 'POST', headers: form, body: 'a'.repeat(70_000) });
    expect(answer.status).toBe(413);
  });

  it('with a handle that is too long is refused', async () => {
    const { get } = await startTestProxy();
    const body = `hdl=1/${'x'.repeat(2047)}`;
    expect(await get('/', { method: 'POST', headers: form, body })).toMatchObject({ status: 414 });
  });
});
