import { describe, expect, it } from 'vitest';
import { url } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

const POSTABLE = 'GET, HEAD, POST, OPTIONS';
const READABLE = 'GET, HEAD, OPTIONS';

describe('what may be done', () => {
  it.each([
    ['/20.500.1/x', POSTABLE],
    ['/', POSTABLE],
    ['/api/handles/20.500.1/x', POSTABLE],
    ['/help', READABLE],
    ['/static/style.css', READABLE],
    ['/livez', READABLE],
  ])('with %s is told by OPTIONS', async (path, allow) => {
    const { get } = await startTestProxy();
    const { status, headers, body } = await get(path, { method: 'OPTIONS' });
    expect([status, headers.allow, body]).toEqual([204, allow, '']);
  });

  it('is told to browsers before they ask across origins', async () => {
    const { get } = await startTestProxy();
    const { status, headers } = await get('/20.500.1/x', {
      method: 'OPTIONS',
      headers: { Origin: 'https://a.example', 'Access-Control-Request-Method': 'GET' },
    });
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': POSTABLE,
      'access-control-allow-headers': '*',
    });
    expect(headers).not.toHaveProperty('access-control-allow-credentials');
  });
});

describe('what may not be done', () => {
  it.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'REPORT'])('%s', async (method) => {
    const { get, resolver } = await startTestProxy();
    const page = await get('/20.500.1/x', { method });
    expect(page.status).toBe(405);
    expect(page.headers).toMatchObject({
      allow: POSTABLE,
      'content-type': 'text/html;charset=utf-8',
    });
    const api = await get('/api/handles/20.500.1/x', { method });
    expect(api.status).toBe(405);
    expect(api.headers.allow).toBe(POSTABLE);
    expect(JSON.parse(api.body)).toMatchObject({ responseCode: 5 });
    expect(resolver.asked).toEqual([]);
  });

  it('POST to a page', async () => {
    const { get } = await startTestProxy();
    const { status, headers } = await get('/help', { method: 'POST' });
    expect([status, headers.allow]).toEqual([405, READABLE]);
  });
});

describe('HEAD', () => {
  it.each(['/20.500.1/x', '/20.500.1/x?noredirect', '/20.500.1/none', '/', '/static/style.css'])(
    '%s is like GET without the body',
    async (path) => {
      const { get, resolver } = await startTestProxy();
      resolver.record('20.500.1/x', url('https://example.org/ü'));
      const [head, full] = [await get(path, { method: 'HEAD' }), await get(path)];
      expect(head.status).toBe(full.status);
      expect(head.body).toBe('');
      expect({ ...head.headers, date: '' }).toEqual({ ...full.headers, date: '' });
      expect(head.headers['content-length']).toBe(String(Buffer.byteLength(full.body)));
    },
  );
});
