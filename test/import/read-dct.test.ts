import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImportError } from '../../src/import/import-error.ts';
import { type DctValue, readDct } from '../../src/import/read-dct.ts';

/** Without the lines. */
function plain(value: DctValue): unknown {
  if (typeof value === 'string') return value;
  if ('members' in value) {
    return Object.fromEntries(value.members.map((each) => [each.key, plain(each.value)]));
  }
  return value.map(plain);
}

const trees = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    tie('object'),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
  object: fc.dictionary(
    fc.string().filter((key) => key !== '__proto__'),
    tie('value') as fc.Arbitrary<unknown>,
    { maxKeys: 4 },
  ) as fc.Arbitrary<Record<string, unknown>>,
}));

function written(value: unknown): string {
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  if (Array.isArray(value)) return `(${value.map(written).join(' ')})`;
  const members = Object.entries(value as object);
  return `{${members.map(([key, member]) => `${written(key)} = ${written(member)}`).join('\n')}}`;
}

describe('a .dct file', () => {
  it('reads what is written', () => {
    fc.assert(
      fc.property(trees.object, (tree) => {
        expect(plain(readDct(written(tree)))).toEqual({ ...tree });
      }),
    );
  });

  it('knows the line of each key', () => {
    const { members } = readDct('{\n"a" = (\n"x"\n)\n  "b"\n= {"c" = "d"} }');
    expect(members.map(({ key, line }) => [key, line])).toEqual([
      ['a', 2],
      ['b', 5],
    ]);
  });

  it('may have words without quotes', () => {
    expect(plain(readDct('{port = 8000 list = (a b)}'))).toEqual({
      port: '8000',
      list: ['a', 'b'],
    });
  });

  it('may have comments, though the manual knows none', () => {
    const text = '// ours\r\n{ # a "b"\r\n"a" = "#1" // c\r\nurl = http://a.example/\r\n}\r\n# end';
    expect(plain(readDct(text))).toEqual({ a: '#1', url: 'http://a.example/' });
    expect(readDct(text).members.map(({ line }) => line)).toEqual([3, 4]);
  });

  it('may have lists within lists', () => {
    expect(plain(readDct('{"a" = ("b" ("c" ()) {"d" = ("e")})}'))).toEqual({
      a: ['b', ['c', []], { d: ['e'] }],
    });
  });

  it.each([
    ['', 1, '{ expected, found the end of the file'],
    ['{"a"\n"b"}', 2, '= behind the key "a" expected'],
    ['{"a" = }', 1, 'a string in double quotes, { or ( expected'],
    ['{"a" = "b"\n\n"c', 3, 'a string that begins here has no end'],
    ['{\n"port = "8000"\n}', 2, '= behind the key "port = " expected'],
    ['{"a" = "b"}\n\n"c" = "d"\n}', 3, 'the end of the file expected'],
    ['{"a" = ("b"\n', 2, 'the end of the file'],
    ['{"a" = "b"}\nx', 2, 'the end of the file expected'],
    [`{"a" = ${'('.repeat(50)}`, 1, 'too many levels'],
  ])('that is broken is refused with the line: %j', (text, line, says) => {
    let error: unknown;
    try {
      readDct(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ImportError);
    expect(error).toMatchObject({ line, message: expect.stringContaining(says) });
  });

  it('is refused or read, and nothing else, whatever it holds', () => {
    const pieces = fc.constantFrom('{', '}', '(', ')', '"', '=', '\\', 'a', ' ', '\n');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        try {
          readDct(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(ImportError);
        }
      }),
    );
  });
});
