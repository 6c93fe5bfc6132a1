import { describe, expect, it } from 'vitest';
import { ancestorsOf, homePrefixes, prefixNamedBy } from '../../src/demo/homing.ts';
import { readRecordsFile } from '../../src/demo/records-file.ts';

const text = (index: number, type: string, data: string) => ({ index, type, data });

/** Where each prefix lives: its service, how it is named, who has its prefix record. */
function homes(handles: Record<string, ReturnType<typeof text>[]>): Record<string, string> {
  const json = {
    handles: Object.fromEntries(
      Object.entries(handles).map(([name, values]) => [name, { values }]),
    ),
  };
  return Object.fromEntries(
    homePrefixes(readRecordsFile(json)).map(({ prefix, service, named, registry }) => [
      prefix,
      `${service} ${named} ${registry}`,
    ]),
  );
}

const under = (...prefixes: string[]) =>
  Object.fromEntries(prefixes.map((prefix) => [`${prefix}/x`, []]));

describe('the prefixes of a records file', () => {
  it('live most directly, one behind HS_SERV, one on two servers, by sorted order', () => {
    expect(homes(under('f', 'e', 'd', 'c', 'b', 'a'))).toEqual({
      a: 'plain by-site root',
      b: 'served by-service-handle root',
      c: 'hashed by-site root',
      d: 'dsa by-site root',
      e: 'plain by-site root',
      f: 'plain by-site root',
    });
  });

  it('are sorted whatever their case', () => {
    expect(Object.keys(homes(under('b', 'C', 'A')))).toEqual(['A', 'b', 'C']);
  });

  it('occur once however they are written', () => {
    expect(homes({ 'a/x': [], 'A/y': [] })).toEqual({ a: 'plain by-site root' });
  });

  it('occur in the names of prefix records, too', () => {
    expect(homes({ '0.NA/a': [text(1, 'DESC', 'no handles yet')] })).toEqual({
      a: 'plain by-site root',
    });
  });

  it('are none for what the root answers for', () => {
    const handles = {
      '0.TYPE/x': [],
      '0.NA/0.NA': [],
      '0.NA/0.TYPE': [],
      '0/x': [],
      slashless: [],
    };
    expect(homes(handles)).toEqual({});
  });

  it.each(['HS_SITE', 'HS_SERV', 'HS_ALIAS'])(
    'are named as given when their prefix record has %s, and take no turn',
    (type) => {
      const handles = { '0.NA/a': [text(1, type, '0.SERV/MINE')], ...under('a', 'b', 'c') };
      expect(homes(handles)).toEqual({
        a: 'plain as-given root',
        b: 'plain by-site root',
        c: 'served by-service-handle root',
      });
    },
  );

  it.each(['HS_NAMESPACE', 'HS_SERV.PREFIX', 'HS_SITE.PREFIX', '#HS_SITE'])(
    'are named by the network when it has %s',
    (type) => {
      const handles = { '0.NA/a': [text(1, type, 'x')], ...under('a') };
      expect(homes(handles)).toEqual({ a: 'plain by-site root' });
    },
  );

  it('stand under the root even when they are derived from others', () => {
    expect(homes(under('a', 'a.b'))).toEqual({
      a: 'plain by-site root',
      'a.b': 'served by-service-handle root',
    });
  });

  it.each(['HS_SITE.PREFIX', 'HS_SERV.PREFIX', 'HS_NA_DELEGATE'])(
    'stand elsewhere when a prefix above them has %s, at any depth, and take no turn',
    (type) => {
      const handles = { '0.NA/a': [text(1, type, 'x')], ...under('a', 'a.b', 'a.b.c', 'ab', 'b') };
      expect(homes(handles)).toEqual({
        a: 'plain by-site root',
        'a.b': 'delegate by-site delegate',
        'a.b.c': 'delegate by-site delegate',
        ab: 'served by-service-handle root',
        b: 'hashed by-site root',
      });
    },
  );

  it('can be both delegated and named as given', () => {
    const handles = {
      '0.NA/a': [text(1, 'HS_SERV.PREFIX', 'x')],
      '0.NA/a.b': [text(1, 'HS_SERV', 'y')],
    };
    expect(homes(handles)['a.b']).toBe('plain as-given delegate');
  });
});

describe('the ancestors of a prefix', () => {
  it('come nearest first', () => {
    expect(ancestorsOf('20.500.4.7')).toEqual(['20.500.4', '20.500', '20']);
  });

  it('are none for a prefix without a dot', () => {
    expect(ancestorsOf('10320')).toEqual([]);
  });
});

describe('the prefix that a handle names', () => {
  it.each([
    ['0.NA/20.500.1', '20.500.1'],
    ['0.na/abc', 'abc'],
    ['0.NA/0.NA', undefined],
    ['0.NA/0.TYPE', undefined],
    ['0.NA/a/b', undefined],
    ['20.500.1/x', undefined],
    ['slashless', undefined],
  ])('%s → %s', (handle, prefix) => {
    expect(prefixNamedBy(handle)).toBe(prefix);
  });
});
