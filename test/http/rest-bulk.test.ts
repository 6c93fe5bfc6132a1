import { beforeEach, describe, expect, it } from 'vitest';
import { BULK_CONCURRENCY, BULK_TIME_MS, MAX_BULK_HANDLES } from '../../src/http/limits.ts';
import type { Resolver } from '../../src/resolver/resolver.ts';
import { systemClock } from '../../src/system.ts';
import { fakeResolver } from './kit/fake-resolver.ts';
import { tellOutcomes } from './kit/outcomes.ts';
import { url, value } from './kit/records.ts';
import { startTestProxy, type TestProxy } from './kit/serve.ts';

let proxy: TestProxy;

beforeEach(async () => {
  proxy = await startTestProxy();
  tellOutcomes(proxy);
  for (const name of ['x', 'y']) {
    proxy.resolver.record(
      `20.500.1/${name}`,
      url(`https://example.org/${name}`),
      value(2, 'EMAIL'),
    );
  }
});

async function post(body: unknown, { query = '', type = 'application/json', to = proxy } = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'Content-Type': type };
  const answer = await to.get(`/api/handles${query}`, { method: 'POST', headers, body: text });
  return { ...answer, json: JSON.parse(answer.body) };
}

describe('many handles at once', () => {
  it('get what each would get alone, in their order, duplicates included', async () => {
    const handles = ['20.500.1/y', 'a/nothing', '20.500.1/x', 'a/timeout', '20.500.1/y'];
    const { status, headers, json } = await post({ handles });
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    const alone = await Promise.all(handles.map((handle) => proxy.get(`/api/handles/${handle}`)));
    expect(json).toEqual({ results: alone.map(({ body }) => JSON.parse(body)) });
  });

  it.each([
    [{ type: ['URL'] }, '', { types: ['URL'], indexes: [] }],
    [{ type: 'URL', index: 2 }, '', { types: ['URL'], indexes: [2] }],
    [{ type: [], index: [] }, '', { types: [], indexes: [] }],
    [{ index: ['1', 2] }, '?index=3', { indexes: [3, 1, 2] }],
    [{ auth: true }, '', { authoritative: true }],
    [{ auth: false }, '', { authoritative: false }],
    [{ cert: 'yes', publicOnly: 'no' }, '', { certified: true, publicOnly: false }],
    [{}, '?follow', { ignoreAliases: false }],
  ])('are asked for with %j%s', async (members, query, options) => {
    await post({ handles: ['20.500.1/x', '20.500.1/y'], ...members }, { query });
    expect(proxy.resolver.asked).toMatchObject([{ options }, { options }]);
  });

  it('may have schemes before them', async () => {
    await post({ handles: ['hdl:20.500.1/x', 'urn:doi:10.5:x'] });
    expect(proxy.resolver.asked).toMatchObject([{ handle: '20.500.1/x' }, { handle: '10.5/x' }]);
  });

  it('are followed with their aliases', async () => {
    const { json } = await post({ handles: ['a/alias', '20.500.1/x'], follow: true });
    expect(json.results).toMatchObject([
      { handle: 'a/end', aliases: ['a/alias', 'a/middle'] },
      { handle: '20.500.1/x', aliases: [] },
    ]);
  });

  it('may be none', async () => {
    expect((await post({ handles: [] })).json).toEqual({ results: [] });
  });

  it('are written as was asked for', async () => {
    const { body } = await post({ handles: [], pretty: true });
    expect(body).toBe('{\n  "results": []\n}');
  });
});

describe('an entry that is no handle', () => {
  it.each([
    ['', { handle: '' }],
    ['hdl:', { handle: 'hdl:' }],
    ['a/\0', { handle: 'a/\0' }],
    [`a/${'x'.repeat(2048)}`, { handle: `a/${'x'.repeat(2048)}` }],
    [7, {}],
    [null, {}],
    [['a/b'], {}],
    [{ handle: 'a/b' }, {}],
  ])('%j hurts only itself', async (entry, named) => {
    const { status, json } = await post({ handles: [entry, '20.500.1/x'] });
    expect(status).toBe(200);
    expect(json.results).toMatchObject([
      { responseCode: 102, message: expect.any(String), ...named },
      { responseCode: 1, handle: '20.500.1/x' },
    ]);
    expect(proxy.resolver.asked).toHaveLength(1);
  });
});

