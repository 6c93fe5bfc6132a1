import { describe, expect, it } from 'vitest';
import { alias, site, siteValue, url } from './kit/records.ts';
import { turns } from './kit/virtual-clock.ts';
import { LOCAL, messageOf, textsOf, world } from './kit/world.ts';

const HANDLE = '10.1/a';
const A = 'https://a.example/';
const B = 'https://b.example/';

function names(count: number, beginning = '10.1/random'): string[] {
  return Array.from({ length: count }, (_, n) => `${beginning}-${n}`);
}

describe('names that nobody has heard of', () => {
  it('are asked of one service at once up to a cap; the rest is told to come again', async () => {
    const { resolver, resolve, clock, network } = world({ policy: { newNamesPerService: 10 } });
    await resolve(HANDLE);
    network.forget();
    const found = await clock.run(Promise.all(names(30).map((handle) => resolver.resolve(handle))));
    expect(found.filter(({ outcome }) => outcome === 'handle-not-found')).toHaveLength(10);
    const busy = found.filter(({ outcome }) => outcome === 'busy');
    expect(busy).toHaveLength(20);
    expect(busy[0]).toMatchObject({ retryAfterSeconds: 1 });
    expect(network.exchanges).toHaveLength(10);
    expect(resolver.statistics().refused).toBe(20);
  });

  it('that were turned away count as no failure of the service or of the handle', async () => {
    const { resolver, resolve, clock, local } = world({ policy: { newNamesPerService: 1 } });
    local['10.1/random-4'] = [url(1, A)];
    await resolve(HANDLE);
    await clock.run(Promise.all(names(5).map((handle) => resolver.resolve(handle))));
    expect(resolver.cached('10.1/random-4')).toBeUndefined();
    expect(textsOf(await resolve('10.1/random-4'))).toEqual([A]);
  });

  it('leave those alone that are known, fresh or stale', async () => {
    const { resolver, resolve, clock, network, local } = world({
      policy: { newNamesPerService: 5 },
      local: { [HANDLE]: [url(1, A, { ttl: 60 })], '10.1/b': [url(1, A, { ttl: 3_600 })] },
    });
    await resolve(HANDLE);
    await resolve('10.1/b');
    clock.advance(61_000);
    network.delayMs = 500;
    local[HANDLE] = [url(1, B)];
    for (const handle of names(20)) void resolver.resolve(handle);
    await turns();
    expect(textsOf(resolver.cached('10.1/b'))).toEqual([A]);
    expect(textsOf(await resolve(HANDLE))).toEqual([B]);
  });

  it('may be types of values: what is known of a handle says nothing about those', async () => {
    const { resolver, resolve, clock, network } = world({
      policy: { newNamesPerService: 5 },
      local: { [HANDLE]: [url(1, A)] },
    });
    await resolve(HANDLE);
    network.forget();
    const asked = names(20).map((name) => resolver.resolve(HANDLE, { types: [name] }));
    const found = await clock.run(Promise.all(asked));
    expect(found.filter(({ outcome }) => outcome === 'busy')).toHaveLength(15);
    expect(network.exchanges).toHaveLength(5);
  });

  it('of one service leave room for others', async () => {
    const { resolver, resolve, clock, registry, network } = world({
      policy: { newNamesPerService: 3 },
    });
    registry['0.NA/20.1'] = registry['0.NA/10.1'] ?? [];
    const OTHER = '192.0.2.40';
    registry['0.NA/30.1'] = [siteValue(1, site(OTHER))];
    network.serve(OTHER, { '30.1/x': [url(1, B)] });
    for (const handle of ['10.1/a', '20.1/a', '30.1/a']) await resolve(handle);
    const all = [...names(3), '20.1/new', '30.1/x'];
    const found = await clock.run(Promise.all(all.map((handle) => resolver.resolve(handle))));
    // 20.1 lies on the same servers as 10.1, 30.1 does not.
    expect(found.map(({ outcome }) => outcome).slice(3)).toEqual(['busy', 'found']);
  });

  it('may be prefixes, too: they are names at the registry', async () => {
    const { resolver, clock, network } = world({ policy: { newNamesPerService: 4 } });
    const handles = Array.from({ length: 20 }, (_, n) => `30.${n}/x`);
    const found = await clock.run(Promise.all(handles.map((each) => resolver.resolve(each))));
    expect(found.filter(({ outcome }) => outcome === 'busy')).toHaveLength(16);
    expect(new Set(network.asked).size).toBe(4);
  });
});

