import { describe, expect, it } from 'vitest';
import { nearest, suggestion } from '../../src/config/nearest.ts';

describe('nearest', () => {
  it.each([
    ['srve', 'serve'],
    ['reslove', 'resolve'],
    ['dmeo', 'demo'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, ['serve', 'demo', 'resolve'])).toBe(meant);
  });

  it('does not guess at a word that resembles nothing', () => {
    expect(nearest('frobnicate', ['serve', 'demo', 'resolve'])).toBeUndefined();
    expect(suggestion('frobnicate', ['serve'])).toBe('');
  });

  it('does not compare what nobody types by accident', () => {
    expect(suggestion('e'.repeat(100_000), ['serve'])).toBe('');
  });
});
