import { describe, expect, it } from 'vitest';
import { languageTag, virtualHosts } from '../../src/config/virtual-hosts.ts';

describe('virtual hosts', () => {
  const given = {
    'IDS.example.org': {
      templates: 'pages',
      publicUrl: 'https://ids.example.org/',
      locattShortcuts: ['id'],
      defaultLanguage: 'pt-br',
      siteTitle: 'Identifiers',
    },
  };
  const read = { 'ids.example.org': { ...given['IDS.example.org'], defaultLanguage: 'pt-BR' } };

  it('are read from a config file, and as text from flags and variables', () => {
    expect(virtualHosts.fromJson(given)).toEqual(read);
    expect(virtualHosts.fromText(JSON.stringify(given))).toEqual(read);
  });

  it.each([
    ['no object', []],
    ['a host that is no object', { a: 'b' }],
    ['no host name', { 'a b': {} }],
    ['a port', { 'a:80': {} }],
    ['an unknown member', { a: { colour: 'red' } }],
    ['a bad member', { a: { publicUrl: 'ftp://x' } }],
    ['a bad language', { a: { defaultLanguage: 'not a tag' } }],
  ])('are refused with %s', (_, bad) => {
    expect(virtualHosts.fromJson(bad)).toBeUndefined();
    expect(virtualHosts.fromText(JSON.stringify(bad))).toBeUndefined();
  });

  it('are refused when the text is no JSON', () => {
    expect(virtualHosts.fromText('{')).toBeUndefined();
  });
});

it.each([
  ['de', 'de'],
  ['pt-br', 'pt-BR'],
  ['german language', undefined],
  ['', undefined],
])('%j as a language is %j', (given, tag) => {
  expect(languageTag.fromText(given)).toBe(tag);
});
