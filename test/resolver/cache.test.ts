import { describe, expect, it } from 'vitest';
import { alias, url, value } from './kit/records.ts';
import { LOCAL, textsOf, world } from './kit/world.ts';

const HANDLE = '10.1/a';
const A = 'https://a.example/';
const B = 'https://b.example/';

describe('the cache', () => {
  it('answers until the first value expires, and not after', async () => {
    const values = [url(1, A, { ttl: 60 }), url(2, B, { ttl: 600 })];
    const { resolve, resolver, clock } = world({ local: { [HANDLE]: values } });
    await resolve(HANDLE);
    clock.advance(59_998);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A, B]);
    clock.advance(1);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A, B]);
    clock.advance(1);
    expect(resolver.cached(HANDLE)).toBeUndefined();
  });

  it('says that it was a hit, and until when it is good', async () => {
    const { resolve, clock } = world({ local: { [HANDLE]: [url(1, A, { ttl: 60 })] } });
    const first = await resolve(HANDLE);
    const received = clock.now();
    const second = await resolve(HANDLE);
    expect(first).toMatchObject({ cache: 'miss', freshUntil: received + 60_000 });
    expect(second).toMatchObject({ cache: 'hit', freshUntil: received + 60_000 });
  });

  it('makes the answer to the same question once', async () => {
    const { resolve, resolver } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE);
    expect(resolver.cached(HANDLE)).toBe(resolver.cached(HANDLE));
  });

  it('knows a prefix in any case, but a suffix in one', async () => {
    const local = { 'pre.fix/Abc': [url(1, A)] };
    const { resolve, resolver, registry } = world({ local });
    registry['0.NA/PRE.FIX'] = world().registry['0.NA/10.1'] ?? [];
    await resolve('pre.fix/Abc');
    for (const handle of ['pre.fix/Abc', 'PRE.fix/Abc', 'pre.fix/Abc']) {
      expect(resolver.cached(handle)).toMatchObject({ asked: handle, handle });
    }
    expect(resolver.cached('pre.fix/abc')).toBeUndefined();
  });

  it.each([
    ['TTL 0', { ttl: 0 }],
    ['a negative TTL', { ttl: 0xffff_ffff }],
    ['a date in the past', { ttlType: 1, ttl: 946_684_800 }],
    ['a TTL of unknown kind', { ttlType: 9, ttl: 3600 }],
  ])('keeps no record with %s', async (_, fields) => {
    const { resolve, resolver, clock } = world({ local: { [HANDLE]: [url(1, A, fields)] } });
    const found = await resolve(HANDLE);
    expect(found).toMatchObject({ outcome: 'found', freshUntil: clock.now() });
    expect(resolver.cached(HANDLE)).toBeUndefined();
  });

  it('does not answer with a value of TTL 0 even if the clock is set back', async () => {
    const { resolve, resolver, clock } = world({ local: { [HANDLE]: [url(1, A, { ttl: 0 })] } });
    await resolve(HANDLE);
    clock.advance(-60_000);
    expect(resolver.cached(HANDLE)).toBeUndefined();
  });

  it('honours a date', async () => {
    const { resolve, resolver, clock, local } = world();
    local[HANDLE] = [url(1, A, { ttlType: 1, ttl: clock.now() / 1000 + 60 })];
    await resolve(HANDLE);
    clock.advance(59_000);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
    clock.advance(1_000);
    expect(resolver.cached(HANDLE)).toBeUndefined();
  });

  it('answers questions about parts from a whole record', async () => {
    const { resolve, resolver } = world({
      local: { [HANDLE]: [url(1, A), url(2, B), value(3, 'EMAIL', 'a@b')] },
    });
    await resolve(HANDLE);
    expect(textsOf(resolver.cached(HANDLE, { types: ['email'] }))).toEqual(['a@b']);
    expect(textsOf(resolver.cached(HANDLE, { indexes: [2] }))).toEqual([B]);
    expect(textsOf(resolver.cached(HANDLE, { types: ['EMAIL'], indexes: [1] }))).toEqual([
      A,
      'a@b',
    ]);
  });

  it('answers about a part that is fresh when another is not', async () => {
    const { resolve, resolver } = world({
      local: { [HANDLE]: [url(1, A, { ttl: 0 }), value(3, 'EMAIL', 'a@b')] },
    });
    await resolve(HANDLE);
    expect(resolver.cached(HANDLE)).toBeUndefined();
    expect(resolver.cached(HANDLE, { types: ['URL'] })).toBeUndefined();
    expect(textsOf(resolver.cached(HANDLE, { types: ['EMAIL'] }))).toEqual(['a@b']);
  });

  it('answers about a part until that expires, and not after', async () => {
    const { resolve, resolver, clock } = world({
      local: { [HANDLE]: [url(1, A, { ttl: 60 }), value(3, 'EMAIL', 'a@b')] },
    });
    await resolve(HANDLE);
    clock.advance(59_999);
    expect(textsOf(resolver.cached(HANDLE, { types: ['URL'] }))).toEqual([A]);
    clock.advance(1);
    expect(resolver.cached(HANDLE, { types: ['URL'] })).toBeUndefined();
  });

  it('is not spoiled by values that nobody asked for', async () => {
    const { resolve, resolver, network } = world();
    network.at(LOCAL, () => ({ values: [url(1, A), value(3, 'EMAIL', 'a@b', { ttl: 0 })] }));
    await resolve(HANDLE, { types: ['URL'] });
    expect(textsOf(resolver.cached(HANDLE, { types: ['URL'] }))).toEqual([A]);
  });

  it('does not answer about a part of which nothing is known', async () => {
    const { resolve, resolver } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE);
    expect(resolver.cached(HANDLE, { types: ['EMAIL'] })).toBeUndefined();
  });

  it('keeps the answer about a part for the same question only', async () => {
    const { resolve, resolver } = world({
      local: { [HANDLE]: [url(1, A), value(3, 'EMAIL', 'a@b')] },
    });
    await resolve(HANDLE, { types: ['URL'] });
    expect(textsOf(resolver.cached(HANDLE, { types: ['URL'] }))).toEqual([A]);
    expect(textsOf(resolver.cached(HANDLE, { types: ['url', 'URL'] }))).toEqual([A]);
    expect(resolver.cached(HANDLE)).toBeUndefined();
    expect(resolver.cached(HANDLE, { types: ['URL', 'EMAIL'] })).toBeUndefined();
    expect(resolver.cached(HANDLE, { indexes: [1] })).toBeUndefined();
    await resolve(HANDLE, { indexes: [1] });
    expect(textsOf(resolver.cached(HANDLE, { indexes: [1] }))).toEqual([A]);
    expect(resolver.cached(HANDLE, { indexes: [3] })).toBeUndefined();
  });

  it('prefers the newer of a whole record and an answer about a part', async () => {
    const { resolve, resolver, local, clock } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE);
    local[HANDLE] = [url(1, B)];
    clock.advance(1_000);
    await resolve(HANDLE, { types: ['URL'], authoritative: true });
    expect(textsOf(resolver.cached(HANDLE, { types: ['URL'] }))).toEqual([B]);
  });

  it('is passed by authoritative requests, which refresh it', async () => {
    const { resolve, resolver, local } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE);
    local[HANDLE] = [url(1, B)];
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    const found = await resolve(HANDLE, { authoritative: true });
    expect(found).toMatchObject({ outcome: 'found', cache: 'miss', authoritative: true });
    expect(textsOf(resolver.cached(HANDLE))).toEqual([B]);
    expect(resolver.cached(HANDLE, { authoritative: true })).toBeUndefined();
  });

  it('has no part in requests for more than the public values', async () => {
    const { resolve, resolver, network } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE, { publicOnly: false });
    expect(resolver.cached(HANDLE)).toBeUndefined();
    await resolve(HANDLE);
    network.forget();
    await resolve(HANDLE, { publicOnly: false });
    expect(network.asked).toEqual([`${HANDLE}@192.0.2.10`]);
  });

  it('follows aliases at once, as far as it knows them', async () => {
    const { resolve, resolver, clock } = world({
      local: { '10.1/from': [alias(HANDLE, { ttl: 60 })], [HANDLE]: [url(1, A, { ttl: 3600 })] },
    });
    await resolve('10.1/from');
    const hit = resolver.cached('10.1/from');
    expect(hit).toMatchObject({ cache: 'hit', handle: HANDLE, aliases: ['10.1/from'] });
    expect(textsOf(hit)).toEqual([A]);
    clock.advance(61_000);
    expect(resolver.cached('10.1/from')).toBeUndefined();
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
  });

  it('keeps the service of a prefix as long as its values allow', async () => {
    const { resolve, network, registry, clock, local } = world();
    const [siteOf] = registry['0.NA/10.1'] ?? [];
    if (siteOf === undefined) throw new Error('the world has no site');
    registry['0.NA/10.1'] = [{ ...siteOf, ttl: 60 }];
    for (const name of ['a', 'b', 'c']) local[`10.1/${name}`] = [url(1, A)];
    await resolve('10.1/a');
    clock.advance(59_000);
    await resolve('10.1/b');
    expect(network.questionsAbout('0.NA/10.1')).toHaveLength(1);
    clock.advance(1_000);
    await resolve('10.1/c');
    expect(network.questionsAbout('0.NA/10.1')).toHaveLength(2);
  });

  it('drops the least recently used records when it is full', async () => {
    const { resolve, resolver, local } = world({ cacheMaxBytes: 16_384 });
    for (let n = 0; n < 50; n += 1) {
      local[`10.1/${n}`] = [url(1, 'x'.repeat(1_000))];
      await resolve(`10.1/${n}`);
    }
    const kept = Array.from({ length: 50 }, (_, n) => n).filter((n) =>
      resolver.cached(`10.1/${n}`),
    );
    expect(kept).toContain(49);
    expect(kept).not.toContain(0);
    expect(kept.length * 1_000).toBeLessThan(16_384);
  });

  it('keeps what is asked for all the time, though it is long since it came', async () => {
    const { resolve, resolver, local } = world({ cacheMaxBytes: 400_000 });
    local[HANDLE] = [url(1, A)];
    await resolve(HANDLE);
    for (let n = 0; n < 3_000; n += 1) {
      local[`10.1/${n}`] = [url(1, 'x'.repeat(100))];
      await resolve(`10.1/${n}`);
      expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
    }
    expect(resolver.statistics().evictions).toBeGreaterThan(1_000);
  });

  it('is not misled by names that look like what it keeps', async () => {
    const { resolve, resolver } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE, { certified: true });
    await resolve(HANDLE, { types: ['URL'], ignoreAliases: true, authoritative: true });
    for (const options of [{ certified: true }, { types: ['URL'], ignoreAliases: true }]) {
      expect(textsOf(resolver.cached(HANDLE, options))).toEqual([A]);
    }
    for (const start of ['0', '1']) {
      for (const part of ['', '\u0000[["URL"],[]]']) {
        const name = `\u0000${start}${HANDLE.length}:${HANDLE}${part}`;
        expect(resolver.cached(name)).toBeUndefined();
      }
    }
  });

  it('keeps the data of its values apart from the messages they came in', async () => {
    const message = new Uint8Array(200_000);
    const data = message.subarray(1_000, 1_010).fill(0x61);
    const { resolve, resolver } = world({ local: { [HANDLE]: [value(1, 'TEXT', data)] } });
    await resolve(HANDLE);
    const hit = resolver.cached(HANDLE);
    const kept = hit?.outcome === 'found' ? hit.values[0]?.data : undefined;
    expect(kept?.buffer.byteLength).toBeLessThan(100);
    expect(textsOf(hit)).toEqual(['aaaaaaaaaa']);
  });
});
