import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../../src/handle/handle-value.ts';
import { ProtocolError } from '../../../src/protocol/errors.ts';
import { valueFromJson, valueToJson } from '../../../src/protocol/json/value-json.ts';
import { values } from '../arbitraries.ts';
import { errorOf } from '../error-of.ts';
import { valueFrom, vectorsOf } from '../wire-vectors.ts';

const url = { index: 1, type: 'URL', data: { format: 'string', value: 'https://example.org/' } };

function read(members: object): HandleValue {
  return valueFromJson({ ...url, ...members });
}

function messageOf(members: object): string {
  const error = errorOf(() => read(members));
  expect(error.code).toBe('json');
  return error.message;
}

describe('a value in JSON', () => {
  const withJson = vectorsOf('handle-value').filter(({ object }) => object.restJson);

  it.each(withJson)('is written as by deployed software: $name', ({ object }) => {
    const json = valueToJson(valueFrom(object));
    // As text, so that the order of members counts.
    expect(JSON.stringify(json)).toBe(JSON.stringify(object.restJson));
  });

  it.each(withJson)('is read as by deployed software: $name', ({ object }) => {
    expect(valueFromJson(object.restJson)).toEqual(valueFrom(object));
  });

  it('gets one day, the usual permissions and no timestamp where they are missing', () => {
    expect(valueFromJson(url)).toEqual({
      index: 1,
      timestamp: 0,
      ttlType: 0,
      ttl: 86_400,
      permissions: 0x0e,
      type: 'URL',
      data: new TextEncoder().encode('https://example.org/'),
      references: [],
    });
  });

  it('is read back as written, but for what JSON has no place for', () => {
    fc.assert(
      fc.property(values, (any) => {
        const value = { ...any, ttlType: any.ttlType & 1, permissions: any.permissions & 0x0f };
        const json = JSON.parse(JSON.stringify(valueToJson(value)));
        expect(valueFromJson(json)).toEqual(value);
      }),
    );
  });

  it('has permissions only where they are unusual', () => {
    expect(valueToJson(read({}))).not.toHaveProperty('permissions');
    expect(valueToJson(read({ permissions: '1100' })).permissions).toBe('1100');
    expect(read({ permissions: '*' }).permissions).toBe(0x0f);
    expect(read({ permissions: '0010' }).permissions).toBe(0x02);
  });

  it('has a TTL in seconds, or the time at which it ends', () => {
    expect(read({ ttl: 0 })).toMatchObject({ ttlType: 0, ttl: 0 });
    expect(read({ ttl: '2030-01-01T00:00:00Z' })).toMatchObject({ ttlType: 1, ttl: 1893456000 });
    expect(valueToJson(read({ ttl: '2000-01-01T00:00:00Z' })).ttl).toBe('2000-01-01T00:00:00Z');
  });

  it('takes a negative TTL for the unsigned number with the same bits', () => {
    expect(read({ ttl: -1 }).ttl).toBe(0xffff_ffff);
    expect(read({ ttl: 0xffff_ffff }).ttl).toBe(0xffff_ffff);
    expect(valueToJson(read({ ttl: -1 })).ttl).toBe(-1);
  });

  it('takes −0, which JSON can write, for 0', () => {
    expect(read(JSON.parse('{"index": -0}')).index).toBe(0);
  });

  it('takes times with another zone or with fractions', () => {
    expect(read({ timestamp: '2020-01-02T04:04:05+01:00' }).timestamp).toBe(1577934245);
    expect(read({ timestamp: '2020-01-02T03:04:05.999Z' }).timestamp).toBe(1577934245);
    expect(valueToJson(read({ timestamp: '2106-02-07T06:28:15Z' })).timestamp).toBe(
      '2106-02-07T06:28:15Z',
    );
  });

  it('says which member is wrong and what was expected', () => {
    expect(messageOf({ index: '1' })).toBe(
      'value.index: an integer from -2147483648 to 2147483647 expected, found "1"',
    );
    expect(messageOf({ type: undefined })).toBe('value.type: a string expected, found nothing');
    expect(messageOf({ references: [{ handle: 'a/b' }] })).toMatch(
      /^value\.references\[0\]\.index:/,
    );
    expect(messageOf({ data: { format: 'xml', value: '' } })).toMatch(
      /^value\.data\.format: .* expected, found "xml"$/,
    );
  });

  it.each([
    ['index', 1.5],
    ['index', 2 ** 31],
    ['index', Number.NaN],
    ['type', 7],
    ['type', '\ud800'],
    ['data', null],
    ['data', undefined],
    ['permissions', 1110],
    ['permissions', '111'],
    ['ttl', 2 ** 32],
    ['ttl', -(2 ** 31) - 1],
    ['ttl', 0.5],
    ['ttl', null],
    ['ttl', 'tomorrow'],
    ['timestamp', 1577934245],
    ['timestamp', '2020-01-02'],
    ['timestamp', '2020-01-02T03:04:05'],
    ['timestamp', '2020-13-02T03:04:05Z'],
    ['timestamp', '1969-12-31T23:59:59Z'],
    ['timestamp', '2106-02-07T06:28:16Z'],
    ['references', {}],
    ['references', Array(1025).fill({ handle: 'a/b', index: 1 })],
  ])('is refused when its %s is %s', (member, wrong) => {
    expect(messageOf({ [member]: wrong })).toMatch(new RegExp(`^value\\.${member}`));
  });

  it.each([null, [], 'URL', 1, undefined])('is refused when it is %s', (json) => {
    expect(errorOf(() => valueFromJson(json)).message).toMatch(/^value: an object expected/);
  });

  it('does not repeat long texts in its errors', () => {
    expect(messageOf({ permissions: 'x'.repeat(100_000) }).length).toBeLessThan(200);
  });

  it('throws nothing but its own error, whatever the JSON', () => {
    const noise = fc.oneof(
      fc.jsonValue(),
      fc.record({ format: fc.constantFrom('site', 'admin', 'vlist', 'key', 'hex', 'base64') }),
    );
    const shapes = fc.record({
      index: fc.oneof(fc.constant(1), noise),
      type: fc.oneof(fc.constant('HS_SITE'), noise),
      data: fc.oneof(
        noise,
        fc.record({
          format: fc.constantFrom('site', 'admin', 'vlist', 'key', 'hex', 'base64', 'string'),
          value: noise,
        }),
      ),
      references: fc.oneof(fc.constant([]), noise),
    });
    fc.assert(
      fc.property(fc.oneof(noise, shapes), (json) => {
        try {
          valueFromJson(json);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
          expect(error).toMatchObject({ code: 'json' });
        }
      }),
      { numRuns: 500 },
    );
  });
});
