import { describe, expect, it } from 'vitest';
import { readYaml } from './read-yaml.ts';

describe('the reader of our YAML', () => {
  it('reads mappings, sequences and scalars', () => {
    const text = `
# a comment
a: 1 # another
b:
  - name: x
    on: true
  - plain: "8080:80"
c.d/e: [A, "b c"]
f: {}
`;
    expect(readYaml(text)).toEqual({
      a: 1,
      b: [{ name: 'x', on: true }, { plain: '8080:80' }],
      'c.d/e': ['A', 'b c'],
      f: {},
    });
  });

  it.each([
    ['a key twice', 'a: 1\na: 2'],
    ['a tab', 'a:\n\tb: 1'],
    ['an anchor', 'a: &b 1'],
    ['a text of several lines', 'a: |\n  b'],
    ['a wrong indentation', 'a:\n    b: 1\n  c: 2'],
    ['a key without a value', 'a:\nb: 1'],
  ])('refuses %s', (_what, text) => {
    expect(() => readYaml(text)).toThrow();
  });
});
