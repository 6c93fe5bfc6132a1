import { describe, expect, it } from 'vitest';
import { site, siteValue, url } from './kit/records.ts';
import { sharedMemory } from './kit/shared-memory.ts';
import { ROOT, textsOf, world } from './kit/world.ts';

const HANDLE = '10.1/a';
const A = 'https://a.example/';
const B = 'https://b.example/';
const MOVED = '192.0.2.20';

/** Everybody takes 100 ms to answer, with what was so when they were asked. */
function slowWorld() {
  const sharedCache = sharedMemory();
  const made = world({ local: { [HANDLE]: [url(1, A)] }, sharedCache });
  made.network.delayMs = 100;
  const recordNames = () => [...sharedCache.entries.keys()].filter((name) => /^record/.test(name));
  const serviceNames = () => [...sharedCache.entries.keys()].filter((name) => /^serv/.test(name));
  return { ...made, sharedCache, recordNames, serviceNames };
}

describe('what is purged while servers are asked', () => {
  it.each([
    ['a handle', { handle: HANDLE }],
    ['a prefix', { prefix: '10.1' }],
    ['everything', 'all'],
  ] as const)('is not shared: %s', async (_, target) => {
    const { resolver, clock, recordNames } = slowWorld();
    const before = resolver.resolve(HANDLE);
    await clock.pass(150);
    resolver.purge(target);
    expect(textsOf(await clock.run(before))).toEqual([A]);
    expect(recordNames()).toEqual([]);
    expect(resolver.cached(HANDLE)).toBeUndefined();
  });

  it('is not shared when it is not there either', async () => {
    const { resolver, clock, recordNames } = slowWorld();
    const before = resolver.resolve('10.1/none');
    await clock.pass(150);
    resolver.purge({ handle: '10.1/none' });
    await clock.run(before);
    expect(recordNames()).toEqual([]);
  });

  it('takes nothing with it of what was asked for later', async () => {
    const { resolver, clock, local, network, recordNames } = slowWorld();
    const before = resolver.resolve(HANDLE);
    await clock.pass(150);
    resolver.purge({ handle: HANDLE });
    local[HANDLE] = [url(1, B)];
    network.delayMs = 10;
    expect(textsOf(await clock.run(resolver.resolve(HANDLE)))).toEqual([B]);
    expect(textsOf(await clock.run(before))).toEqual([A]);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([B]);
    expect(recordNames()).toHaveLength(1);
  });

  it.each([
    ['its prefix', { prefix: '10.1' }],
    ['everything', 'all'],
  ] as const)('is no service for those who ask later: %s', async (_, target) => {
    const { resolver, clock, network, registry, serviceNames } = slowWorld();
    network.serve(MOVED, { [HANDLE]: [url(1, B)] });
    const before = resolver.resolve(HANDLE);
    await clock.pass(50);
    resolver.purge(target);
    registry['0.NA/10.1'] = [siteValue(1, site(MOVED))];
    network.forget();
    const after = resolver.resolve(HANDLE);
    expect(textsOf(await clock.run(before))).toEqual([A]);
    expect(textsOf(await clock.run(after))).toEqual([B]);
    expect(network.asked).toContain(`0.NA/10.1@${ROOT}`);
    expect(network.asked).toContain(`${HANDLE}@${MOVED}`);
    expect(serviceNames()).toHaveLength(1);
    network.forget();
    await clock.run(resolver.resolve('10.1/b'));
    expect(network.asked).toEqual([`10.1/b@${MOVED}`]);
  });

  it('is no service in the shared cache when nobody asks later', async () => {
    const { resolver, clock, serviceNames } = slowWorld();
    const before = resolver.resolve(HANDLE);
    await clock.pass(50);
    resolver.purge({ prefix: '10.1' });
    expect(textsOf(await clock.run(before))).toEqual([A]);
    expect(serviceNames()).toEqual([]);
  });
});

describe('what somebody has brought past the cache', () => {
  it('is not replaced in the shared cache by what was asked for before', async () => {
    const { resolver, clock, local, network, sharedCache } = slowWorld();
    await clock.run(resolver.serviceOf(HANDLE));
    const before = resolver.resolve(HANDLE);
    await clock.pass(50);
    local[HANDLE] = [url(1, B)];
    network.delayMs = 10;
    await clock.run(resolver.resolve(HANDLE, { authoritative: true }));
    expect(textsOf(await clock.run(before))).toEqual([A]);
    const other = world({ local: { [HANDLE]: [url(1, B)] }, sharedCache });
    expect(textsOf(await other.resolve(HANDLE))).toEqual([B]);
  });
});