describe('a request for many handles is refused', () => {
  const tooMany = Array.from({ length: MAX_BULK_HANDLES + 1 }, (_, i) => `a/${i}`);

  it.each<[string, unknown, number]>([
    ['without handles', {}, 400],
    ['with handles that are no list', { handles: 'a/b' }, 400],
    ['with more handles than may be', { handles: tooMany }, 400],
    ['with a bad index', { handles: [], index: 'x' }, 400],
    ['with a member that is no parameter', { handles: [], type: { a: 1 } }, 400],
    ['with a bad callback', { handles: [], callback: '"' }, 400],
    ['that is no object', [], 400],
    ['that is no JSON', '{', 400],
    ['that is empty', '', 400],
    ['that is too long', `{"handles":[]}${' '.repeat(262_144)}`, 413],
  ])('%s', async (_why, body, status) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ responseCode: 4, message: expect.any(String) });
    expect(proxy.resolver.asked).toEqual([]);
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', ''])('as %j', async (type) => {
    const { status, json } = await post({ handles: [] }, { type });
    expect([status, json.responseCode]).toEqual([415, 4]);
  });

  it('as many as may be are not', async () => {
    const { status, json } = await post({ handles: tooMany.slice(1) });
    expect([status, json.results.length]).toEqual([200, MAX_BULK_HANDLES]);
  });
});

describe('fairness', () => {
  const handles = Array.from({ length: 3 * BULK_CONCURRENCY }, (_, i) => `a/${i}`);

  it('looks up only so many at once', async () => {
    let [running, most] = [0, 0];
    const resolver: Resolver = {
      ...fakeResolver(),
      async resolve(handle, options) {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return fakeResolver().resolve(handle, options);
      },
    };
    const { json } = await post({ handles }, { to: await startTestProxy({ resolver }) });
    expect(json.results).toHaveLength(handles.length);
    expect(most).toBe(BULK_CONCURRENCY);
  });

  it('gives each handle a budget of its own', async () => {
    await post({ handles });
    for (const { options } of proxy.resolver.asked) expect(options.budget).toBeUndefined();
  });

  it('answers what is cached when there is too much to do', async () => {
    const busy = await startTestProxy({ maxRequests: 0 });
    tellOutcomes(busy);
    const { json } = await post({ handles: ['a/hit', 'a/found'] }, { to: busy });
    expect(json.results).toMatchObject([
      { responseCode: 1 },
      { responseCode: 3, handle: 'a/found' },
    ]);
  });

  it('begins none when the time is up, and says so', async () => {
    let elapsed = 0;
    const resolver: Resolver = {
      ...fakeResolver(),
      async resolve(handle, options) {
        elapsed += BULK_TIME_MS / BULK_CONCURRENCY;
        return fakeResolver().resolve(handle, options);
      },
    };
    const clock = { ...systemClock, elapsed: () => elapsed };
    const { json } = await post({ handles }, { to: await startTestProxy({ resolver, clock }) });
    const codes = json.results.map(({ responseCode }: { responseCode: number }) => responseCode);
    expect(codes).toEqual(handles.map((_, i) => (i < BULK_CONCURRENCY ? 100 : 2)));
    expect(json.results.at(-1)).toMatchObject({
      handle: handles.at(-1),
      message: expect.stringContaining('too long'),
    });
  });

  it('leaves out what would make the answer too long', async () => {
    proxy.resolver.record('20.500.1/large', value(1, 'BLOB', new Uint8Array(3_000_000)));
    const large = '20.500.1/large';
    const names = [large, large, large, '20.500.1/x', large];
    const { json } = await post({ handles: names });
    const codes = json.results.map(({ responseCode }: { responseCode: number }) => responseCode);
    expect(codes).toEqual([1, 1, 2, 1, 2]);
  });
});
