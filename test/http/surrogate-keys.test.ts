import { describe, expect, it } from 'vitest';
import { NOW } from './kit/fake-resolver.ts';
import { url, value } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

const A = 'https://a.example/';
const H = '20.500.1/x';
const DAY = 86_400;

const found = (seconds: number, xml?: string) => ({
  outcome: 'found' as const,
  values: [url(A), ...(xml === undefined ? [] : [value(2, '10320/loc', xml)])],
  freshUntil: NOW + seconds * 1000,
  cache: 'hit' as const,
});

async function headersOf(resolution: object, path = `/${H}`, handle = H) {
  const { resolver, get } = await startTestProxy({ surrogateKeys: true });
  resolver.answer(handle, resolution);
  const { headers } = await get(path);
  return [
    headers['surrogate-control'],
    headers['surrogate-key'],
    headers['cache-tag'],
    headers['cache-control'],
  ];
}

const KEYS = ['h/20.500.1/x p/20.500.1', 'h/20.500.1/x,p/20.500.1'];

describe('front caches', () => {
  it('are told nothing unless the setting says so', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record(H, url(A));
    const { headers } = await get(`/${H}`);
    expect(Object.keys(headers).filter((name) => /surrogate|tag/.test(name))).toEqual([]);
  });

  it.each([
    ['a redirect, for longer than others', found(DAY), `/${H}`, `max-age=${DAY}`, 'max-age=3600'],
    ['a page', found(90), `/${H}?noredirect`, 'max-age=90', 'max-age=90'],
    ['JSON', found(90), `/api/handles/${H}`, 'max-age=90', 'max-age=90'],
    [
      'that there is nothing',
      { outcome: 'handle-not-found', cache: 'miss' },
      `/${H}`,
      'max-age=60',
      'max-age=60',
    ],
  ])('may keep %s, and know what to purge it by', async (_, resolution, path, control, others) => {
    expect(await headersOf(resolution, path)).toEqual([control, ...KEYS, others]);
  });

  it.each([
    ['a record of TTL 0', found(0), `/${H}`],
    ['what was asked past caches', found(DAY), `/${H}?auth`],
    ['a failure', { outcome: 'timeout' as const }, `/${H}`],
    [
      'what hangs on the country',
      found(DAY, `<l><location href="${A}" country="us"/></l>`),
      `/${H}`,
    ],
  ])('must not keep %s', async (_, resolution, path) => {
    const { resolver, get } = await startTestProxy({
      surrogateKeys: true,
      countries: { countryOf: () => 'us' },
    });
    resolver.answer(H, resolution);
    const { headers } = await get(path);
    expect([headers['surrogate-control'], headers['surrogate-key']]).toEqual([
      'no-store',
      undefined,
    ]);
  });

  it('can purge the answer for an alias by each handle on the way', async () => {
    const [, keys] = await headersOf({ ...found(90), handle: '10.5/Y', aliases: [H] });
    expect(keys).toBe('h/20.500.1/x h/10.5/Y p/20.500.1 p/10.5');
  });

  it('are given keys without what parts them, and prefixes in one case', async () => {
    const handle = '10.ab/x, y';
    const [, keys, tags] = await headersOf(found(90), `/${encodeURIComponent(handle)}`, handle);
    expect(keys).toBe('h/10.AB/x%2C%20y p/10.AB');
    expect(tags).toBe('h/10.AB/x%2C%20y,p/10.AB');
  });

  it('must not keep what has more keys than a header should have', async () => {
    const handle = `20.500.1/${'x'.repeat(600)}`;
    const [control, keys] = await headersOf(found(90), `/${handle}`, handle);
    expect([control, keys]).toEqual(['no-store', undefined]);
  });
});
