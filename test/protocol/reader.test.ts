import { describe, expect, it } from 'vitest';
import { Reader } from '../../src/protocol/reader.ts';
import { Writer } from '../../src/protocol/writer.ts';
import { errorOf } from './error-of.ts';
import { messageVector, messageVectors, type PrimitiveObject } from './message-vectors.ts';
import { bytesOf, hexOf } from './wire-vectors.ts';

const READ = {
  int4: (reader: Reader) => reader.int32(),
  int2: (reader: Reader) => reader.uint16(),
  string: (reader: Reader) => reader.text(),
  'string[]': (reader: Reader) => reader.list(readText, 4, 100),
  'int4[]': (reader: Reader) => reader.list(readInt32, 4, 100),
};

const WRITE = {
  int4: (writer: Writer, value: never) => writer.int32(value),
  int2: (writer: Writer, value: never) => writer.uint16(value),
  string: (writer: Writer, value: never) => writer.text(value),
  'string[]': (writer: Writer, value: never) => writer.list(value, writeText),
  'int4[]': (writer: Writer, value: never) => writer.list(value, writeInt32),
};

describe('reader and writer', () => {
  const primitives = messageVectors<PrimitiveObject>('primitive');

  it.each(primitives)('read as deployed software: $name', ({ object, hex }) => {
    const reader = new Reader(bytesOf(hex));
    expect(READ[object.type](reader)).toEqual(object.value);
    expect(reader.remaining).toBe(0);
  });

  it.each(primitives)('write as deployed software: $name', ({ object, hex }) => {
    const writer = new Writer();
    WRITE[object.type](writer, object.value);
    expect(hexOf(writer.finish())).toBe(hex);
  });

  it('read four bytes of ones as unsigned where asked to', () => {
    const { object, hex } = messageVector<PrimitiveObject>('prim-int4-minus1');
    expect(new Reader(bytesOf(hex)).uint32()).toBe(object.unsigned);
  });
});

describe('a reader', () => {
  it.each([
    ['an integer of one byte', '', (reader: Reader) => reader.uint8()],
    ['an integer of two', '00', (reader: Reader) => reader.uint16()],
    ['an integer of four', '000000', (reader: Reader) => reader.uint32()],
    ['bytes', '0000000461', (reader: Reader) => reader.bytes()],
    ['a text', '0000000461', (reader: Reader) => reader.text()],
    ['the elements of a list', '000000020000000161', (reader: Reader) => readTexts(reader)],
  ])('refuses %s beyond the end', (_, hex, read) => {
    expect(errorOf(() => read(new Reader(bytesOf(hex)))).code).toBe('truncated');
  });

  it('refuses a count that the rest cannot hold before reading any element', () => {
    let elements = 0;
    const read = (reader: Reader) => {
      elements += 1;
      return reader.uint32();
    };
    const reader = new Reader(bytesOf('000000030000000000000000'));
    expect(errorOf(() => reader.list(read, 4, 100)).code).toBe('truncated');
    expect(elements).toBe(0);
  });

  it('refuses a list above its cap', () => {
    const reader = new Reader(bytesOf('00000003000000000000000000000000'));
    expect(errorOf(() => reader.list(readText, 4, 2)).code).toBe('too-many');
  });

  it('refuses a field above its cap', () => {
    expect(errorOf(() => new Reader(bytesOf('00000003616263')).text(2)).code).toBe('too-long');
    expect(errorOf(() => new Reader(bytesOf('00000003616263')).bytes(2)).code).toBe('too-long');
  });

  it('does not take a length with the highest bit for a negative one', () => {
    expect(errorOf(() => new Reader(bytesOf('ffffffff')).bytes()).code).toBe('too-long');
    expect(errorOf(() => new Reader(bytesOf('ffffffff')).take(0xffff_ffff)).code).toBe('truncated');
  });

  it('says where it stopped', () => {
    const reader = new Reader(bytesOf('000000016100000005'));
    reader.text();
    expect(errorOf(() => reader.text()).offset).toBe(9);
  });

  it('stays inside its window', () => {
    const reader = new Reader(bytesOf('0102030405'), 1, 3);
    expect(reader.rest()).toEqual(bytesOf('0203'));
    expect(errorOf(() => reader.uint8()).code).toBe('truncated');
  });

  it('gives views, not copies', () => {
    const bytes = bytesOf('00000001ff');
    const field = new Reader(bytes).bytes();
    bytes[4] = 7;
    expect(field).toEqual(Uint8Array.of(7));
  });

  it('reads from the middle of a larger memory', () => {
    const bytes = bytesOf('ffff00000001612a').subarray(2);
    const reader = new Reader(bytes);
    expect(reader.text()).toBe('a');
    expect(reader.take(1)).toEqual(Uint8Array.of(42));
  });

  it('tells what is left over', () => {
    expect(errorOf(() => new Reader(bytesOf('00')).expectEnd()).code).toBe('trailing-bytes');
    expect(() => new Reader(bytesOf('')).expectEnd()).not.toThrow();
  });
});

describe('a writer', () => {
  it.each([
    ['a byte', (writer: Writer) => writer.uint8(1)],
    ['two bytes', (writer: Writer) => writer.uint16(1)],
    ['four bytes', (writer: Writer) => writer.uint32(1)],
    ['a signed integer', (writer: Writer) => writer.int32(-1)],
    ['bytes', (writer: Writer) => writer.bytes(new Uint8Array(40))],
    ['a text', (writer: Writer) => writer.text('žluť'.repeat(10))],
  ])('grows for %s without losing what was written', (_, write) => {
    const small = new Writer(4);
    const large = new Writer(1000);
    for (const writer of [small, large]) {
      writer.raw(Uint8Array.of(1, 2, 3, 4));
      write(writer);
    }
    expect(hexOf(small.finish())).toBe(hexOf(large.finish()));
  });

  it('refuses integers out of range', () => {
    expect(() => new Writer().uint16(0x10000)).toThrow(RangeError);
    expect(() => new Writer().uint32(-1)).toThrow(RangeError);
    expect(() => new Writer().int32(0x8000_0000)).toThrow(RangeError);
  });
});

function readTexts(reader: Reader): string[] {
  return reader.list(readText, 4, 100);
}

function readText(reader: Reader): string {
  return reader.text();
}

function readInt32(reader: Reader): number {
  return reader.int32();
}

function writeText(writer: Writer, text: string): void {
  writer.text(text);
}

function writeInt32(writer: Writer, value: number): void {
  writer.int32(value);
}
