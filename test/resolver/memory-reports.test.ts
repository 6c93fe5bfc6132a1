import { describe, expect, it } from 'vitest';
import { site, siteValue, url } from './kit/records.ts';
import { LOCAL, textsOf, world } from './kit/world.ts';

const HANDLE = '10.1/a';
const A = 'https://a.example/';

describe('statistics', () => {
  it('count how each look-up was met', async () => {
    const { resolve, resolver, network, clock } = world({
      local: { [HANDLE]: [url(1, A, { ttl: 60 })] },
    });
    await resolve(HANDLE);
    await resolve(HANDLE);
    resolver.cached(HANDLE);
    await resolve('10.1/none');
    await resolve('10.1/none');
    clock.advance(60_000);
    network.at(LOCAL, () => ({ fails: 'refused' }));
    await resolve(HANDLE);
    resolver.cached(HANDLE);
    resolver.cached('10.1/other');
    expect(resolver.statistics()).toMatchObject({
      hits: 2,
      notFoundHits: 1,
      staleHits: 2,
      failureHits: 1,
      misses: 3,
      records: 1,
      notFound: 1,
      services: 1,
      servicesDown: 1,
      exchangesUnderWay: 0,
    });
  });

  it('tell how much memory is taken, which is never more than there may be', async () => {
    const maxBytes = 300_000;
    const { resolve, resolver, local } = world({ cacheMaxBytes: maxBytes });
    for (let n = 0; n < 2_000; n += 1) {
      local[`10.1/${n}`] = [url(1, 'x'.repeat(300))];
      await resolve(`10.1/${n}`);
      resolver.cached(`10.1/${n}`);
    }
    const { bytes, maxBytes: most, evictions, records, hotRecords } = resolver.statistics();
    expect(most).toBe(maxBytes);
    expect(bytes).toBeLessThanOrEqual(maxBytes);
    expect(bytes).toBeGreaterThan(maxBytes / 2);
    expect(records).toBe(2_000 - evictions);
    expect(hotRecords).toBeLessThanOrEqual(records);
  });
});

describe('inspecting a handle', () => {
  it('shows all that is remembered of it', async () => {
    const { resolve, resolver, network, clock } = world({
      local: { [HANDLE]: [url(1, A, { ttl: 60 })] },
    });
    await resolve(HANDLE);
    const receivedAt = clock.now();
    await resolve(HANDLE, { types: ['URL'], ignoreAliases: true, certified: true });
    await resolve(HANDLE, { types: ['EMAIL'], ignoreAliases: true });
    network.at(LOCAL, () => ({ code: 2 }));
    await resolve(HANDLE, { indexes: [7], ignoreAliases: true });
    const { entries, failures } = resolver.inspect(HANDLE);
    expect(entries).toHaveLength(3);
    expect(entries).toContainEqual({
      kind: 'values',
      selection: '',
      certified: false,
      receivedAt,
      freshUntil: receivedAt + 60_000,
      bytes: expect.any(Number),
    });
    expect(entries.map(({ kind }) => kind)).toContain('values-not-found');
    expect(entries.filter(({ certified }) => certified)).toHaveLength(1);
    expect(failures).toMatchObject([{ outcome: 'bad-answer', times: 1, retryInMs: 5_000 }]);
    expect(resolver.inspect('10.1/other')).toEqual({ entries: [], failures: [] });
  });
});

describe('purging', () => {
  async function filled() {
    const made = world({
      registry: {
        '0.NA/10.1': [siteValue(1, site(LOCAL))],
        '0.NA/10.11': [siteValue(1, site(LOCAL))],
      },
      local: { [HANDLE]: [url(1, A)], '10.1/b': [url(1, A)], '10.11/a': [url(1, A)] },
    });
    for (const handle of [HANDLE, '10.1/b', '10.11/a', '10.1/none']) {
      await made.resolve(handle);
      made.resolver.cached(handle);
    }
    await made.resolve(HANDLE, { types: ['URL'] });
    made.network.forget();
    return made;
  }

  it('a handle forgets it with all its parts, and nothing else', async () => {
    const { resolver } = await filled();
    resolver.purge({ handle: HANDLE });
    expect(resolver.cached(HANDLE)).toBeUndefined();
    expect(resolver.cached(HANDLE, { types: ['URL'] })).toBeUndefined();
    expect(textsOf(resolver.cached('10.1/b'))).toEqual([A]);
  });

  it('a handle forgets that it was not there, and that it failed', async () => {
    const { resolver, resolve, network } = await filled();
    resolver.purge({ handle: '10.1/none' });
    expect(resolver.cached('10.1/none')).toBeUndefined();
    network.at(LOCAL, () => ({ code: 2 }));
    await resolve('10.1/none');
    expect(resolver.cached('10.1/none')?.outcome).toBe('bad-answer');
    resolver.purge({ handle: '10.1/none' });
    expect(resolver.cached('10.1/none')).toBeUndefined();
  });

  it('a prefix forgets its handles and its service, and no other prefix', async () => {
    const { resolver, resolve, network } = await filled();
    resolver.purge({ prefix: '10.1' });
    for (const handle of [HANDLE, '10.1/b', '10.1/none']) {
      expect(resolver.cached(handle)).toBeUndefined();
    }
    expect(textsOf(resolver.cached('10.11/a'))).toEqual([A]);
    await resolve(HANDLE);
    expect(network.questionsAbout('0.NA/10.1')).toHaveLength(1);
  });

  it('all forgets all', async () => {
    const { resolver, resolve, network } = await filled();
    resolver.purge('all');
    expect(resolver.statistics()).toMatchObject({ records: 0, hotRecords: 0, notFound: 0 });
    await resolve('10.11/a');
    expect(network.questionsAbout('0.NA/10.11')).toHaveLength(1);
    expect(textsOf(resolver.cached('10.11/a'))).toEqual([A]);
  });
});
