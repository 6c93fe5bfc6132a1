import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOWHERE } from '../../src/resolver/entry-index.ts';
import { EntryStore } from '../../src/resolver/entry-store.ts';
import type { EntryName } from '../../src/resolver/segment.ts';

const FOREVER = 1e15;

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function entry(name: string, part = '', certified = false): EntryName {
  return { name, part, certified };
}

function payloadOf(store: EntryStore, name: EntryName): string | undefined {
  const place = store.find(name);
  return place === NOWHERE ? undefined : Buffer.from(store.payloadAt(place)).toString();
}

const anyName = fc.record({
  name: fc.oneof(fc.constantFrom('a', 'b', 'ä', '中', 'a\u0000', '\ud800'), fc.string()),
  part: fc.constantFrom('', '\u0000[["URL"],[]]', '中'),
  certified: fc.boolean(),
});

describe('an entry store', () => {
  it('gives back what was put last under each name, like a map, while there is room', () => {
    const step = fc.record({
      entry: anyName,
      payload: fc.option(fc.string({ maxLength: 40 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const store = new EntryStore({ maxBytes: 1_000_000 });
        const model = new Map<string, string>();
        for (const { entry: name, payload } of steps) {
          const key = JSON.stringify([name.name, name.part, name.certified]);
          if (payload === undefined) {
            const place = store.find(name);
            if (place !== NOWHERE) store.remove(place);
            model.delete(key);
          } else {
            store.put(name, bytes(payload), FOREVER, 0);
            model.set(key, Buffer.from(bytes(payload)).toString());
          }
          expect(store.size).toBe(model.size);
        }
        for (const { entry: name } of steps) {
          const key = JSON.stringify([name.name, name.part, name.certified]);
          expect(payloadOf(store, name)).toBe(model.get(key));
        }
      }),
    );
  });

  it('never takes more memory than it may, and never mixes entries up, however many come', () => {
    const maxBytes = 100_000;
    const store = new EntryStore({ maxBytes });
    for (let n = 0; n < 20_000; n += 1) {
      store.put(entry(`name-${n}`), bytes(`payload-${n}`.repeat(n % 9)), FOREVER, 0);
      expect(store.bytes).toBeLessThanOrEqual(maxBytes);
    }
    let kept = 0;
    for (let n = 0; n < 20_000; n += 1) {
      const payload = payloadOf(store, entry(`name-${n}`));
      if (payload === undefined) continue;
      kept += 1;
      expect(payload).toBe(`payload-${n}`.repeat(n % 9));
    }
    expect(kept).toBe(store.size);
    expect(kept + store.evicted).toBe(20_000);
    expect(kept).toBeGreaterThan(300);
  });

  it('keeps what is used while others come and go', () => {
    const store = new EntryStore({ maxBytes: 100_000 });
    const liked = Array.from({ length: 50 }, (_, n) => entry(`liked-${n}`));
    for (const each of liked) store.put(each, bytes(each.name), FOREVER, 0);
    for (let n = 0; n < 20_000; n += 1) {
      store.put(entry(`other-${n}`), bytes('x'.repeat(40)), FOREVER, 0);
      const place = store.find(liked[n % liked.length] ?? entry(''));
      if (place !== NOWHERE) store.use(place);
    }
    for (const each of liked) expect(payloadOf(store, each)).toBe(each.name);
  });

  it('lets go first of what is useless, used or not', () => {
    const store = new EntryStore({ maxBytes: 100_000 });
    const old = entry('old');
    store.put(old, bytes('x'), 10, 0);
    for (let n = 0; n < 5_000; n += 1) {
      const place = store.find(old);
      if (place !== NOWHERE) store.use(place);
      store.put(entry(`other-${n}`), bytes('x'.repeat(40)), FOREVER, 20);
    }
    expect(payloadOf(store, old)).toBeUndefined();
  });

  it('keeps what somebody holds, and tells who held what is gone', () => {
    const held = entry('held', 'part', true);
    const dropped: EntryName[] = [];
    let isHeld = true;
    const store = new EntryStore({
      maxBytes: 100_000,
      isHeld: () => isHeld,
      dropped: (each) => dropped.push(each),
    });
    store.mark(store.put(held, bytes('x'), FOREVER, 0), 2);
    const fill = (from: number) => {
      for (let n = from; n < from + 5_000; n += 1) {
        store.put(entry(`other-${n}`), bytes('x'.repeat(40)), FOREVER, 0);
      }
    };
    fill(0);
    expect(payloadOf(store, held)).toBe('x');
    expect(dropped).toEqual([]);
    isHeld = false;
    fill(5_000);
    expect(dropped).toEqual([held]);
  });

  it('makes room for many at once, even when all that is there is in use', () => {
    const store = new EntryStore({ maxBytes: 30_000 });
    let rounds = 0;
    for (let n = 0; n < 1_000; n += 1) {
      const before = store.evicted;
      store.put(entry(`name-${n}`), bytes('x'.repeat(40)), FOREVER, 0);
      if (store.evicted > before) rounds += 1;
      for (let other = 0; other <= n; other += 1) {
        const place = store.find(entry(`name-${other}`));
        if (place !== NOWHERE) store.use(place);
      }
    }
    expect(store.evicted / rounds).toBeGreaterThan(8);
  });

  it('refuses what is larger than its memory is divided into', () => {
    const store = new EntryStore({ maxBytes: 100_000 });
    store.put(entry('a'), bytes('x'), FOREVER, 0);
    expect(store.put(entry('a'), new Uint8Array(50_000), FOREVER, 0)).toBe(NOWHERE);
    expect(payloadOf(store, entry('a'))).toBeUndefined();
  });

  it('holds the largest answer there is when it has the memory it has by default', () => {
    const store = new EntryStore({ maxBytes: 30_000_000 });
    const place = store.put(entry('a'), new Uint8Array(262_144).fill(7), FOREVER, 0);
    expect(new Uint8Array(store.payloadAt(place))).toEqual(new Uint8Array(262_144).fill(7));
  });

  it('bounds how many parts of one name there are', () => {
    const store = new EntryStore({ maxBytes: 10_000_000 });
    for (let n = 0; n < 10_000; n += 1) store.put(entry('a', `part ${n}`), bytes('x'), FOREVER, 0);
    expect(store.placesOf('a').length).toBeLessThanOrEqual(32);
    expect(payloadOf(store, entry('a', 'part 9999'))).toBe('x');
  });
});
