import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/protocol/errors.ts';
import { type FuzzReport, fuzz, SLOW_MILLISECONDS } from './fuzz.ts';
import type { Target } from './target.ts';
import { TARGETS } from './targets.ts';
import { verdictOf } from './verdict.ts';

function targetThat(run: Target['run']): Target {
  return { name: 'made up', weight: 1, draw: () => Uint8Array.of(1), run };
}

function failuresOf(run: Target['run']): string[] {
  const { failures } = fuzz({ count: 1, seed: 1, targets: [targetThat(run)] });
  return failures.map(({ kind, input }) => `${kind} ${input}`);
}

describe('the fuzzer', () => {
  it('finds nothing in a short run', () => {
    expect(verdictOf(fuzz({ count: 20_000, seed: 7, targets: TARGETS }))).toEqual([]);
  });

  it('does the same again for the same seed, and something else for another', () => {
    const outcome = (seed: number) => {
      const { accepted, pastHeader, codes } = fuzz({ count: 2000, seed, targets: TARGETS });
      return { accepted, pastHeader, codes };
    };
    expect(outcome(3)).toEqual(outcome(3));
    expect(outcome(3)).not.toEqual(outcome(4));
  });

  it('reports what is no ProtocolError', () => {
    const crash = () => {
      throw new TypeError('oh');
    };
    expect(failuresOf(crash)).toEqual(['crash 01']);
  });

  it('counts a ProtocolError by its code', () => {
    const refuse = () => {
      throw new ProtocolError('key', 'no');
    };
    const { codes, failures } = fuzz({ count: 3, seed: 1, targets: [targetThat(refuse)] });
    expect([...codes]).toEqual([['key', 3]]);
    expect(failures).toEqual([]);
  });

  it('reports what is written differently the second time', () => {
    let round = 0;
    const unstable = () => {
      round += 1;
      return Uint8Array.of(round);
    };
    expect(failuresOf(unstable)).toEqual(['unstable 01']);
  });

  it('reports what always takes long', () => {
    const slow = () => {
      const end = performance.now() + SLOW_MILLISECONDS + 1;
      while (performance.now() < end);
      return undefined;
    };
    expect(failuresOf(slow)).toEqual(['slow 01']);
  });
});

describe('the verdict', () => {
  const fine: FuzzReport = {
    count: 1000,
    seed: 1,
    accepted: 500,
    pastHeader: 100,
    codes: new Map(),
    failures: [],
    slowestMilliseconds: 1,
    heapGrowth: 0,
  };

  it.each([
    ['too few inputs got past the header', { pastHeader: 99 }],
    ['the heap grew', { heapGrowth: 5_000_001 }],
    ['a long run missed an error code', { count: 1_000_000, pastHeader: 100_000 }],
    [
      'anything failed',
      { failures: [{ target: 't', kind: 'crash' as const, detail: 'd', input: '00' }] },
    ],
  ])('is bad when %s', (_, change) => {
    expect(verdictOf(fine)).toEqual([]);
    expect(verdictOf({ ...fine, ...change })).toHaveLength(1);
  });
});
