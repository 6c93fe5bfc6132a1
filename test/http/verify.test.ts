import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verify } from '../../src/resolver/trust/create-verify.ts';
import { textOf } from '../pages/kit/html.ts';
import { undescribed } from './kit/described.ts';
import { fakeResolver } from './kit/fake-resolver.ts';
import { url } from './kit/records.ts';
import { ask, startTestProxy } from './kit/serve.ts';
import { type WholeProxy, wholeProxy } from './kit/whole-proxy.ts';

let proxy: WholeProxy;

beforeAll(async () => {
  proxy = await wholeProxy();
});
afterAll(() => proxy.close());

const SIGNED = '20.500.1/signed';
const WRONGLY = '20.500.1/signed-wrongly';
const UNSIGNED = '20.500.1/one-url';

const get = (path: string) => ask(proxy.port, path);

async function trustOf(path: string) {
  const { body } = await get(path);
  return JSON.parse(body).trust;
}

describe('the page of a record', () => {
  it.each([
    [SIGNED, 'Signed by keys that lead back to the root key of this server.'],
    [WRONGLY, 'The values 1 and 2 are not those that were signed.'],
    [UNSIGNED, 'Nobody has signed this record.'],
  ])('%s says who signed it, when that is asked for', async (handle, words) => {
    const { status, body } = await get(`/${handle}?noredirect&verify`);
    expect(status).toBe(200);
    expect(textOf(body)).toContain(words);
  });

  it('names signer and certificates, and links them', async () => {
    const { body } = await get(`/${SIGNED}?noredirect&verify`);
    expect(body).toContain('<a href="/0.NA/20.500.1?noredirect">300:0.NA/20.500.1</a>');
    expect(body).toContain('<a href="/0.0/0.0?noredirect">400:0.0/0.0</a>');
    expect(textOf(body)).toContain('certifies 300:0.NA/20.500.1 (RSA 2048); issued by 301:0.0/0.0');
  });

  it('says so in the visitor’s language', async () => {
    const headers = { 'Accept-Language': 'de' };
    const { body } = await ask(proxy.port, `/${WRONGLY}?noredirect&verify`, { headers });
    expect(textOf(body)).toContain('Die Werte 1 und 2 sind nicht die, die signiert wurden.');
  });

  it('has a link to that, which works without script', async () => {
    const { body } = await get(`/${SIGNED}?noredirect`);
    expect(body).toContain(`href="/${SIGNED}?noredirect&amp;verify#trust"`);
    expect(body).not.toContain('id="trust"');
  });

  it('checks the whole record though only a part of it is shown', async () => {
    const { body } = await get(`/${SIGNED}?noredirect&verify&type=URL`);
    expect(textOf(body)).toContain('Signed by keys that lead back');
  });

  it('is nothing to keep, because a verdict is for now', async () => {
    const { headers } = await get(`/${SIGNED}?noredirect&verify`);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers.expires).toBeUndefined();
  });

  it('is not there for redirects', async () => {
    const { status } = await get(`/${SIGNED}?verify`);
    expect(status).toBe(302);
  });

  it('shows strangers’ words as text', async () => {
    const name = '<script>alert(1)</script>';
    const at = `400:${name}`;
    const why = { verdict: 'unreadable', reason: 'unreadable', why: name, at, name } as const;
    const signature = { index: 400, ...why, signer: name, covers: [], chain: [] };
    const known = fakeResolver();
    known.record('20.500.1/x', url('https://example.org/'));
    const verify: Verify = async (record) => ({
      handle: typeof record === 'string' ? record : record.handle,
      ...why,
      checkedAt: 0,
      signatures: [signature],
      unsigned: [],
      unchecked: 2,
    });
    const other = await startTestProxy({ resolver: { ...known, verify } });
    const { body } = await other.get('/20.500.1/x?noredirect&verify');
    expect(body).not.toContain('<script>');
    expect(textOf(body)).toContain('2 more signatures were not checked');
  });
});

describe('the API', () => {
  it.each([
    [SIGNED, 'trusted'],
    [WRONGLY, 'digest-mismatch'],
    [UNSIGNED, 'unsigned'],
  ])('tells the same of %s, as its description says', async (handle, verdict) => {
    const answer = await get(`/api/handles/${handle}?verify`);
    expect(JSON.parse(answer.body).trust).toMatchObject({ handle, verdict });
    expect(undescribed('GET', '/api/handles/{handle}', answer)).toEqual([]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('tells of the record at the end of the aliases', async () => {
    const trust = await trustOf('/api/handles/20.500.1/alias?follow&verify');
    expect(trust).toMatchObject({ handle: UNSIGNED, verdict: 'unsigned' });
  });

  it('checks the whole record though only a part of it is asked for', async () => {
    const trust = await trustOf(`/api/handles/${SIGNED}?verify&index=2`);
    expect(trust).toMatchObject({ verdict: 'trusted', unsigned: [] });
  });

  it('tells nothing unless it is asked to', async () => {
    expect(await trustOf(`/api/handles/${SIGNED}`)).toBeUndefined();
    expect(await trustOf(`/api/handles/${SIGNED}?verify=no`)).toBeUndefined();
  });

  it('does so behind a page’s address, too', async () => {
    const trust = await trustOf(`/${WRONGLY}?action=api&verify`);
    expect(trust).toMatchObject({ verdict: 'digest-mismatch' });
  });

  it('tells it of many handles', async () => {
    const { body } = await ask(proxy.port, '/api/handles', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ handles: [SIGNED, WRONGLY, '20.500.1/nobody'], verify: true }),
    });
    const results: { trust?: { verdict: string } }[] = JSON.parse(body).results;
    expect(results.map(({ trust }) => trust?.verdict)).toEqual([
      'trusted',
      'digest-mismatch',
      undefined,
    ]);
  });
});

describe('too much to do', () => {
  it.each(['/20.500.1/x?noredirect&verify', '/api/handles/20.500.1/x?verify'])(
    'sends whoever wants signatures checked away, and nobody else: %s',
    async (path) => {
      const { resolver, get: getOf } = await startTestProxy({ maxRequests: 0 });
      resolver.record('20.500.1/x', url('https://example.org/'));
      const record = (await resolver.resolve('20.500.1/x')) as object;
      resolver.answer('20.500.1/x', { ...record, cache: 'hit' });
      const { status, headers } = await getOf(path);
      expect([status, headers['retry-after']]).toEqual([503, expect.any(String)]);
      expect((await getOf(path.replace(/[?&]verify/, ''))).status).toBe(200);
    },
  );
});
