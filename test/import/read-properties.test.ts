import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProperties } from '../../src/import/read-properties.ts';

const read = (text: string) => readProperties(new TextEncoder().encode(text));

describe('a properties file', () => {
  it.each([
    ['a=b', 'a', 'b'],
    ['  a : b  ', 'a', 'b'],
    ['a b c', 'a', 'b c'],
    ['a', 'a', ''],
    ['a\\=b\\:c = d', 'a=b:c', 'd'],
    ['a = \\u0041\\t\\\\', 'a', 'A\t\\'],
    ['a = b\\\r\n   c', 'a', 'bc'],
    ['a = b\\\\', 'a', 'b\\'],
    ['a = b\\', 'a', 'b'],
    ['a==b', 'a', '=b'],
  ])('reads %j', (text, key, value) => {
    expect(read(text)).toEqual([{ key, value, line: 1 }]);
  });

  it('passes over comments and empty lines, and counts them', () => {
    expect(read('# c\n\n ! d\n a=b\\\n c\ne=f')).toEqual([
      { key: 'a', value: 'bc', line: 4 },
      { key: 'e', value: 'f', line: 6 },
    ]);
  });

  it('may be Latin-1, as it was once', () => {
    expect(readProperties(new Uint8Array([0x61, 0x3d, 0xfc]))).toEqual([
      { key: 'a', value: 'ü', line: 1 },
    ]);
  });

  it('is read whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => readProperties(bytes)).not.toThrow();
      }),
    );
  });
});
