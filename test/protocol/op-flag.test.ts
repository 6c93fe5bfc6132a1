import { describe, expect, it } from 'vitest';
import { DEFAULT_RESOLUTION_FLAGS, hasFlag, OpFlag, withFlag } from '../../src/protocol/op-flag.ts';

describe('flags', () => {
  it('of a plain resolution are recursive, cache-certify and public only', () => {
    const set = Object.entries(OpFlag).filter(([, flag]) =>
      hasFlag(DEFAULT_RESOLUTION_FLAGS, flag),
    );
    expect(set.map(([name]) => name)).toEqual(['recursive', 'cacheCertify', 'publicOnly']);
  });

  it('stay unsigned when the highest is set or another cleared beside it', () => {
    expect(withFlag(1, OpFlag.authoritative, true)).toBe(0x80000001);
    expect(withFlag(0x80000001, 1, false)).toBe(0x80000000);
  });
});
