import { describe, expect, it } from 'vitest';
import { NOW } from './kit/fake-resolver.ts';
import { url, value } from './kit/records.ts';
import { startTestProxy, type TestProxy } from './kit/serve.ts';

const H = '20.500.1/x';
const A = 'https://a.example/';
const B = 'https://b.example/';

/** Everything is drawn from the middle. */
const random = () => 0.5;

const countries = { countryOf: (address: string) => (address === '8.8.8.8' ? 'US' : undefined) };

async function proxyFor(xml: string, options: Parameters<typeof startTestProxy>[0] = {}) {
  const proxy = await startTestProxy({ random, countries, ...options });
  proxy.resolver.record(H, value(1, '10320/loc', xml));
  return proxy;
}

async function locationOf(proxy: TestProxy, path: string, headers: Record<string, string> = {}) {
  return (await proxy.get(path, { headers })).headers.location;
}

const BY_COUNTRY = `<l chooseby="country"><location href="${A}" country="us"/><location href="${B}"/></l>`;

describe('a record with locations', () => {
  it('sends a visitor to the one the link asks for', async () => {
    const proxy = await proxyFor(
      `<l><location id="1" href="${A}"/><location id="2" href="${B}"/></l>`,
    );
    expect(await locationOf(proxy, `/${H}?locatt=id:2`)).toBe(B);
  });

  it('sends a visitor to the one that a parameter of the operator’s asks for', async () => {
    const xml = `<l><location id="1" href="${A}" weight="0"/><location id="2" href="${B}"/></l>`;
    const proxy = await proxyFor(xml, { locattShortcuts: ['id'] });
    expect(await locationOf(proxy, `/${H}?id=1`)).toBe(A);
    expect(await locationOf(proxy, `/${H}?id=1&locatt=id:2`)).toBe(B);
    expect(await locationOf(await proxyFor(xml), `/${H}?id=1`)).toBe(B);
  });

  it('sends a visitor to the country the link names, and tells shared caches to keep out', async () => {
    const proxy = await proxyFor(BY_COUNTRY);
    const { headers } = await proxy.get(`/${H}?country=US`);
    expect(headers).toMatchObject({ location: A, 'cache-control': 'private, max-age=3600' });
  });

  it.each([
    ['8.8.8.8', A],
    ['dns.example', B],
  ])('takes the address in ip=%s for the country only when it is literal', async (ip, expected) => {
    expect(await locationOf(await proxyFor(BY_COUNTRY), `/${H}?ip=${ip}`)).toBe(expected);
  });

  it('believes no header about the address of a visitor, unless it comes from a trusted proxy', async () => {
    const forwarded = { 'X-Forwarded-For': '8.8.8.8' };
    expect(await locationOf(await proxyFor(BY_COUNTRY), `/${H}`, forwarded)).toBe(B);
    const clientAddress = { trustedProxies: ['127.0.0.0/8'], header: 'X-Forwarded-For' } as const;
    const trusting = await proxyFor(BY_COUNTRY, { clientAddress });
    expect(await locationOf(trusting, `/${H}`, forwarded)).toBe(A);
    await expect.poll(() => trusting.requests[0]?.clientAddress).toBe('8.8.8.8');
  });

  it('lets nobody keep what was drawn by lot for longer than a minute', async () => {
    const proxy = await proxyFor(`<l><location href="${A}"/><location href="${B}"/></l>`);
    expect((await proxy.get(`/${H}`)).headers['cache-control']).toBe('max-age=60');
  });

  it('names the headers that could have led elsewhere', async () => {
    const proxy = await proxyFor(
      `<l><location href="${A}" language="de"/><location href="${B}" language="fr"/></l>`,
    );
    const { headers } = await proxy.get(`/${H}`, { headers: { 'Accept-Language': 'fr-CA' } });
    expect(headers).toMatchObject({ location: B, vary: 'Accept-Language' });
  });

  it('chooses the status, except for clients of HTTP/1.0', async () => {
    const proxy = await proxyFor(`<l http_sc="303"><location href="${A}"/></l>`);
    expect((await proxy.get(`/${H}`)).status).toBe(303);
    expect(await proxy.raw(`GET /${H} HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 302 /);
  });

  it('adds its links and its X- headers, and no others', async () => {
    const proxy = await startTestProxy({ random });
    proxy.resolver.record(
      H,
      url(A),
      value(
        2,
        '10320/headers',
        'X-Collection: books\nSet-Cookie: a=b\nLocation: https://evil.example/',
      ),
      value(3, '10320/links', '<l><link rel="license" href="https://l.example/"/></l>'),
    );
    const { headers } = await proxy.get(`/${H}`);
    expect(headers).toMatchObject({
      location: A,
      'x-collection': 'books',
      link: expect.stringMatching(/, <https:\/\/l\.example\/>; rel="license"$/),
    });
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it('includes the locations of another record', async () => {
    const proxy = await proxyFor('<l include="20.500.1/shared"/>');
    proxy.resolver.record(
      '20.500.1/shared',
      value(1, '10320/loc', `<l><location href="${A}"/></l>`),
    );
    expect(await locationOf(proxy, `/${H}`)).toBe(A);
  });

  it('is done without what it includes when that does not exist', async () => {
    const proxy = await startTestProxy({ random });
    proxy.resolver.record(H, url(A), value(2, '10320/loc', '<l include="20.500.1/nobody"/>'));
    expect(await locationOf(proxy, `/${H}`)).toBe(A);
  });

  it('is kept no longer than what it includes', async () => {
    const proxy = await proxyFor('<l include="20.500.1/shared"/>');
    proxy.resolver.answer('20.500.1/shared', {
      outcome: 'found',
      values: [value(1, '10320/loc', `<l><location href="${A}"/></l>`)],
      freshUntil: NOW + 90_000,
    });
    const { headers } = await proxy.get(`/${H}`);
    expect(headers).toMatchObject({ location: A, 'cache-control': 'max-age=90' });
  });

  it('is kept for half a minute while something that it includes is missing', async () => {
    const proxy = await proxyFor(`<l include="20.500.1/nobody"><location href="${A}"/></l>`);
    const { headers } = await proxy.get(`/${H}`);
    expect(headers).toMatchObject({ location: A, 'cache-control': 'max-age=30' });
  });

  it('falls back to its URL when its locations cannot be read, and says so to the operator', async () => {
    const proxy = await startTestProxy({ random });
    proxy.resolver.record(H, url(A), value(2, '10320/loc', '<!DOCTYPE x><l/>'));
    expect(await locationOf(proxy, `/${H}`)).toBe(A);
    expect(proxy.warnings).toMatchObject([{ name: 'bad-location', handle: H }]);
  });

  it('tells on its page why a visitor is sent where', async () => {
    const proxy = await proxyFor(BY_COUNTRY);
    const { body } = await proxy.get(`/${H}?noredirect&country=US`);
    expect(body).toContain('by country: 1 left (us)');
  });

  it('lists all of them as XML', async () => {
    const proxy = await proxyFor(BY_COUNTRY);
    const { headers, body } = await proxy.get(`/${H}?action=showurls`);
    expect(headers['content-type']).toBe('text/xml;charset=utf-8');
    expect(body).toContain(`country="us"`);
  });
});
