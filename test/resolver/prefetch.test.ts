import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/resolver/policy.ts';
import { url } from './kit/records.ts';
import { LOCAL, textsOf, type World, world } from './kit/world.ts';

const HANDLE = '10.1/a';
const A = 'https://a.example/';
const B = 'https://b.example/';

/** A world with a record of 100 s that was fetched just now. */
async function fetched(policy: Partial<Policy> = {}): Promise<World> {
  const made = world({ local: { [HANDLE]: [url(1, A, { ttl: 100 })] }, policy });
  await made.resolve(HANDLE);
  made.network.forget();
  return made;
}

describe('a record that is asked for', () => {
  it('in the last tenth of its life is fetched anew while nobody waits', async () => {
    const { resolver, clock, network, local } = await fetched();
    local[HANDLE] = [url(1, B, { ttl: 100 })];
    clock.advance(97_500);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
    await clock.pass(10);
    expect(network.asked).toEqual([`${HANDLE}@${LOCAL}`]);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([B]);
    expect(resolver.statistics().prefetches).toBe(1);
    clock.advance(90_000);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([B]);
  });

  it('before that is not', async () => {
    const { resolver, clock, network } = await fetched();
    clock.advance(89_000);
    for (let n = 0; n < 10; n += 1) resolver.cached(HANDLE);
    await clock.pass(10);
    expect(network.asked).toEqual([]);
  });

  it('by many at once is fetched once', async () => {
    const { resolver, clock, network } = await fetched();
    clock.advance(99_000);
    for (let n = 0; n < 100; n += 1) resolver.cached(HANDLE);
    await clock.pass(10);
    expect(network.asked).toEqual([`${HANDLE}@${LOCAL}`]);
  });

  it('too seldom is not fetched ahead', async () => {
    const { resolver, clock, network } = await fetched({ prefetchUses: 4 });
    clock.advance(99_000);
    resolver.cached(HANDLE);
    resolver.cached(HANDLE);
    await clock.pass(10);
    expect(network.asked).toEqual([]);
    resolver.cached(HANDLE);
    await clock.pass(10);
    expect(network.asked).toEqual([`${HANDLE}@${LOCAL}`]);
  });

  it('is not fetched ahead where that is switched off', async () => {
    const { resolver, clock, network } = await fetched({ prefetchShare: 0 });
    clock.advance(99_990);
    for (let n = 0; n < 10; n += 1) resolver.cached(HANDLE);
    await clock.pass(5);
    expect(network.asked).toEqual([]);
  });

  it('is not fetched ahead from a service that is down', async () => {
    const { resolve, resolver, clock, network } = await fetched();
    network.at(LOCAL, () => ({ fails: 'refused' }));
    clock.advance(97_000);
    await resolve('10.1/b');
    network.forget();
    for (let n = 0; n < 10; n += 1) expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
    await clock.pass(10);
    expect(network.asked).toEqual([]);
  });

  it('is not fetched ahead when servers are asked much already', async () => {
    const { resolver, clock, network } = await fetched({ maxExchangesAtOnce: 4 });
    network.at(LOCAL, () => 'silence');
    clock.advance(97_000);
    void resolver.resolve('10.1/b');
    void resolver.resolve('10.1/c');
    await clock.pass(10);
    network.forget();
    resolver.cached(HANDLE);
    await clock.pass(10);
    expect(network.asked).toEqual([]);
  });

  it('is fetched at different times in the last tenth, so that not all come together', async () => {
    const draws = [0, 0.25, 0.5, 0.75, 0.999];
    const due = [];
    for (const draw of draws) {
      const local = { [HANDLE]: [url(1, A, { ttl: 100 })] };
      const { resolve, resolver, clock, network } = world({ local, random: () => draw });
      await resolve(HANDLE);
      resolver.cached(HANDLE);
      network.forget();
      let second = 0;
      for (; network.asked.length === 0; second += 1) {
        resolver.cached(HANDLE);
        await clock.pass(1_000);
      }
      due.push(second);
    }
    expect(new Set(due).size).toBe(draws.length);
    expect(Math.min(...due)).toBeGreaterThanOrEqual(90);
    expect(Math.max(...due)).toBeLessThanOrEqual(100);
  });
});
