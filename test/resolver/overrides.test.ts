import { describe, expect, it } from 'vitest';
import { readOverrides } from '../../src/resolver/overrides.ts';
import { url } from './kit/records.ts';
import { textsOf, world } from './kit/world.ts';

const A = 'https://a.example/';
const B = 'https://b.example/';
const HANDLE = '10.1/a';

const value = (index: number, type: string, text: string, permissions?: string) => ({
  index,
  type,
  data: { format: 'string', value: text },
  ...(permissions !== undefined && { permissions }),
});

function overridden(json: unknown) {
  return world({ overrides: readOverrides(json), local: { [HANDLE]: [url(1, A)] } });
}

describe('overrides', () => {
  it('hold instead of what servers say, and nobody is asked', async () => {
    const { resolve, resolver, network } = overridden({ [HANDLE]: B });
    const found = await resolve(HANDLE);
    expect(textsOf(found)).toEqual([B]);
    expect(found).toMatchObject({ cache: 'local', certified: true, authoritative: true });
    expect(textsOf(resolver.cached(HANDLE))).toEqual([B]);
    expect(network.asked).toEqual([]);
  });

  it('hold over what is remembered already', async () => {
    let current = readOverrides({});
    const overrides = { find: (handle: string) => current.find(handle) };
    const { resolve, resolver } = world({ overrides, local: { [HANDLE]: [url(1, A)] } });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    // Asked for again it is ready for use, and takes the shortest way there is.
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
    current = readOverrides({ [HANDLE]: B });
    expect(textsOf(resolver.cached(HANDLE))).toEqual([B]);
    current = readOverrides({});
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
  });

  it.each([{ authoritative: true }, { certified: true }, { publicOnly: false }])(
    'hold with %j as well',
    async (options) => {
      const { resolve } = overridden({ [HANDLE]: B });
      expect(textsOf(await resolve(HANDLE, options))).toEqual([B]);
    },
  );

  it('leave other handles alone', async () => {
    const { resolve } = overridden({ '10.1/b': B });
    expect(await resolve(HANDLE)).toMatchObject({ outcome: 'found', cache: 'miss' });
  });

  it.each([
    ['{suffix}', 'a b/ü?c', 'https://b.example/a%20b/%C3%BC%3Fc'],
    ['{handle}', 'x', 'https://b.example/10.9/x'],
    ['{suffix}', '{handle}', 'https://b.example/%7Bhandle%7D'],
    ['{suffix}', '\udc80', 'https://b.example/%EF%BF%BD'],
    ['same', 'x', 'https://b.example/same'],
  ])('of a prefix with %s lead 10.9/%s to %s', async (template, suffix, expected) => {
    const { resolve } = overridden({ '10.9': `${B}${template}` });
    expect(textsOf(await resolve(`10.9/${suffix}`))).toEqual([expected]);
  });

  it('of a handle come before those of its prefix, in any case of the prefix', async () => {
    const { resolve } = overridden({ 'a.b': A, 'A.B/x': B });
    expect(textsOf(await resolve('a.B/x'))).toEqual([B]);
    expect(textsOf(await resolve('A.b/y'))).toEqual([A]);
  });

  it('may be records, of which only some values are wanted or public', async () => {
    const values = [value(1, 'URL', B), value(2, 'EMAIL', 'a@b.example', '1100')];
    const { resolve } = overridden({ [HANDLE]: { values } });
    expect(textsOf(await resolve(HANDLE))).toEqual([B]);
    expect(textsOf(await resolve(HANDLE, { publicOnly: false }))).toHaveLength(2);
    expect(await resolve(HANDLE, { types: ['DESC'] })).toMatchObject({
      outcome: 'values-not-found',
      cache: 'local',
    });
  });

  it('may be aliases of what servers have', async () => {
    const { resolve } = overridden({ '10.9/x': { values: [value(1, 'HS_ALIAS', HANDLE)] } });
    const found = await resolve('10.9/x');
    expect(textsOf(found)).toEqual([A]);
    expect(found).toMatchObject({ cache: 'miss', handle: HANDLE });
  });

  it.each([
    [[], 'an object expected'],
    [{ '': A }, 'a handle or a prefix'],
    [{ [HANDLE]: 'not a url' }, '"10.1/a": a URL or a record'],
    [{ [HANDLE]: 5 }, '"10.1/a": an object expected'],
    [{ [HANDLE]: { values: [] } }, 'at least one value'],
    [{ [HANDLE]: { values: [{ index: 'x' }] } }, 'values[0]'],
  ])('of %j are refused', (json, says) => {
    expect(() => readOverrides(json)).toThrow(says);
  });
});
