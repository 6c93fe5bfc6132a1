import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Restored } from '../../src/resolver/snapshots.ts';
import { site, siteValue, url } from './kit/records.ts';
import { LOCAL, ROOT, textsOf, type WorldSettings, world } from './kit/world.ts';

const HANDLE = '10.1/a';
const A = 'https://a.example/';
const B = 'https://b.example/';
const HOUR = 3_600_000;

const INACTIVE = '<namespace><status>inactive</status><statusmsg>gone</statusmsg></namespace>';

function started(settings: WorldSettings = {}) {
  return world({ local: { [HANDLE]: [url(1, A, { ttl: 60 })] }, ...settings });
}

/** What a resolver that has been asked for these leaves to the next one. */
async function left(handles: readonly string[] = [HANDLE], settings: WorldSettings = {}) {
  const before = started(settings);
  for (const handle of handles) await before.resolve(handle);
  return { before, entries: [...before.resolver.snapshot()] };
}

/** A resolver that starts later with what another one left, and cannot ask anybody. */
function startedAgain(entries: readonly Uint8Array[], afterMs = 0, settings: WorldSettings = {}) {
  const next = started(settings);
  next.clock.advance(afterMs);
  for (const address of [ROOT, LOCAL]) next.network.at(address, () => ({ fails: 'refused' }));
  const outcomes = entries.map((entry): Restored => next.resolver.restore(entry));
  return { ...next, outcomes };
}

