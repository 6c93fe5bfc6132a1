import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { ProtocolError } from '../../src/protocol/errors.ts';
import { Reader } from '../../src/protocol/reader.ts';
import {
  decodeValue,
  decodeValueList,
  encodeValueList,
  valueBytes,
  valueDigestInput,
} from '../../src/protocol/value.ts';
import { Writer } from '../../src/protocol/writer.ts';
import { bytes, values } from './arbitraries.ts';
import { errorOf } from './error-of.ts';
import { bytesOf, hexOf, valueFrom, vectorNamed, vectorsOf } from './wire-vectors.ts';

function listBytes(list: readonly HandleValue[]): Uint8Array {
  const writer = new Writer();
  encodeValueList(writer, list);
  return writer.finish();
}

/** What becomes of the bytes when they are read and written again. */
function rewritten(whole: Uint8Array): string {
  try {
    const reader = new Reader(whole);
    return hexOf(valueBytes(decodeValue(reader))) + hexOf(reader.rest());
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
    return 'refused';
  }
}

describe('decodeValue', () => {
  it.each(vectorsOf('handle-value'))('reads $name', ({ object, hex }) => {
    const reader = new Reader(bytesOf(hex));
    expect(decodeValue(reader)).toEqual(valueFrom(object));
    expect(reader.remaining).toBe(0);
  });

  it('leaves alone what follows the value', () => {
    const { hex } = vectorNamed('handle-value', 'val-url');
    const reader = new Reader(bytesOf(`${hex}cafe`));
    decodeValue(reader);
    expect(reader.remaining).toBe(2);
  });

  it('refuses a value cut short anywhere', () => {
    const whole = bytesOf(vectorNamed('handle-value', 'val-references').hex);
    for (let length = 0; length < whole.length; length += 1) {
      const error = errorOf(() => decodeValue(new Reader(whole.subarray(0, length))));
      expect(error.code).toBe('truncated');
    }
  });

  it('refuses more references than there are bytes for', () => {
    const whole = bytesOf(vectorNamed('handle-value', 'val-url').hex);
    whole.set([0, 0, 2, 0], whole.length - 4);
    expect(errorOf(() => decodeValue(new Reader(whole))).code).toBe('truncated');
  });

  it('keeps every byte of whatever can be read', () => {
    const whole = bytesOf(vectorNamed('handle-value', 'val-references').hex);
    const places = fc.integer({ min: 0, max: whole.length - 1 });
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: 255 }), (place, byte) => {
        const changed = whole.with(place, byte);
        expect([hexOf(changed), 'refused']).toContain(rewritten(changed));
      }),
      { numRuns: 500 },
    );
  });

  it('throws nothing but its own error, whatever the bytes', () => {
    fc.assert(
      fc.property(bytes, (junk) => {
        try {
          decodeValue(new Reader(junk));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
    );
  });
});

describe('encodeValue', () => {
  it.each(vectorsOf('handle-value'))('writes $name', ({ object, hex }) => {
    expect(hexOf(valueBytes(valueFrom(object)))).toBe(hex);
  });

  it('keeps whatever a value may hold, also numbers nobody knows', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decodeValue(new Reader(valueBytes(value)))).toEqual(value);
      }),
    );
  });
});

describe('a list of values', () => {
  it('is read back as written', () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 5 }), (list) => {
        expect(decodeValueList(new Reader(listBytes(list)))).toEqual(list);
      }),
    );
  });

  it('may have 2048 values and no more', () => {
    const { object } = vectorNamed('handle-value', 'val-url');
    const most = Array.from({ length: 2048 }, () => valueFrom(object));
    expect(decodeValueList(new Reader(listBytes(most)))).toHaveLength(2048);
    const more = listBytes([...most, valueFrom(object)]);
    expect(errorOf(() => decodeValueList(new Reader(more))).code).toBe('too-many');
  });
});

describe('valueDigestInput', () => {
  const { object, hex } = vectorNamed('trust', 'trust-value-digest');

  it('is the value without its index and timestamp', () => {
    expect(hexOf(valueBytes(valueFrom(object.value)))).toBe(hex);
    expect(hexOf(valueDigestInput(valueFrom(object.value)))).toBe(object.digestInput);
  });

  it('is what signed records of deployed software digest', () => {
    const input = valueDigestInput(valueFrom(object.value));
    const digest = createHash('sha256').update(input).digest('base64');
    expect(digest).toBe(object.json.digests[0]?.digest);
  });
});
