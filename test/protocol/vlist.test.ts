import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeVlist, encodeVlist } from '../../src/protocol/vlist.ts';
import { references } from './arbitraries.ts';
import { errorOf } from './error-of.ts';
import { bytesOf, hexOf, vectorNamed } from './wire-vectors.ts';

describe('a list of administrators', () => {
  const { dataHex } = vectorNamed('handle-value', 'val-hs-vlist').object;

  it('is read and written as by deployed software', () => {
    const list = decodeVlist(bytesOf(dataHex));
    expect(list).toEqual([
      { handle: '20.500.99999/alice', index: 300 },
      { handle: '20.500.99999/bob', index: 301 },
    ]);
    expect(hexOf(encodeVlist(list))).toBe(dataHex);
  });

  it('is read back as written', () => {
    fc.assert(
      fc.property(references, (list) => {
        expect(decodeVlist(encodeVlist(list))).toEqual(list);
      }),
    );
  });

  it('has nothing after its last member', () => {
    expect(errorOf(() => decodeVlist(bytesOf(`${dataHex}00`))).code).toBe('trailing-bytes');
  });

  it('is refused when it announces more members than there are bytes for', () => {
    expect(errorOf(() => decodeVlist(bytesOf('00000002 0000000000000001'))).code).toBe('truncated');
    expect(errorOf(() => decodeVlist(bytesOf('7fffffff'))).code).toBe('too-many');
  });
});
