import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { EVERYTHING } from '../../src/handle/selection.ts';
import { DEFAULT_POLICY } from '../../src/resolver/policy.ts';
import { RecordCache } from '../../src/resolver/record-cache.ts';
import { url } from './kit/records.ts';
import { VirtualClock } from './kit/virtual-clock.ts';

const HANDLE = '10.1/a';
const NO_WORDS = { namespaces: [], namespaceBytes: 0 };

const wanted = (certified: boolean) => ({ handle: HANDLE, selection: EVERYTHING, certified });

function cacheAt(clock: VirtualClock) {
  const cache = new RecordCache({ maxBytes: 1e6, policy: DEFAULT_POLICY, random: () => 0.5 });
  return {
    cache,
    store(certified: boolean, values: readonly HandleValue[]) {
      const origin = { pastCache: false, authoritative: false };
      const latest = Number.POSITIVE_INFINITY;
      const record = { values, receivedAt: clock.now(), latest, origin, certified };
      cache.store(wanted(certified), record, NO_WORDS);
    },
    isKnown: (certified: boolean) => cache.find(wanted(certified), clock.now()) !== undefined,
  };
}

/** A cache that takes over what another one holds; of it only what was signed, if so wanted. */
function next(before: RecordCache, clock: VirtualClock, onlyCertified = false) {
  const after = cacheAt(clock);
  for (const entry of before.kept.entries()) {
    if (entry.certified || !onlyCertified) after.cache.kept.restore(entry, NO_WORDS, clock);
  }
  return after;
}

describe('what is carried into the next cache', () => {
  it('was signed there only if it was signed here', () => {
    const clock = new VirtualClock();
    const before = cacheAt(clock);
    before.store(false, [url(1, 'https://a.example/')]);
    const { isKnown } = next(before.cache, clock);
    expect([isKnown(false), isKnown(true)]).toEqual([true, false]);
  });

  it('serves plain requests, too, if it was signed', () => {
    const clock = new VirtualClock();
    const before = cacheAt(clock);
    before.store(true, [url(1, 'https://a.example/')]);
    const { isKnown } = next(before.cache, clock);
    expect([isKnown(false), isKnown(true)]).toEqual([true, true]);
  });

  it('does so no more when something newer came that was not signed', () => {
    const clock = new VirtualClock();
    const before = cacheAt(clock);
    before.store(true, [url(1, 'https://a.example/')]);
    clock.advance(1_000);
    before.store(false, [url(1, 'https://b.example/')]);
    const { isKnown } = next(before.cache, clock, true);
    expect([isKnown(false), isKnown(true)]).toEqual([false, true]);
  });

  it('is looked for in vain where a value must not be kept', () => {
    const clock = new VirtualClock();
    const before = cacheAt(clock);
    const secret = 'https://never.example/';
    before.store(false, [url(1, 'https://a.example/'), url(2, secret, { ttl: 0 })]);
    const { isKnown } = next(before.cache, clock);
    expect(isKnown(false)).toBe(false);
    const bytes = [...before.cache.kept.entries()].map(({ content }) => Buffer.from(content));
    expect(Buffer.concat(bytes).includes(secret)).toBe(false);
  });
});
