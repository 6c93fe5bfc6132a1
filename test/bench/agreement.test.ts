import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreement, ownNoise, type Verdict } from '../../bench/kit/agreement.ts';

describe('two tools', () => {
  it.each<[string, [ours: number, theirs: number, noise?: number], Verdict]>([
    ['the same', [5, 5], 'agree'],
    ['less than a tenth apart', [109, 100], 'agree'],
    ['more than a tenth apart', [111, 100], 'differ'],
    ['more than a tenth below', [89, 100], 'differ'],
    ['nearer than a request can be placed in time', [0.19, 0.1], 'agree'],
    ['a little further apart than that', [0.31, 0.2], 'differ'],
    ['apart by less than one of them is from itself', [111, 100, 12], 'within the noise'],
    ['apart by more than one of them is from itself', [113, 100, 12], 'differ'],
    ['told nothing', [Number.NaN, 100, 12], 'differ'],
  ])('are judged: %s', (_, figures, verdict) => {
    expect(agreement(...figures)).toBe(verdict);
  });
});

describe('how far a tool is from itself', () => {
  it.each<[string, number[], number]>([
    ['nothing, where all rounds are alike', [3, 3, 3, 3], 0],
    ['two rounds apart', [1, 4], 3],
    ['of four, the worst halving', [1, 2, 11, 12], 10],
    ['one odd round of six moves no median far', [1, 1, 1, 1, 1, 100], 0],
  ])('is %s', (_, rounds, noise) => {
    expect(ownNoise(rounds)).toBe(noise);
  });

  it('cannot be said of halves of different sizes', () => {
    expect(() => ownNoise([1, 2, 3])).toThrow('3 rounds cannot be halved');
  });

  it('depends neither on their order nor on where they lie', () => {
    const rounds = fc
      .array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 4 })
      .map((half) => [...half, ...half.map((round) => round * 3)]);
    fc.assert(
      fc.property(rounds, (all) => {
        const noise = ownNoise(all);
        expect(ownNoise(all.toReversed())).toBe(noise);
        expect(ownNoise(all.map((round) => round + 1_000))).toBe(noise);
        expect(noise).toBeLessThanOrEqual(Math.max(...all) - Math.min(...all));
      }),
    );
  });
});
