import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/handle/selection.ts';
import { openEntry, SharedKind, sealEntry } from '../../src/resolver/shared-entry.ts';
import { recordName } from '../../src/resolver/shared-name.ts';
import { site, siteValue, url } from './kit/records.ts';
import { sharedMemory } from './kit/shared-memory.ts';
import { turns } from './kit/virtual-clock.ts';
import { LOCAL, ROOT, textsOf, type WorldSettings, world } from './kit/world.ts';

const HANDLE = '10.1/a';
const RECORD = recordName({ handle: HANDLE, selection: EVERYTHING }, 'plain');
const SERVICE = 'service:plain:0.NA/10.1';
const HOUR = 3_600_000;

function sharing(settings: WorldSettings = {}) {
  const sharedCache = sharedMemory();
  const local = { [HANDLE]: [url(1, 'https://a.example/', { ttl: 100 })] };
  return { ...world({ local, sharedCache, ...settings }), sharedCache };
}

describe('what is shared', () => {
  it('has a life in the shared cache as long as it may be used, stale or not', async () => {
    const { resolve, sharedCache } = sharing({ policy: { staleMs: HOUR } });
    await resolve(HANDLE);
    expect(Object.fromEntries(sharedCache.lives)).toEqual({
      [SERVICE]: 86_400_000 + HOUR,
      [RECORD]: 100_000 + HOUR,
    });
  });

  it('is asked for once by all who wait for the same', async () => {
    const { resolver, clock, sharedCache } = sharing();
    await clock.run(Promise.all(Array.from({ length: 50 }, () => resolver.resolve(HANDLE))));
    expect(sharedCache.questions).toBe(2);
  });

  it('is not asked for while servers are asked already', async () => {
    const { resolver, clock, network, sharedCache } = sharing();
    network.delayMs = 100;
    const first = resolver.resolve(HANDLE);
    await turns();
    const { questions } = sharedCache;
    const second = resolver.resolve(HANDLE);
    await clock.run(Promise.all([first, second]));
    expect(sharedCache.questions).toBeLessThanOrEqual(questions + 1);
  });

  it('is not believed when it comes from the future', async () => {
    const writer = sharing();
    writer.clock.advance(HOUR);
    await writer.resolve(HANDLE);
    const { sharedCache } = writer;
    const reader = sharing({ sharedCache });
    expect(await reader.resolve(HANDLE)).toMatchObject({ cache: 'miss' });
    expect(reader.warnings.map(({ name }) => name)).toEqual([
      'bad-shared-entry',
      'bad-shared-entry',
    ]);
  });

  it('is not believed when something is purged while it is under way', async () => {
    const { sharedCache, resolve: writeIt } = sharing();
    await writeIt(HANDLE);
    const reader = sharing({ sharedCache });
    const open = sharedCache.hold();
    const answer = reader.resolver.resolve(HANDLE);
    await turns();
    sharedCache.purge('all');
    open();
    expect(await reader.clock.run(answer)).toMatchObject({ cache: 'miss' });
  });

  it('is no service either that is purged while it is under way', async () => {
    const { sharedCache, resolve: writeIt } = sharing();
    await writeIt(HANDLE);
    const reader = sharing({ sharedCache });
    const open = sharedCache.hold();
    const answer = reader.resolver.serviceOf(HANDLE);
    await turns();
    sharedCache.purge({ prefix: '10.1' });
    open();
    expect((await reader.clock.run(answer)).kind).toBe('service');
    expect(reader.network.asked).toEqual([`0.NA/10.1@${ROOT}`]);
  });

  it('takes the place of fetching ahead when another copy has done so', async () => {
    const one = sharing({ policy: { prefetchUses: 1 } });
    const { sharedCache, clock, network, registry, local } = one;
    const other = world({
      local,
      registry,
      sharedCache,
      transport: network,
      clock,
      policy: { prefetchUses: 1 },
    });
    await one.resolve(HANDLE);
    await clock.run(other.resolver.resolve(HANDLE));
    clock.advance(99_000);
    await one.resolve(HANDLE);
    await clock.pass(100);
    const asked = network.exchanges.length;
    expect(asked).toBe(3);
    await clock.run(other.resolver.resolve(HANDLE));
    await clock.pass(100);
    expect(network.exchanges.length).toBe(asked);
    clock.advance(50_000);
    expect(await clock.run(other.resolver.resolve(HANDLE))).toMatchObject({ cache: 'hit' });
  });

  it('is not older than what is in memory', async () => {
    const { resolve, sharedCache, clock, local } = sharing();
    await resolve(HANDLE);
    const old = sharedCache.entries.get(RECORD) as Uint8Array;
    clock.advance(200_000);
    local[HANDLE] = [url(1, 'https://new.example/', { ttl: 10 })];
    await resolve(HANDLE);
    sharedCache.entries.set(RECORD, old);
    clock.advance(20_000);
    local[HANDLE] = [url(1, 'https://newest.example/', { ttl: 10 })];
    expect(textsOf(await resolve(HANDLE))).toEqual(['https://newest.example/']);
  });

  it('is removed when what has come since must not be kept', async () => {
    const { resolve, sharedCache, clock, local } = sharing();
    await resolve(HANDLE);
    expect(sharedCache.entries.has(RECORD)).toBe(true);
    clock.advance(200_000);
    local[HANDLE] = [url(1, 'https://a.example/', { ttl: 0 })];
    await resolve(HANDLE);
    expect(sharedCache.entries.has(RECORD)).toBe(false);
  });

  it('is no record with a value that not everybody may read, though a server has sent it', async () => {
    const { resolve, sharedCache, local } = sharing();
    local[HANDLE] = [
      url(1, 'https://a.example/'),
      url(2, 'https://b.example/', { permissions: 12 }),
    ];
    expect((await resolve(HANDLE)).outcome).toBe('found');
    expect([...sharedCache.entries.keys()]).toEqual([SERVICE]);
  });

  it('brings the namespace of a prefix along', async () => {
    const namespace = '<namespace><status>inactive</status><statusmsg>gone</statusmsg></namespace>';
    const registry = {
      '0.NA/10.1': [siteValue(1, site(LOCAL)), { ...url(2, namespace), type: 'HS_NAMESPACE' }],
    };
    const writer = sharing({ registry });
    const first = await writer.resolve(HANDLE);
    const reader = sharing({ registry, sharedCache: writer.sharedCache });
    const second = await reader.resolve(HANDLE);
    expect([reader.events.length, second]).toMatchObject([0, { cache: 'hit' }]);
    const namespaces = [first, second].map((each) => 'namespaces' in each && each.namespaces);
    expect(namespaces[1]).toEqual(namespaces[0]);
    expect(namespaces[1]).toMatchObject([{ statusMessage: 'gone' }]);
  });

  it.each([
    ['any bytes', fc.uint8Array({ maxLength: 300 })],
    [
      'any content with a right checksum',
      fc
        .tuple(fc.constantFrom(0, 1, 2, 3, 4, 5), fc.uint8Array({ maxLength: 300 }))
        .map(([kind, content]) => sealEntry(RECORD, kind as SharedKind, content)),
    ],
  ])('does no harm, whatever it is: %s', async (_, bytes) => {
    await fc.assert(
      fc.asyncProperty(bytes, async (entry) => {
        const { resolve, sharedCache } = sharing();
        sharedCache.entries.set(RECORD, entry);
        sharedCache.entries.set(SERVICE, entry);
        expect((await resolve(HANDLE)).outcome).toBe('found');
      }),
      { numRuns: 100 },
    );
  });
});

describe('an entry', () => {
  it('is what it was when it is opened', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), (name, content) => {
        const opened = openEntry(name, sealEntry(name, SharedKind.record, content));
        expect(opened).toEqual({ kind: SharedKind.record, content });
      }),
    );
  });

  it('is none when a byte of it is another', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (content, at, by) => {
          const sealed = sealEntry('a', SharedKind.record, content).slice();
          const place = at % sealed.length;
          sealed[place] = (sealed[place] ?? 0) ^ by;
          expect(openEntry('a', sealed)).toBeUndefined();
        },
      ),
    );
  });

  it('is none under another name', () => {
    expect(openEntry('b', sealEntry('a', SharedKind.record, new Uint8Array(9)))).toBeUndefined();
  });
});