describe('exchanges with servers', () => {
  it('are under way at once up to a cap; the rest is told to come again', async () => {
    const { resolver, resolve, clock, network } = world({ policy: { maxExchangesAtOnce: 8 } });
    await resolve(HANDLE);
    network.forget();
    network.delayMs = 100;
    const all = names(20).map((handle) => resolver.resolve(handle));
    await turns();
    expect(network.exchanges).toHaveLength(8);
    expect(resolver.statistics().exchangesUnderWay).toBe(8);
    const found = await clock.run(Promise.all(all));
    const busy = found.filter(({ outcome }) => outcome === 'busy');
    expect(busy).toHaveLength(12);
    expect(busy[0] && messageOf(busy[0])).toContain('too many questions');
    expect(resolver.statistics().exchangesUnderWay).toBe(0);
    expect((await resolve('10.1/later')).outcome).toBe('handle-not-found');
  });

  it('that are too many leave stale values to those who ask for them', async () => {
    const { resolver, resolve, clock, network } = world({
      policy: { maxExchangesAtOnce: 1 },
      local: { [HANDLE]: [url(1, A, { ttl: 60 })] },
    });
    await resolve(HANDLE);
    clock.advance(61_000);
    network.delayMs = 500;
    void resolver.resolve('10.1/other');
    await turns();
    expect(await resolver.resolve(HANDLE)).toMatchObject({ cache: 'stale' });
  });
});

describe('requests past the cache', () => {
  const past = { authoritative: true };

  it('for one handle go to the servers once in 2 s; others get what that brought', async () => {
    const { resolve, network, clock, local } = world({ local: { [HANDLE]: [url(1, A)] } });
    expect(await resolve(HANDLE, past)).toMatchObject({ cache: 'miss', authoritative: true });
    network.forget();
    local[HANDLE] = [url(1, B)];
    clock.advance(1_990);
    const second = await resolve(HANDLE, past);
    expect(second).toMatchObject({ cache: 'hit', authoritative: true });
    expect(textsOf(second)).toEqual([A]);
    expect(network.asked).toEqual([]);
    clock.advance(10);
    expect(textsOf(await resolve(HANDLE, past))).toEqual([B]);
  });

  it('are not answered by what others brought from the cache', async () => {
    const { resolve, local } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE);
    local[HANDLE] = [url(1, B)];
    expect(textsOf(await resolve(HANDLE, past))).toEqual([B]);
  });

  it('that found nothing are not repeated within 2 s either', async () => {
    const { resolve, network, clock } = world();
    await resolve(HANDLE, past);
    network.forget();
    expect((await resolve(HANDLE, past)).outcome).toBe('handle-not-found');
    expect(network.asked).toEqual([]);
    clock.advance(2_000);
    await resolve(HANDLE, past);
    expect(network.asked).toEqual([`${HANDLE}@${LOCAL}`]);
  });

  it('that failed are not repeated within 2 s either', async () => {
    const { resolve, network, clock } = world();
    network.at(LOCAL, () => ({ code: 2 }));
    await resolve(HANDLE, past);
    network.forget();
    expect((await resolve(HANDLE, past)).outcome).toBe('bad-answer');
    expect(network.asked).toEqual([]);
    clock.advance(2_000);
    await resolve(HANDLE, past);
    expect(network.asked).not.toEqual([]);
  });

  it('all go to the servers where that is switched off', async () => {
    const { resolve, network } = world({
      policy: { authoritativeEveryMs: 0 },
      local: { [HANDLE]: [url(1, A)] },
    });
    for (let n = 0; n < 5; n += 1) await resolve(HANDLE, past);
    expect(network.questionsAbout(HANDLE)).toHaveLength(5);
  });

  it('for the records along an alias are each counted by themselves', async () => {
    const { resolve, network } = world({
      local: { '10.1/from': [alias(HANDLE)], [HANDLE]: [url(1, A)] },
    });
    await resolve('10.1/from', past);
    network.forget();
    expect(textsOf(await resolve('10.1/from', past))).toEqual([A]);
    expect(textsOf(await resolve(HANDLE, past))).toEqual([A]);
    expect(network.asked).toEqual([]);
  });
});
