import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Leave, Overload } from '../../src/http/overload.ts';
import type { Resolution } from '../../src/resolver/resolution.ts';
import { NOW } from './kit/fake-resolver.ts';
import { url, value } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

describe('the requests that wait', () => {
  it('are no more than there is room for', () => {
    const overload = new Overload({ maxRequests: 2, maxRequestsPerClient: 9 });
    const leave = overload.enter('192.0.2.1');
    expect(overload.enter('198.51.100.1')).toBeDefined();
    expect(overload.enter('203.0.113.1')).toBeUndefined();
    leave?.();
    expect(overload.enter('203.0.113.1')).toBeDefined();
  });

  it.each([
    ['192.0.2.1', '192.0.2.255', 'one /24'],
    ['192.0.2.1', '::ffff:192.0.2.9', 'one /24, one address mapped'],
    ['2001:db8:1:2301::1', '2001:db8:1:23ff::1', 'one /56'],
  ])('from %s and %s count together: %s', (one, two) => {
    const overload = new Overload({ maxRequests: 9, maxRequestsPerClient: 1 });
    const leave = overload.enter(one);
    expect(overload.enter(two)).toBeUndefined();
    leave?.();
    expect(overload.enter(two)).toBeDefined();
  });

  it.each([
    ['192.0.2.1', '192.0.3.1'],
    ['2001:db8:1:2301::1', '2001:db8:1:2401::1'],
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
  ])('from %s and %s do not', (one, two) => {
    const overload = new Overload({ maxRequests: 9, maxRequestsPerClient: 1 });
    overload.enter(one);
    expect(overload.enter(two)).toBeDefined();
  });

  it('of this machine count in all', () => {
    const overload = new Overload({ maxRequests: 1, maxRequestsPerClient: 9 });
    overload.enter('127.0.0.1');
    expect(overload.enter('::1')).toBeUndefined();
  });

  it('are counted right, whoever comes and goes', () => {
    const address = fc.constantFrom('192.0.2.1', '192.0.2.2', '198.51.100.1', '127.0.0.1');
    const step = fc.oneof(address, fc.nat(9));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const overload = new Overload({ maxRequests: 5, maxRequestsPerClient: 2 });
        const inside: { network: string; leave: Leave }[] = [];
        for (const next of steps) {
          if (typeof next === 'number') {
            inside.splice(next % (inside.length || 1), 1)[0]?.leave();
            continue;
          }
          const network = next.replace(/\.\d+$/, '');
          const same = inside.filter((each) => each.network === network).length;
          const isFull = inside.length === 5 || (network !== '127.0.0' && same === 2);
          const leave = overload.enter(next);
          expect(leave === undefined).toBe(isFull);
          if (leave !== undefined) inside.push({ network, leave });
        }
      }),
    );
  });
});

const H = '20.500.1/x';
const A = 'https://a.example/';
const cached = {
  outcome: 'found',
  values: [url(A)],
  freshUntil: NOW + 60_000,
  cache: 'hit',
} satisfies Partial<Resolution>;

describe('when too many wait', () => {
  it('others hear so at once, and when to come back', async () => {
    const proxy = await startTestProxy({ maxRequests: 0, random: () => 0.99 });
    const page = await proxy.get(`/${H}`);
    expect(page.status).toBe(503);
    expect(page.headers).toMatchObject({ 'retry-after': '5', 'cache-control': 'no-store' });
    expect(page.body).toContain('Too much to do');
    const api = await proxy.get(`/api/handles/${H}`);
    expect([api.status, api.headers['retry-after']]).toEqual([503, '5']);
    expect(JSON.parse(api.body)).toMatchObject({ responseCode: 3, handle: H });
    expect(proxy.resolver.asked).toEqual([]);
  });

  it('they are not all told to come back at the same time', async () => {
    const draws = [0, 0.3, 0.5, 0.7, 0.99];
    const random = () => draws.pop() ?? 0;
    const { get } = await startTestProxy({ maxRequests: 0, random });
    const told = new Set<string | undefined>();
    for (let i = 0; i < 5; i += 1) told.add((await get(`/${H}`)).headers['retry-after']);
    expect([...told].sort()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('what is cached is answered', async () => {
    const { resolver, get } = await startTestProxy({ maxRequests: 0 });
    resolver.answer(H, cached);
    expect(await get(`/${H}`)).toMatchObject({ status: 302 });
    expect(await get(`/api/handles/${H}`)).toMatchObject({ status: 200 });
  });

  it('so is a record that includes one that is cached', async () => {
    const { resolver, get } = await startTestProxy({ maxRequests: 0 });
    const loc = (xml: string) => ({ ...cached, values: [value(1, '10320/loc', xml)] });
    resolver.answer(H, loc('<l include="20.500.1/more"/>'));
    resolver.answer('20.500.1/more', loc(`<l><location href="${A}"/></l>`));
    expect((await get(`/${H}`)).headers.location).toBe(A);
  });

  it('a record that includes one that is not leads nowhere wrong', async () => {
    const { resolver, get } = await startTestProxy({ maxRequests: 0 });
    const xml = '<l include="20.500.1/more"/>';
    resolver.answer(H, { ...cached, values: [url(A), value(2, '10320/loc', xml)] });
    expect(await get(`/${H}`)).toMatchObject({ status: 503 });
  });
});

describe('a place among those that wait', () => {
  it('is free again after each answer, whatever it was', async () => {
    const { resolver, get } = await startTestProxy({ maxRequests: 1 });
    resolver.answer('20.500.1/broken', new Error('x'));
    const handles = ['20.500.1/nobody', '20.500.1/broken', '20.500.1/nobody'];
    const statuses = [];
    for (const handle of handles) statuses.push((await get(`/${handle}`)).status);
    expect(statuses).toEqual([404, 500, 404]);
  });

  it('is one, however many records a request has to ask for', async () => {
    const { resolver, get } = await startTestProxy({ maxRequests: 1 });
    const xml = '<l include="20.500.1/a 20.500.1/b"><include>20.500.1/c</include></l>';
    resolver.record(H, url(A), value(2, '10320/loc', xml));
    expect(await get(`/${H}`)).toMatchObject({ status: 302 });
    expect(await get(`/${H}`)).toMatchObject({ status: 302 });
    expect(resolver.asked.length).toBeGreaterThan(4);
  });

  it('is taken by one who waits, and no longer by one who went away', async () => {
    const clientAddress = { trustedProxies: ['127.0.0.1'], header: 'X-Forwarded-For' } as const;
    const proxy = await startTestProxy({ clientAddress, maxRequestsPerClient: 1 });
    const { resolver, get, server } = proxy;
    let told: () => void = () => {};
    const asked = new Promise<void>((tell) => {
      told = tell;
    });
    const resolve = resolver.resolve;
    resolver.resolve = (handle, options = {}) => {
      if (handle !== H) return resolve(handle, options);
      told();
      return new Promise((_, reject) => {
        options.signal?.addEventListener('abort', () => reject(new Error('gone')));
      });
    };
    const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });
    const { connect } = await import('node:net');
    const waiting = connect(server.port, '127.0.0.1');
    waiting.write(`GET /${H} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n`);
    await asked;
    expect(await get('/20.500.1/y', from('192.0.2.200'))).toMatchObject({ status: 503 });
    expect(await get('/20.500.1/y', from('198.51.100.1'))).toMatchObject({ status: 404 });
    waiting.destroy();
    await expect.poll(async () => (await get('/20.500.1/y', from('192.0.2.200'))).status).toBe(404);
  });
});
