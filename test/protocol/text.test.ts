import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, encodeText } from '../../src/protocol/text.ts';
import { bytesOf, hexOf } from './wire-vectors.ts';

describe('a text', () => {
  it.each([
    ['ASCII', '20.500.1/abc', '32302e3530302e312f616263'],
    ['two-byte characters', '100/é', '3130302fc3a9'],
    ['four-byte characters', '😀', 'f09f9880'],
    ['nothing', '', ''],
    ['a byte order mark', '\ufeffa', 'efbbbf61'],
    ['a replacement character that was sent as such', 'a\ufffd', '61efbfbd'],
  ])('of %s is UTF-8', (_, text, hex) => {
    expect(hexOf(encodeText(text))).toBe(hex);
    expect(decodeText(bytesOf(hex))).toBe(text);
  });

  it.each([
    ['a stray continuation byte', '6180', 'a\udc80'],
    ['a sequence cut short', 'e282', '\udce2\udc82'],
    ['an overlong slash', 'c0af', '\udcc0\udcaf'],
    ['a surrogate in UTF-8', 'eda080', '\udced\udca0\udc80'],
    ['Latin-1 beside UTF-8', 'c3a9e9', 'é\udce9'],
    ['broken bytes beside a replacement character', 'efbfbdff', '\ufffd\udcff'],
  ])('keeps %s', (_, hex, text) => {
    expect(decodeText(bytesOf(hex))).toBe(text);
    expect(hexOf(encodeText(text))).toBe(hex);
  });

  it('gives back any bytes it was made from', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(encodeText(decodeText(bytes))).toEqual(bytes);
      }),
    );
  });

  it('gives back any well-formed text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeText(encodeText(text))).toBe(text);
      }),
    );
  });

  it('is read as usual beside bytes that are not UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = Uint8Array.of(0xff, ...encodeText(text), 0xc3);
        expect(decodeText(bytes)).toBe(`\udcff${text}\udcc3`);
        expect(encodeText(decodeText(bytes))).toEqual(bytes);
      }),
    );
  });

  it('writes a lone surrogate that stands for no byte as a replacement character', () => {
    expect(hexOf(encodeText('a\ud800b'))).toBe('61efbfbd62');
  });

  it('is read from a part of the bytes', () => {
    expect(decodeText(bytesOf('61626364'), 1, 3)).toBe('bc');
  });
});
