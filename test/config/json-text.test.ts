import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonTextError, readJsonText } from '../../src/config/json-text.ts';

function refusal(text: string): JsonTextError {
  try {
    readJsonText(text);
  } catch (error) {
    if (error instanceof JsonTextError) return error;
    throw error;
  }
  throw new Error(`nothing was refused in ${text}`);
}

describe('readJsonText', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(4), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), undefined, indent);
        expect(readJsonText(text).value).toEqual(JSON.parse(text));
      }),
    );
  });

  it('refuses what JSON.parse refuses', () => {
    const broken = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', 'x', '\n'));
    fc.assert(
      fc.property(broken, ([json, at, mark]) => {
        const cut = at % (json.length + 1);
        const text = json.slice(0, cut) + mark + json.slice(cut + 1);
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        if (isJson) expect(readJsonText(text).value).toEqual(JSON.parse(text));
        else expect(refusal(text)).toBeInstanceOf(JsonTextError);
      }),
    );
  });

  it('knows where members stand, also those within others', () => {
    const { places } = readJsonText('{\n  "a": 1,\n  "b": {"c/d": [{"e": 2}]}\n}');
    expect(Object.fromEntries(places)).toEqual({
      '/a': { line: 2, column: 3 },
      '/b': { line: 3, column: 3 },
      '/b/c~1d': { line: 3, column: 9 },
      '/b/c~1d/0/e': { line: 3, column: 18 },
    });
  });

  it('tells of members that stand twice, and takes the last as JSON.parse does', () => {
    const { value, repeated } = readJsonText('{"a": 1,\n "a": 2}');
    expect(value).toEqual({ a: 2 });
    expect(repeated).toEqual([{ name: 'a', place: { line: 2, column: 2 } }]);
  });

  it('passes over a byte order mark', () => {
    expect(readJsonText('\uFEFF{}').value).toEqual({});
  });

  it('keeps a member called __proto__ a member', () => {
    expect(Object.keys(readJsonText('{"__proto__": 1}').value as object)).toEqual(['__proto__']);
  });

  it.each([
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'neither comma nor closing brace'],
    ['{"a": 1,}', 1, 9, 'a comma before the end of the object'],
    ['[1,]', 1, 4, 'a comma before the end of the list'],
    ['{"a": tru}', 1, 7, 'unexpected "tru"'],
    ["{'a': 1}", 1, 2, 'double quotes'],
    ['{"a" 1}', 1, 6, 'no colon'],
    ['{"a": "\n"}', 1, 7, 'a string without its end'],
    ['{} x', 1, 4, 'behind the end'],
    ['', 1, 1, 'ends too soon'],
    ['['.repeat(70), 1, 66, 'too deep'],
  ])('says where %j stops being JSON', (text, line, column, says) => {
    const { message, place } = refusal(text);
    expect({ message, place }).toEqual({
      message: expect.stringContaining(says),
      place: { line, column },
    });
  });
});
