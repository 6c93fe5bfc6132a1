import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLocalInfo, encodeLocalInfo } from '../../../src/protocol/files/local-info.ts';
import { siteFromJson } from '../../../src/protocol/json/site-json.ts';
import { sites, texts } from '../arbitraries.ts';
import { errorOf } from '../error-of.ts';
import { bytesOf, hexOf, vectorNamed } from '../wire-vectors.ts';

describe('a local_info file', () => {
  const { object, hex } = vectorNamed('local-info', 'local-info-bin');
  const entries = object.entries.map(({ nas, site }) => ({
    prefixHandles: nas,
    site: siteFromJson(site),
  }));

  it('is read', () => {
    expect(decodeLocalInfo(bytesOf(hex))).toEqual(entries);
  });

  it('is written', () => {
    expect(hexOf(encodeLocalInfo(entries))).toBe(hex);
  });

  it('is read back as written', () => {
    const entry = fc.record({ prefixHandles: fc.array(texts, { maxLength: 3 }), site: sites });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 3 }), (written) => {
        expect(decodeLocalInfo(encodeLocalInfo(written))).toEqual(written);
      }),
    );
  });

  it('is refused when it is not as long as it says', () => {
    expect(errorOf(() => decodeLocalInfo(bytesOf(`${hex}00`))).code).toBe('wrong-length');
    expect(errorOf(() => decodeLocalInfo(bytesOf(hex.slice(2)))).code).toBe('wrong-length');
  });

  it('is refused with bytes after its last entry', () => {
    expect(errorOf(() => decodeLocalInfo(bytesOf('000000090000000000'))).code).toBe(
      'trailing-bytes',
    );
  });

  it('is refused when it announces more entries than there are bytes for', () => {
    expect(errorOf(() => decodeLocalInfo(bytesOf('0000000800000400'))).code).toBe('truncated');
  });
});
