import { describe, expect, it } from 'vitest';
import { site, siteValue, url, value } from './kit/records.ts';
import { LOCAL, ROOT, textsOf, world } from './kit/world.ts';

const HANDLE = '10.1/a';
const A = 'https://a.example/';

describe('a handle that was not found', () => {
  it('is answered from memory for a minute, and looked up after it', async () => {
    const { resolve, resolver, network, clock, local } = world();
    const first = await resolve(HANDLE);
    expect(first).toMatchObject({ outcome: 'handle-not-found', cache: 'miss' });
    local[HANDLE] = [url(1, A)];
    clock.advance(59_999);
    expect(resolver.cached(HANDLE)).toMatchObject({ outcome: 'handle-not-found', cache: 'hit' });
    clock.advance(1);
    expect(resolver.cached(HANDLE)).toBeUndefined();
    network.forget();
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(network.asked).toEqual([`${HANDLE}@${LOCAL}`]);
  });

  it('is not remembered where that is switched off', async () => {
    const { resolve, resolver } = world({ policy: { notFoundMs: 0 } });
    await resolve(HANDLE);
    expect(resolver.cached(HANDLE)).toBeUndefined();
  });

  it('has none of its values either', async () => {
    const { resolve, resolver } = world();
    await resolve(HANDLE);
    expect(resolver.cached(HANDLE, { types: ['URL'] })?.outcome).toBe('handle-not-found');
  });

  it('is told in the spelling in which it was asked for', async () => {
    const { resolve, resolver, registry } = world();
    registry['0.NA/PRE.FIX'] = [siteValue(1, site(LOCAL))];
    await resolve('pre.fix/a');
    expect(resolver.cached('PRE.fix/a')).toMatchObject({
      handle: 'PRE.fix/a',
      message: 'there is no handle PRE.fix/a',
    });
  });

  it('is looked up past the cache, and what is found then takes the place of it', async () => {
    const { resolve, resolver, local } = world();
    await resolve(HANDLE);
    local[HANDLE] = [url(1, A)];
    expect(textsOf(await resolve(HANDLE, { authoritative: true }))).toEqual([A]);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
  });

  it('is there as soon as one of its values is found', async () => {
    const { resolve, resolver, local } = world();
    await resolve(HANDLE);
    local[HANDLE] = [url(1, A)];
    await resolve(HANDLE, { types: ['URL'], authoritative: true });
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
    expect(textsOf(resolver.cached(HANDLE, { types: ['URL'] }))).toEqual([A]);
  });

  it('takes the place of a record that was there before, also of parts of it', async () => {
    const { resolve, resolver, local, clock } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE, { types: ['URL'] });
    await resolve(HANDLE, { indexes: [1] });
    await resolve(HANDLE);
    expect(resolver.inspect(HANDLE).entries).toHaveLength(3);
    delete local[HANDLE];
    await resolve(HANDLE, { authoritative: true });
    for (const options of [{}, { types: ['URL'] }, { indexes: [1] }]) {
      expect(resolver.cached(HANDLE, options)?.outcome).toBe('handle-not-found');
    }
    clock.advance(60_001);
    for (const options of [{}, { types: ['URL'] }, { indexes: [1] }]) {
      expect(resolver.cached(HANDLE, options)).toBeUndefined();
    }
  });

  it('is not hidden from certified requests by an unsigned answer, nor found for them by one', async () => {
    const { resolve, resolver, network, local } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE, { certified: true });
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
    network.at(LOCAL, () => ({ code: 100, unsigned: true }));
    await resolve(HANDLE, { authoritative: true });
    expect(resolver.cached(HANDLE)?.outcome).toBe('handle-not-found');
    expect(textsOf(resolver.cached(HANDLE, { certified: true }))).toEqual([A]);
    network.serve(LOCAL, local);
    await resolve('10.1/b');
    expect(resolver.cached('10.1/b')?.outcome).toBe('handle-not-found');
    expect(resolver.cached('10.1/b', { certified: true })).toBeUndefined();
  });

  it('is not found for a name that only looks like a part of it', async () => {
    const { resolve, resolver } = world({
      local: { [HANDLE]: [url(1, A)] },
    });
    await resolve(`${HANDLE}\u0000[["URL"],[]]`);
    expect(resolver.cached(HANDLE, { types: ['URL'] })).toBeUndefined();
  });

  it('does not push records out, however many names are thought up', async () => {
    const { resolve, resolver, local } = world({ cacheMaxBytes: 131_072 });
    for (let n = 0; n < 50; n += 1) {
      local[`10.1/${n}`] = [url(1, A)];
      await resolve(`10.1/${n}`);
    }
    for (let n = 0; n < 1_000; n += 1) await resolve(`10.1/random-${n}`);
    for (let n = 0; n < 50; n += 1) expect(textsOf(resolver.cached(`10.1/${n}`))).toEqual([A]);
    expect(resolver.statistics().evictions).toBeGreaterThan(0);
  });
});

