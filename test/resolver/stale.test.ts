import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/resolver/policy.ts';
import { alias, serv, site, siteValue, url, value } from './kit/records.ts';
import { turns } from './kit/virtual-clock.ts';
import { LOCAL, ROOT, textsOf, type World, world } from './kit/world.ts';

const HANDLE = '10.1/a';
const A = 'https://a.example/';
const B = 'https://b.example/';
const HOUR = 3_600_000;

/** A world whose record has just expired. */
async function expired(policy: Partial<Policy> = {}, ttl = 60): Promise<World> {
  const made = world({ local: { [HANDLE]: [url(1, A, { ttl })] }, policy });
  await made.resolve(HANDLE);
  made.clock.advance(ttl * 1_000);
  made.network.forget();
  return made;
}

describe('values that have expired', () => {
  it('are not given while servers answer', async () => {
    const { resolve, local } = await expired();
    local[HANDLE] = [url(1, B)];
    expect(textsOf(await resolve(HANDLE))).toEqual([B]);
  });

  it('are given after 1.8 s when servers are slow, marked, while asking goes on', async () => {
    const { resolver, clock, network, local } = await expired();
    local[HANDLE] = [url(1, B)];
    network.delayMs = 2_500;
    const started = clock.now();
    const found = await clock.run(resolver.resolve(HANDLE));
    expect(clock.now() - started).toBe(1_800);
    expect(found).toMatchObject({ outcome: 'found', cache: 'stale' });
    expect(textsOf(found)).toEqual([A]);
    expect(found.outcome === 'found' && found.freshUntil).toBeLessThanOrEqual(started);
    await clock.pass(3_000);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([B]);
  });

  it('are given at once to those who come when the question is already old', async () => {
    const { resolver, clock, network } = await expired();
    network.at(LOCAL, () => 'silence');
    void resolver.resolve(HANDLE);
    await clock.pass(1_000);
    const second = resolver.resolve(HANDLE);
    await clock.pass(1_500);
    expect((await second).outcome).toBe('found');
    const before = clock.now();
    expect(await clock.run(resolver.resolve(HANDLE))).toMatchObject({ cache: 'stale' });
    expect(clock.now()).toBe(before);
  });

  it.each([
    ['refuse', { fails: 'refused' as const }],
    ['are busy', { code: 3 }],
    ['answer badly', { code: 2 }],
  ])('are given as soon as servers %s', async (_, reaction) => {
    const { resolve, resolver, network } = await expired();
    network.at(LOCAL, () => reaction);
    expect(await resolve(HANDLE)).toMatchObject({ outcome: 'found', cache: 'stale' });
    network.forget();
    expect(resolver.cached(HANDLE)).toMatchObject({ outcome: 'found', cache: 'stale' });
    expect(network.asked).toEqual([]);
  });

  it('are looked up again 30 s after a try that failed', async () => {
    const { resolve, resolver, network, clock } = await expired();
    network.at(LOCAL, () => ({ code: 2 }));
    await resolve(HANDLE);
    network.forget();
    clock.advance(29_990);
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(network.asked).toEqual([]);
    clock.advance(10);
    expect(resolver.cached(HANDLE)).toBeUndefined();
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(network.asked).not.toEqual([]);
  });

  it('are given at once when the service is known to be down by another handle', async () => {
    const { resolve, resolver, network } = await expired();
    network.at(LOCAL, () => ({ fails: 'refused' }));
    await resolve('10.1/other');
    network.forget();
    expect(resolver.cached(HANDLE)).toMatchObject({ cache: 'stale' });
    await turns();
    expect(network.asked).toEqual([]);
  });

  it('are followed by fresh ones soon after the service is back, without anybody waiting', async () => {
    const { resolve, resolver, network, clock, local } = await expired();
    network.at(LOCAL, () => ({ fails: 'refused' }));
    await resolve('10.1/other');
    for (let second = 0; second < 600; second += 1) {
      await clock.pass(1_000);
      expect(resolver.cached(HANDLE)).toMatchObject({ cache: 'stale' });
    }
    local[HANDLE] = [url(1, B)];
    network.serve(LOCAL, local);
    let waited = 0;
    while (textsOf(resolver.cached(HANDLE))[0] !== B) {
      expect(resolver.cached(HANDLE)?.outcome).toBe('found');
      await clock.pass(1_000);
      waited += 1;
    }
    expect(waited).toBeLessThanOrEqual(30);
  });

  it('are given for 24 h, and no longer', async () => {
    const { resolve, network, clock } = await expired();
    network.at(LOCAL, () => ({ fails: 'refused' }));
    clock.advance(24 * HOUR - 1);
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    clock.advance(1);
    expect((await resolve(HANDLE)).outcome).toBe('unreachable');
  });

  it('are not given where that is switched off', async () => {
    const { resolve, network } = await expired({ staleMs: 0 });
    network.at(LOCAL, () => ({ fails: 'refused' }));
    expect((await resolve(HANDLE)).outcome).toBe('unreachable');
  });

  it('end when a server says that there is no such handle', async () => {
    const { resolve, network, local, clock } = await expired();
    delete local[HANDLE];
    expect((await resolve(HANDLE)).outcome).toBe('handle-not-found');
    network.at(LOCAL, () => ({ fails: 'refused' }));
    clock.advance(61_000);
    expect((await resolve(HANDLE)).outcome).toBe('unreachable');
  });

  it('are not given to requests past the cache, nor to those for more than public values', async () => {
    const { resolve, network } = await expired();
    network.at(LOCAL, () => ({ fails: 'refused' }));
    expect((await resolve(HANDLE, { authoritative: true })).outcome).toBe('unreachable');
    expect((await resolve(HANDLE, { publicOnly: false })).outcome).toBe('unreachable');
    expect((await resolve(HANDLE)).outcome).toBe('found');
  });

  it('are given to certified requests only if they were certified', async () => {
    const { resolve, network } = await expired();
    network.at(LOCAL, () => ({ fails: 'refused' }));
    expect((await resolve(HANDLE, { certified: true })).outcome).toBe('unreachable');
    const signed = world({ local: { [HANDLE]: [url(1, A, { ttl: 60 })] } });
    await signed.resolve(HANDLE, { certified: true });
    signed.clock.advance(60_000);
    signed.network.at(LOCAL, () => ({ fails: 'refused' }));
    expect(await signed.resolve(HANDLE, { certified: true })).toMatchObject({
      cache: 'stale',
      certified: true,
    });
  });

  it('are never those of TTL 0', async () => {
    const { resolve, network } = world({
      local: { [HANDLE]: [url(1, A, { ttl: 0 }), value(2, 'EMAIL', 'a@b', { ttl: 60 })] },
    });
    await resolve(HANDLE);
    network.at(LOCAL, () => ({ fails: 'refused' }));
    expect((await resolve(HANDLE)).outcome).toBe('unreachable');
    expect(textsOf(await resolve(HANDLE, { types: ['EMAIL'] }))).toEqual(['a@b']);
  });

  it('are given for parts of a record as well, and along aliases', async () => {
    const { resolve, network, clock } = world({
      local: {
        '10.1/from': [alias(HANDLE, { ttl: 3_600 })],
        [HANDLE]: [url(1, A, { ttl: 60 }), value(2, 'EMAIL', 'a@b', { ttl: 60 })],
      },
    });
    await resolve('10.1/from');
    clock.advance(61_000);
    network.at(LOCAL, () => ({ fails: 'refused' }));
    const part = await resolve(HANDLE, { types: ['EMAIL'], ignoreAliases: true });
    expect(part).toMatchObject({ cache: 'stale' });
    expect(textsOf(part)).toEqual(['a@b']);
    expect(await resolve('10.1/from')).toMatchObject({ cache: 'stale', handle: HANDLE });
  });

  it('never fail a request while everything is down', async () => {
    const handles = Array.from({ length: 40 }, (_, n) => `10.1/${n}`);
    const local = Object.fromEntries(handles.map((each) => [each, [url(1, A, { ttl: 5 })]]));
    const { resolver, resolve, network, clock } = world({ local });
    for (const handle of handles) await resolve(handle);
    for (const address of [ROOT, LOCAL]) network.at(address, () => 'silence');
    const outcomes = new Set<string>();
    for (let second = 0; second < 300; second += 1) {
      const handle = handles[second % handles.length] ?? HANDLE;
      void resolver.resolve(handle).then(({ outcome }) => outcomes.add(outcome));
      await clock.pass(1_000);
    }
    await clock.pass(10_000);
    expect([...outcomes]).toEqual(['found']);
  });
});

