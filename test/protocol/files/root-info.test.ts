import { describe, expect, it } from 'vitest';
import { decodeRootInfo, encodeRootInfo } from '../../../src/protocol/files/root-info.ts';
import { errorOf } from '../error-of.ts';
import { bytesOf, hexOf, valueFrom, vectorNamed } from '../wire-vectors.ts';

describe('a root_info file', () => {
  const { object, hex } = vectorNamed('root-info', 'root-info-bin');
  const values = object.values.map(valueFrom);

  it('is read', () => {
    expect(decodeRootInfo(bytesOf(hex))).toEqual(values);
  });

  it('is written', () => {
    expect(hexOf(encodeRootInfo(values))).toBe(hex);
  });

  it.each(['', '00'])('is refused with "%s" after the announced length', (more) => {
    const changed = more === '' ? hex.slice(0, -2) : hex + more;
    expect(errorOf(() => decodeRootInfo(bytesOf(changed))).code).toBe('wrong-length');
  });

  it('is refused with bytes after its last value', () => {
    expect(errorOf(() => decodeRootInfo(bytesOf('000000050000000000'))).code).toBe(
      'trailing-bytes',
    );
  });
});
