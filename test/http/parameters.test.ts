import { describe, expect, it } from 'vitest';
import {
  firstOf,
  joinParameters,
  readForm,
  readJsonParameters,
  readQuery,
} from '../../src/http/parameters.ts';
import { actionOf, selectionOf } from '../../src/http/resolve-parameters.ts';

const object = (parameters: ReadonlyMap<string, readonly string[]> | undefined) =>
  parameters && Object.fromEntries(parameters);

describe('the query of a handle', () => {
  it.each([
    ['a=1&b=2', { a: ['1'], b: ['2'] }],
    ['a=1;b=2', { a: ['1'], b: ['2'] }],
    ['a=1&a=2', { a: ['1', '2'] }],
    ['noredirect', { noredirect: [''] }],
    ['&;&a&', { a: [''] }],
    ['a=b=c', { a: ['b=c'] }],
    ['a+b=c+d', { 'a+b': ['c+d'] }],
    ['a=%2B%26%3B%20', { a: ['+&; '] }],
    ['a=100%&b=%zz', { a: ['100%'], b: ['%zz'] }],
    ['a=%C3%BC', { a: ['ü'] }],
    ['__proto__=1', { ['__proto__']: ['1'] }],
    ['', {}],
  ])('%s', (query, parameters) => {
    expect(object(readQuery(query))).toEqual(parameters);
  });
});

describe('a form', () => {
  it('has spaces for plusses, and semicolons that separate nothing', () => {
    expect(object(readForm('a=x+y;z&b=%2B'))).toEqual({ a: ['x y;z'], b: ['+'] });
  });
});

describe('parameters in JSON', () => {
  it('are the members of an object; an array repeats one', () => {
    expect(object(readJsonParameters('{"type":"URL","index":[1,2],"auth":true}'))).toEqual({
      type: ['URL'],
      index: ['1', '2'],
      auth: ['true'],
    });
  });

  it.each(['[]', '1', 'null', '{', '"x"'])('are not found in %s', (text) => {
    expect(readJsonParameters(text)).toBeUndefined();
  });

  it('come behind those of the query', () => {
    const joined = joinParameters(readQuery('a=1'), readQuery('a=2&b=3'));
    expect(object(joined)).toEqual({ a: ['1', '2'], b: ['3'] });
    expect(firstOf(joined, 'a')).toBe('1');
  });
});

describe('what is to be done', () => {
  it.each([
    ['', 'redirect'],
    ['noredirect', 'showvalues'],
    ['noredirect=false', 'showvalues'],
    ['action=showvalues', 'showvalues'],
    ['action=ShowValues', 'showvalues'],
    ['action=api', 'api'],
    ['action=redirect&noredirect', 'redirect'],
    ['action=rest', 'redirect'],
    ['action=', 'redirect'],
    ['NoRedirect', 'redirect'],
  ])('%j: %s', (query, action) => {
    expect(actionOf(readQuery(query))).toBe(action);
  });
});

describe('the values asked for', () => {
  it.each([
    ['', { types: [], indexes: [] }],
    ['index=2&index=-1&type=URL', { types: ['URL'], indexes: [2, -1] }],
    ['index=2&index=x', { types: [], indexes: [] }],
    ['index=2147483648', { types: [], indexes: [] }],
    ['index=1.5&type=A', { types: ['A'], indexes: [] }],
    ['index=', { types: [], indexes: [] }],
    ['type=', { types: [''], indexes: [] }],
  ])('%j', (query, selection) => {
    expect(selectionOf(readQuery(query))).toEqual(selection);
  });
});