describe('a service that has expired', () => {
  async function withExpiredService(policy: Partial<Policy> = {}) {
    const sites = siteValue(1, site(LOCAL));
    const made = world({
      policy,
      registry: { '0.NA/10.1': [{ ...sites, ttl: 60 }] },
      local: { [HANDLE]: [url(1, A, { ttl: 5 })], '10.1/new': [url(1, B)] },
    });
    await made.resolve(HANDLE);
    made.clock.advance(61_000);
    made.network.forget();
    return made;
  }

  it('is used when the registry cannot be reached', async () => {
    const { resolve, network } = await withExpiredService();
    network.at(ROOT, () => ({ fails: 'refused' }));
    expect(textsOf(await resolve('10.1/new'))).toEqual([B]);
    expect(await resolve(HANDLE)).toMatchObject({ cache: 'miss' });
  });

  it('is used when the registry takes longer than 1.8 s', async () => {
    const { resolve, network, clock } = await withExpiredService();
    network.at(ROOT, () => 'silence');
    const started = clock.now();
    expect(textsOf(await resolve('10.1/new'))).toEqual([B]);
    expect(clock.now() - started).toBeLessThan(1_900);
  });

  it('costs nobody any time once the registry is known to be down', async () => {
    const { resolve, network, clock, local } = await withExpiredService();
    network.at(ROOT, () => ({ fails: 'refused' }));
    await resolve('10.1/new');
    network.forget();
    local['10.1/newer'] = [url(1, B)];
    const started = clock.now();
    await resolve('10.1/newer');
    expect(clock.now() - started).toBe(network.delayMs);
    expect(network.asked).toEqual([`10.1/newer@${LOCAL}`]);
  });

  it('is replaced when the registry is back', async () => {
    const { resolve, network, clock, registry, local } = await withExpiredService();
    network.at(ROOT, () => ({ fails: 'refused' }));
    await resolve('10.1/new');
    const OTHER = '192.0.2.20';
    network.serve(OTHER, { '10.1/moved': [url(1, B)] });
    registry['0.NA/10.1'] = [siteValue(1, site(OTHER))];
    network.serve(ROOT, registry);
    for (let second = 0; second < 32; second += 1) {
      local[`10.1/${second}`] = [url(1, A)];
      await resolve(`10.1/${second}`);
      await clock.pass(1_000);
    }
    expect(textsOf(await resolve('10.1/moved'))).toEqual([B]);
  });

  it('is not used where that is switched off', async () => {
    const { resolve, network } = await withExpiredService({ staleMs: 0 });
    network.at(ROOT, () => ({ fails: 'refused' }));
    expect((await resolve('10.1/new')).outcome).toBe('unreachable');
  });

  it('is used too when a handle names it that cannot be looked up', async () => {
    const { resolve, network, clock } = world({
      registry: {
        '0.NA/10.1': [serv(1, '0.SERV/x', 'HS_SERV')].map((each) => ({ ...each, ttl: 60 })),
        '0.SERV/x': [{ ...siteValue(1, site(LOCAL)), ttl: 60 }],
      },
      local: { [HANDLE]: [url(1, A)], '10.1/b': [url(1, B)] },
    });
    await resolve(HANDLE);
    clock.advance(61_000);
    network.at(ROOT, ({ handle }) =>
      handle === '0.SERV/x' ? { code: 2 } : { values: [serv(1, '0.SERV/x')] },
    );
    expect(textsOf(await resolve('10.1/b'))).toEqual([B]);
  });
});
