import { describe, expect, it } from 'vitest';
import { site, siteValue, url } from './kit/records.ts';
import { LOCAL, ROOT, textsOf, world } from './kit/world.ts';

const HANDLE = '10.1/a';
const A = 'https://a.example/';
const B = 'https://b.example/';
const MOVED = '192.0.2.20';
const HOUR = 3_600_000;

describe('when the clock is set back by an hour', () => {
  it.each([
    ['the whole record', {}],
    ['a part of it', { types: ['URL'] }],
    ['what only signed answers will do for', { certified: true }],
  ])('%s is not believed longer than its TTL says', async (_, options) => {
    const { resolve, clock, local } = world({ local: { [HANDLE]: [url(1, A, { ttl: 60 })] } });
    for (let times = 0; times < 3; times += 1) await resolve(HANDLE, options);
    local[HANDLE] = [url(1, B, { ttl: 60 })];
    clock.setBack(HOUR);
    clock.advance(60_000);
    expect(textsOf(await resolve(HANDLE, options))).toEqual([B]);
    expect(await resolve(HANDLE, options)).toMatchObject({ cache: 'hit' });
  });

  it.each([
    ['the service of a prefix', {}],
    ['one that only signed answers will do for', { certified: true }],
  ])('%s is not believed longer than its TTL says', async (_, options) => {
    const { resolve, clock, network, registry } = world({
      registry: { '0.NA/10.1': [{ ...siteValue(1, site(LOCAL)), ttl: 60 }] },
    });
    await resolve('10.1/a', options);
    registry['0.NA/10.1'] = [siteValue(1, site(MOVED))];
    network.serve(MOVED, { '10.1/b': [url(1, B)] });
    clock.setBack(HOUR);
    clock.advance(60_000);
    expect(textsOf(await resolve('10.1/b', options))).toEqual([B]);
    network.forget();
    await resolve('10.1/c', options);
    expect(network.asked).toEqual([`10.1/c@${MOVED}`]);
  });

  it('a service serves when the registry cannot be reached', async () => {
    const { resolve, clock, network } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve('10.1/b');
    clock.setBack(HOUR);
    network.at(ROOT, () => ({ fails: 'refused' }));
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
  });

  it('what was not found is not believed for longer than a minute', async () => {
    const { resolve, clock, local, registry } = world();
    await resolve(HANDLE);
    await resolve('10.2/a');
    clock.setBack(HOUR);
    clock.advance(60_000);
    local[HANDLE] = [url(1, A)];
    local['10.2/a'] = [url(1, B)];
    registry['0.NA/10.2'] = registry['0.NA/10.1'] ?? [];
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(textsOf(await resolve('10.2/a'))).toEqual([B]);
  });

  it('requests past the cache go to the servers again after two seconds', async () => {
    const { resolve, clock, network } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE, { authoritative: true });
    clock.setBack(HOUR);
    clock.advance(2_000);
    network.forget();
    await resolve(HANDLE, { authoritative: true });
    expect(network.questionsAbout(HANDLE)).toHaveLength(1);
  });

  it('what is known serves when nothing better is to be had', async () => {
    const { resolve, clock, network } = world({ local: { [HANDLE]: [url(1, A, { ttl: 60 })] } });
    await resolve(HANDLE);
    clock.setBack(HOUR);
    network.at(LOCAL, () => ({ fails: 'refused' }));
    expect(await resolve(HANDLE)).toMatchObject({ outcome: 'found', cache: 'stale' });
  });
});
