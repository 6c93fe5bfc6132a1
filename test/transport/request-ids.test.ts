import { describe, expect, it } from 'vitest';
import { RequestIds } from '../../src/transport/request-ids.ts';

const NONE = new Set<number>();

/** Ids from a generator that gives these integers. */
function idsFrom(...integers: number[]): RequestIds {
  return new RequestIds((batch) => batch.set(integers));
}

describe('a request id', () => {
  it('has 31 bits', () => {
    expect(idsFrom(0xffffffff).next(NONE)).toBe(0x7fffffff);
  });

  it('is not 0', () => {
    expect(idsFrom(0, 0x80000000, 5).next(NONE)).toBe(5);
  });

  it('is not one that is in use', () => {
    expect(idsFrom(5, 0x80000005, 6).next(new Set([5]))).toBe(6);
  });

  it('is drawn anew when a batch is used up', () => {
    const ids = new RequestIds();
    const drawn = new Set(Array.from({ length: 5_000 }, () => ids.next(NONE)));
    expect(drawn.size).toBeGreaterThan(4_990);
  });

  it('is not kept once it was handed out', () => {
    const batches: Uint32Array[] = [];
    const ids = new RequestIds((batch) => {
      batches.push(batch);
      batch.fill(9);
    });
    ids.next(NONE);
    expect(batches[0]?.slice(0, 2)).toEqual(new Uint32Array([0, 9]));
  });
});

describe('a draw below a power of two', () => {
  it('keeps the lowest bits', () => {
    expect(idsFrom(0xffffffff).below(64)).toBe(63);
    expect(idsFrom(64).below(64)).toBe(0);
  });
});
