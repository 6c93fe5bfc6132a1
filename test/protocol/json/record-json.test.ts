import { describe, expect, it } from 'vitest';
import { recordFromJson, recordToJson } from '../../../src/protocol/json/record-json.ts';
import { errorOf } from '../error-of.ts';
import { valueFrom, vectorNamed } from '../wire-vectors.ts';

const { object } = vectorNamed('handle-value', 'val-url');
const value = valueFrom(object);

describe('a record in JSON', () => {
  it('has the handle first and its values in their order', () => {
    const email = valueFrom(vectorNamed('handle-value', 'val-email').object);
    const json = recordToJson('20.500.1/x', [email, value]);
    expect(Object.keys(json)).toEqual(['handle', 'values']);
    expect(json.values.map(({ index }) => index)).toEqual([2, 1]);
  });

  it('is read back as written', () => {
    const json = JSON.parse(JSON.stringify(recordToJson('20.500.1/x', [value])));
    expect(recordFromJson(json)).toEqual({ handle: '20.500.1/x', values: [value] });
  });

  it('may leave out the handle where it is known', () => {
    expect(recordFromJson({ values: [] }, '20.500.1/x').handle).toBe('20.500.1/x');
    expect(errorOf(() => recordFromJson({ values: [] })).message).toMatch(/^record\.handle: /);
  });

  it('may spell a known handle in another case, but not name another one', () => {
    expect(recordFromJson({ handle: '0.NA/ABC', values: [] }, '0.na/abc').handle).toBe('0.NA/ABC');
    expect(errorOf(() => recordFromJson({ handle: 'a/c', values: [] }, 'a/b')).message).toBe(
      '"a/b".handle: the same handle expected, found "a/c"',
    );
  });

  it('ignores members it does not know', () => {
    expect(recordFromJson({ responseCode: 1, handle: 'a/b', values: [] })).toEqual({
      handle: 'a/b',
      values: [],
    });
  });

  it('says which value is wrong', () => {
    const values = [object.restJson, { index: 2 }];
    expect(errorOf(() => recordFromJson({ values }, 'a/b')).message).toBe(
      '"a/b".values[1].type: a string expected, found nothing',
    );
  });

  it('has at most 2048 values', () => {
    const values = Array(2049).fill(object.restJson);
    expect(errorOf(() => recordFromJson({ values }, 'a/b')).message).toMatch(/at most 2048/);
  });
});
