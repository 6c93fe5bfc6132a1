import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Budget } from '../../src/namespace/budget.ts';
import { createExpression } from '../../src/namespace/expression.ts';

function match(expression: string, text: string, ignoreCase = true) {
  return createExpression(expression).match(text, { ignoreCase, budget: new Budget() });
}

describe('expressions of Java', () => {
  it.each([
    ['\\p{Alpha}+', 'aB'],
    ['[\\p{Alpha}\\d]+', 'aB1'],
    ['\\P{Alpha}', '1'],
    ['\\p{IsLatin}+', 'é'],
    ['\\p{script=greek}', 'α'],
    ['\\pL\\p{Lu}', 'aB'],
    ['\\h\\H', '\u00a0x'],
    ['\\s\\S', '\u000bx'],
    ['[\\S]+', 'x\u00a0'],
    ['\\R', '\r\n'],
    ['\\v', '\u2028'],
    ['\\u0041\\x42\\x{43}\\0104\\t', 'ABCD\t'],
    ['\\uD83D\\uDE00', '😀'],
    ['\\Qa.b\\E+', 'a.bbb'],
    ['[a[bc]]+', 'abc'],
    ['[]a]+', ']a'],
    ['[^]]+', 'ab'],
    ['[a-c-]+', 'a-b'],
    ['[\\-\\]x]+', '-]x'],
    ['(?s).', '\n'],
    ['(?d).', '\r'],
    ['a{2,3}b{2}c{1,}', 'aaabbc'],
    ['.*?b', 'aab'],
    ['\\/\\-\\_', '/-_'],
    ['x\\Z', 'x'],
    ['ÄÖ', 'äö'],
    ['(?:a|)b', 'b'],
  ])('%s matches %j', (expression, text) => {
    expect(match(expression, text)).toEqual([text]);
  });

  it.each([
    ['.', '\r'],
    ['\\d', '٣'],
    ['a', 'ab'],
    ['[^a]', 'A'],
    ['\\Qa.b\\E', 'axb'],
  ])('%s does not match %j', (expression, text) => {
    expect(match(expression, text)).toBeUndefined();
  });

  it('give what groups caught, and nothing for groups that took no part', () => {
    expect(match('(a)|(b)(?<name>c)', 'bc')).toEqual(['bc', '', 'b', 'c']);
  });

  it('look at case only where the server does', () => {
    expect(match('abc', 'ABC', false)).toBeUndefined();
    expect(match('(?i)abc', 'ABC', false)).toEqual(['ABC']);
    expect(match('a(?i)b(?-i)c', 'aBc', false)).toEqual(['aBc']);
    expect(match('(?i:a)b', 'Ab', false)).toEqual(['Ab']);
  });

  it.each([
    ['a++', 'a possessive quantifier'],
    ['(?>a)', 'an atomic group'],
    ['(?=a)a', 'look-around'],
    ['(?<!a)b', 'look-around'],
    ['(a)\\1', 'a back-reference'],
    ['\\k<n>', 'a back-reference'],
    ['[a-z&&[^b]]', 'an intersection of classes'],
    ['[a[^b]]', 'a class inside a class'],
    ['\\p{InGreek}', 'the property InGreek'],
    ['\\p{javaLetter}', 'the property javaLetter'],
    ['(?x)a b', 'the flag x'],
    ['\\X', 'the escape \\X'],
    ['(', 'a missing )'],
    ['a)', 'an unmatched )'],
    ['[a', 'it ends too early'],
    ['*a', 'nothing before * to repeat'],
    ['a{1001}', 'it cannot be compiled'],
    ['[b-a]', 'a bad range'],
    ['(?:abcdefghij){900}', 'its repetitions are too many'],
    ['a'.repeat(2_000), 'it is too long'],
    ['('.repeat(400), 'it nests too deeply'],
  ])('%s cannot be used, and it is said why', (expression, reason) => {
    expect(match(expression, 'a')).toEqual({ unusable: reason });
  });

  it('cost no more than the text is long', () => {
    expect(match('(a+)+$', `${'a'.repeat(10_000)}!`)).toBeUndefined();
  });

  it('mean what they mean elsewhere, where the syntaxes agree', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '.',
      '[ab]',
      '[^a]',
      '(a|b)',
      '(ab)',
      '\\d',
      '\\w',
      'a?',
    );
    const quantifier = fc.constantFrom('', '', '*', '+', '?', '{1,2}', '*?');
    const expressions = fc
      .array(
        fc.tuple(piece, quantifier).filter(([part, many]) => !part.endsWith('?') || many === ''),
        { minLength: 1, maxLength: 6 },
      )
      .map((parts) => parts.flat().join(''));
    const texts = fc.array(fc.constantFrom('a', 'b', '1', '-'), { maxLength: 8 });
    fc.assert(
      fc.property(expressions, texts, (expression, characters) => {
        const text = characters.join('');
        const groups = new RegExp(`^(?:${expression})$`).exec(text);
        const expected = groups === null ? undefined : [...groups].map((group) => group ?? '');
        expect(match(expression, text, false)).toEqual(expected);
      }),
    );
  });

  it('never throw, whatever they are', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '\\',
      '*',
      '+',
      '?',
      '|',
      '^',
      '$',
      '.',
      '-',
      '&&',
      'a',
      '1',
      ',',
      '(?',
      ':',
      '<',
      '>',
      'Q',
      'E',
      'p',
      'x',
      'u',
      '\\p{',
      '\\x{',
      '😀',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.string(), (pieces, text) => {
        const result = match(pieces.join(''), text);
        expect(result === undefined || 'unusable' in result || result[0] === text).toBe(true);
      }),
    );
  });
});