describe('values that were not found', () => {
  const email = { types: ['EMAIL'] };

  it('are answered from memory for a minute, for the same question', async () => {
    const { resolve, resolver, clock } = world({ local: { [HANDLE]: [url(1, A)] } });
    expect((await resolve(HANDLE, email)).outcome).toBe('values-not-found');
    expect(resolver.cached(HANDLE, email)).toMatchObject({
      outcome: 'values-not-found',
      cache: 'hit',
    });
    expect(resolver.cached(HANDLE)).toBeUndefined();
    expect(resolver.cached(HANDLE, { types: ['URL'] })).toBeUndefined();
    clock.advance(60_000);
    expect(resolver.cached(HANDLE, email)).toBeUndefined();
  });

  it('are found as soon as the whole record came with them', async () => {
    const { resolve, resolver, local, clock } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE, email);
    local[HANDLE] = [url(1, A), value(2, 'EMAIL', 'a@b')];
    clock.advance(1_000);
    await resolve(HANDLE);
    expect(textsOf(resolver.cached(HANDLE, email))).toEqual(['a@b']);
  });

  it('end the life of a whole record that has them', async () => {
    const { resolve, resolver, local, clock } = world({
      local: { [HANDLE]: [url(1, A), value(2, 'EMAIL', 'a@b')] },
    });
    await resolve(HANDLE);
    local[HANDLE] = [url(1, A)];
    clock.advance(1_000);
    const found = await resolve(HANDLE, { ...email, authoritative: true });
    expect(found.outcome).toBe('values-not-found');
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
  });
});

describe('a prefix that was not found', () => {
  it('is answered from memory for a minute, for all its handles', async () => {
    const { resolve, network, clock, registry } = world({ registry: {} });
    expect((await resolve('20.1/a')).outcome).toBe('prefix-not-found');
    network.forget();
    expect((await resolve('20.1/b')).outcome).toBe('prefix-not-found');
    expect(network.asked).toEqual([]);
    registry['0.NA/20.1'] = [siteValue(1, site(LOCAL))];
    clock.advance(60_001);
    expect((await resolve('20.1/b')).outcome).toBe('handle-not-found');
  });

  it('is looked up past the cache', async () => {
    const { resolve, registry, local } = world({ registry: {} });
    await resolve('20.1/a');
    registry['0.NA/20.1'] = [siteValue(1, site(LOCAL))];
    local['20.1/a'] = [url(1, A)];
    expect(textsOf(await resolve('20.1/a', { authoritative: true }))).toEqual([A]);
    local['20.1/b'] = [url(1, A)];
    expect(textsOf(await resolve('20.1/b'))).toEqual([A]);
  });

  it('is not remembered where that is switched off', async () => {
    const { resolve, network } = world({ registry: {}, policy: { notFoundMs: 0 } });
    await resolve('20.1/a');
    network.forget();
    await resolve('20.1/b');
    expect(network.asked.every((each) => each === `0.NA/20.1@${ROOT}`)).toBe(true);
    expect(network.asked).not.toEqual([]);
  });
});

describe('a second question to a primary', () => {
  const MIRROR = '192.0.2.30';

  function mirrored(confirmNotFound: boolean) {
    const made = world({
      registry: {
        '0.NA/10.1': [siteValue(1, site(MIRROR, { flags: 0 })), siteValue(2, site(LOCAL))],
      },
      local: { [HANDLE]: [url(1, A)] },
      policy: { confirmNotFound, exploreShare: 0 },
      random: () => 0,
    });
    // Whichever site is asked, only a question for the primary is answered by it.
    made.network.serve(MIRROR, {});
    return made;
  }

  it('finds what a mirror does not know yet', async () => {
    const found = [];
    for (let n = 0; n < 4; n += 1) found.push(textsOf(await mirrored(true).resolve(HANDLE)));
    expect(found).toEqual([[A], [A], [A], [A]]);
  });

  it('is not asked where that is switched off', async () => {
    const { resolve, network } = mirrored(false);
    network.at(LOCAL, () => ({ code: 100 }));
    await resolve(HANDLE);
    expect(network.questionsAbout(HANDLE)).toHaveLength(1);
  });

  it('leaves it at the first answer when the primary is silent', async () => {
    const { resolve, network } = mirrored(true);
    network.at(LOCAL, () => ({ fails: 'refused' }));
    expect((await resolve(HANDLE)).outcome).toBe('handle-not-found');
  });
});