describe('a snapshot of the cache', () => {
  it('answers after the start without asking anybody', async () => {
    const { entries } = await left();
    const { resolve, network } = startedAgain(entries, 1_000);
    const found = await resolve(HANDLE);
    expect(found).toMatchObject({ outcome: 'found', cache: 'hit' });
    expect(textsOf(found)).toEqual([A]);
    expect(network.asked).toEqual([]);
  });

  it('leaves each value the time it had', async () => {
    const { entries, before } = await left();
    const kept = before.resolver.inspect(HANDLE).entries;
    const { resolver } = startedAgain(entries, 30_000);
    expect(resolver.inspect(HANDLE).entries).toEqual(kept);
  });

  it('is stale where values have expired in the meantime', async () => {
    const { entries } = await left();
    const { resolve } = startedAgain(entries, HOUR);
    expect(await resolve(HANDLE)).toMatchObject({ outcome: 'found', cache: 'stale' });
  });

  it('is worth nothing where they expired too long ago', async () => {
    const { entries } = await left();
    const { resolver } = startedAgain(entries, 24 * HOUR + 61_000);
    expect(resolver.inspect(HANDLE).entries).toEqual([]);
  });

  it('says as long as before what was not found', async () => {
    const { entries } = await left(['10.1/none']);
    const soon = startedAgain(entries, 59_000);
    expect(await soon.resolve('10.1/none')).toMatchObject({ outcome: 'handle-not-found' });
    const late = startedAgain(entries, 61_000);
    expect(await late.resolve('10.1/none')).toMatchObject({ outcome: 'unreachable' });
  });

  it('holds nothing about what failed', async () => {
    const before = started();
    before.network.at(LOCAL, () => ({ fails: 'refused' }));
    await before.resolve(HANDLE);
    const { resolve, network } = startedAgain([...before.resolver.snapshot()]);
    await resolve(HANDLE);
    expect(network.asked).not.toEqual([]);
  });

  it('knows the services, so that the registry is asked nothing about them', async () => {
    const { entries } = await left();
    const { resolve, local, network } = startedAgain(entries);
    local['10.1/b'] = [url(1, B)];
    network.serve(LOCAL, local);
    expect(textsOf(await resolve('10.1/b'))).toEqual([B]);
    expect(network.asked).toEqual([`10.1/b@${LOCAL}`]);
  });

  it('brings along what a prefix says about its handles', async () => {
    const registry = {
      '0.NA/10.1': [siteValue(1, site(LOCAL)), { ...url(2, INACTIVE), type: 'HS_NAMESPACE' }],
    };
    const { entries } = await left([HANDLE], { registry });
    const { resolve } = startedAgain(entries);
    expect(await resolve(HANDLE)).toMatchObject({ namespaces: [{ status: 'inactive' }] });
  });

  it('holds no record whose prefix says something that is not there any more', async () => {
    const registry = {
      '0.NA/10.1': [siteValue(1, site(LOCAL)), { ...url(2, INACTIVE), type: 'HS_NAMESPACE' }],
    };
    const { entries } = await left([HANDLE], { registry });
    const { resolver } = startedAgain(entries.slice(1));
    expect(resolver.inspect(HANDLE).entries).toEqual([]);
  });

  it('leads with what was asked for again', async () => {
    const local = Object.fromEntries(['a', 'b', 'c'].map((name) => [`10.1/${name}`, [url(1, A)]]));
    const { entries } = await left(['10.1/a', '10.1/b', '10.1/c', '10.1/b'], { local });
    const names = entries.map((entry) => /10\.1\/[a-z]/.exec(Buffer.from(entry).toString())?.[0]);
    expect(names.filter((name) => name !== undefined)).toEqual(['10.1/b', '10.1/a', '10.1/c']);
  });

  it('does not take the place of what has been found since', async () => {
    const { entries } = await left();
    const next = started({ local: { [HANDLE]: [url(1, B)] } });
    next.clock.advance(1_000);
    await next.resolve(HANDLE);
    for (const entry of entries) next.resolver.restore(entry);
    expect(textsOf(await next.resolve(HANDLE))).toEqual([B]);
  });

  it.each([
    ['the record', HANDLE, {}],
    ['a part of it', HANDLE, { types: ['URL'] }],
  ])('does not come back after an answer that must not be kept: %s', async (_, handle, options) => {
    const { entries } = await left();
    const next = started({ local: { [HANDLE]: [url(1, B, { ttl: 0 })] } });
    next.clock.advance(1_000);
    expect(textsOf(await next.resolve(handle, options))).toEqual([B]);
    for (const entry of entries) next.resolver.restore(entry);
    expect(next.resolver.cached(HANDLE)).toBeUndefined();
    expect(textsOf(await next.resolve(HANDLE))).toEqual([B]);
  });

  it('never brings back what was purged', async () => {
    const { entries } = await left();
    const next = started();
    next.resolver.purge({ handle: HANDLE });
    expect(entries.map((entry) => next.resolver.restore(entry))).toEqual(['over', 'over']);
    expect(next.resolver.inspect(HANDLE).entries).toEqual([]);
  });

  it('is not read on when the memory is full', async () => {
    const handles = Array.from({ length: 400 }, (_, n) => `10.1/${n}`);
    const local = Object.fromEntries(handles.map((handle) => [handle, [url(1, A)]]));
    const { entries } = await left([...handles, '10.1/7'], { local });
    const { outcomes, resolver } = startedAgain(entries, 0, { cacheMaxBytes: 40_000 });
    expect(outcomes.at(-1)).toBe('over');
    expect(resolver.statistics().records).toBeGreaterThan(50);
    expect(resolver.inspect('10.1/7').entries).toHaveLength(1);
  });

  it('is not believed when it comes from the future', async () => {
    const before = started();
    before.clock.advance(HOUR);
    await before.resolve(HANDLE);
    const { resolver } = startedAgain([...before.resolver.snapshot()]);
    expect(resolver.inspect(HANDLE).entries).toEqual([]);
  });

  it('is read with any bytes in it, and gives nothing but records as they were', async () => {
    const { entries } = await left([HANDLE, '10.1/none']);
    const damage = fc.record({
      entry: fc.nat({ max: entries.length - 1 }),
      length: fc.nat({ max: 400 }),
      flips: fc.array(fc.tuple(fc.nat({ max: 400 }), fc.integer({ min: 1, max: 255 })), {
        maxLength: 3,
      }),
    });
    fc.assert(
      fc.property(damage, ({ entry, length, flips }) => {
        const bytes = Uint8Array.from(entries[entry] ?? []).subarray(0, length);
        for (const [at, bits] of flips) if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ bits;
        const { resolver } = startedAgain([bytes]);
        for (const handle of [HANDLE, '10.1/none']) resolver.inspect(handle);
        resolver.cached(HANDLE);
      }),
    );
  });
});
