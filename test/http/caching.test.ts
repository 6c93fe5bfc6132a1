import { describe, expect, it } from 'vitest';
import type { Resolution } from '../../src/resolver/resolution.ts';
import { tableRows } from '../house/markdown.ts';
import { NOW } from './kit/fake-resolver.ts';
import { url, value } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

const A = 'https://a.example/';
const B = 'https://b.example/';
const H = '20.500.1/x';
const DAY = 86_400;

const record = (seconds: number, cache: 'hit' | 'miss' | 'stale' | 'local', xml?: string) => ({
  outcome: 'found' as const,
  values: [url(A), ...(xml === undefined ? [] : [value(2, '10320/loc', xml)])],
  freshUntil: NOW + seconds * 1000,
  cache,
});

const notFound = { outcome: 'handle-not-found', responseCode: 100 } as const;

const BY_COUNTRY = `<l><location href="${A}" country="us"/><location href="${B}"/></l>`;
const BY_LOT = `<l><location href="${A}"/><location href="${B}"/></l>`;
const INCLUDING = '<l include="20.500.1/included"/>';
const INCLUDED = `<l><location href="${B}"/></l>`;

interface Case {
  readonly main: Partial<Resolution>;
  readonly included?: Partial<Resolution>;
  readonly query?: string;
}

/** What the rows of the table in the documentation speak of. */
const CASES: Readonly<Record<string, Case>> = {
  'a record just fetched, TTL a day': { main: record(DAY, 'miss') },
  'a record in the cache, fresh for another 90 s': { main: record(90, 'hit') },
  'a record in the cache, fresh for another day': { main: record(DAY, 'hit') },
  'a record of TTL 0': { main: record(0, 'miss') },
  'an override of the operator, TTL 300 s': { main: record(300, 'local') },
  'a stale record, 20 s too old': { main: record(-20, 'stale') },
  'a choice by country or address': { main: record(DAY, 'miss', BY_COUNTRY) },
  'a stale record, and a choice by country': { main: record(-20, 'stale', BY_COUNTRY) },
  'a draw by weight': { main: record(DAY, 'miss', BY_LOT) },
  'a draw by weight, fresh for another 9 s': { main: record(9, 'hit', BY_LOT) },
  'a record that includes one that is fresh for another 7 s': {
    main: record(DAY, 'miss', INCLUDING),
    included: record(7, 'hit', INCLUDED),
  },
  'a record that includes one that cannot be had': { main: record(DAY, 'miss', INCLUDING) },
  'a record that includes a stale one': {
    main: record(DAY, 'miss', INCLUDING),
    included: record(-20, 'stale', INCLUDED),
  },
  'handle not found, just asked': { main: { ...notFound, cache: 'miss' } },
  'handle not found, known from before': { main: { ...notFound, cache: 'hit' } },
  'handle not found, stale': { main: { ...notFound, cache: 'stale' } },
  'an alias that leads nowhere': { main: { outcome: 'alias-dangling', aliases: [H] } },
  'values only administrators may read': { main: { outcome: 'restricted', responseCode: 402 } },
  'a server that does not answer': { main: { outcome: 'timeout' } },
  'a server that is busy': { main: { outcome: 'busy' } },
  '?auth': { main: record(DAY, 'miss'), query: '?auth' },
};

const ROWS = tableRows('docs/http.md', 'caching');

const countries = { countryOf: () => 'US' };

async function headersOf({ main, included, query = '' }: Case) {
  const { resolver, get } = await startTestProxy({ countries });
  resolver.answer(H, main);
  if (included !== undefined) resolver.answer('20.500.1/included', included);
  return (await get(`/${H}${query}`)).headers;
}

describe('how long an answer may be kept', () => {
  it.each(ROWS.map((row) => [row['answer from'] ?? '', row] as const))('%s', async (name, row) => {
    const test = CASES[name];
    if (test === undefined) throw new Error(`no case for ${name}`);
    const headers = await headersOf(test);
    expect(headers['cache-control']).toBe(row['Cache-Control']);
    expect(headers['cache-status'] ?? '–').toBe(row['Cache-Status']);
    expect(headers).not.toHaveProperty('age');
  });

  it('is documented for each case', () => {
    expect(ROWS.map((row) => row['answer from'])).toEqual(Object.keys(CASES));
  });

  it.each(Object.entries(CASES))('is the same by Expires: %s', async (_, test) => {
    const headers = await headersOf(test);
    const [, seconds] = /max-age=(\d+)/.exec(headers['cache-control'] ?? '') ?? [];
    const expected =
      seconds === undefined ? undefined : new Date(NOW + Number(seconds) * 1000).toUTCString();
    expect(headers.expires).toBe(expected);
  });

  it('is at most what the setting says, for what is not found and what is stale too', async () => {
    const { resolver, get } = await startTestProxy({ httpMaxAge: 5 });
    resolver.answer(H, record(-20, 'stale'));
    for (const path of [`/${H}`, '/20.500.1/nobody', '/api/handles/20.500.1/nobody']) {
      expect((await get(path)).headers['cache-control']).toBe('max-age=5');
    }
  });

  it('is nothing when the setting is 0', async () => {
    const { resolver, get } = await startTestProxy({ httpMaxAge: 0 });
    resolver.record(H, url(A));
    for (const path of [`/${H}`, '/20.500.1/nobody']) {
      expect((await get(path)).headers).toMatchObject({ 'cache-control': 'no-store' });
    }
  });
});

describe('the headers that a choice depends on are named', () => {
  const conneg = `<l><location href="${A}" http_role="conneg"/><location href="${B}" http_role="browser"/></l>`;
  const language = `<l><location href="${A}" language="de"/><location href="${B}" language="fr"/></l>`;
  it.each([
    ['conneg, anything accepted', conneg, { Accept: '*/*' }, 'Accept, User-Agent'],
    ['conneg, nothing said', conneg, {}, 'Accept, User-Agent'],
    ['conneg, a type accepted', conneg, { Accept: 'text/turtle' }, 'Accept'],
    ['language', language, { 'Accept-Language': 'de' }, 'Accept-Language'],
    ['language, though the link decides', language, {}, 'Accept-Language', '?locatt=language:fr'],
    ['neither', BY_LOT, { Accept: 'text/turtle' }, undefined],
    ['country', BY_COUNTRY, {}, undefined],
  ])('%s', async (_, xml, headers: Record<string, string>, vary, query = '') => {
    const { resolver, get } = await startTestProxy({ countries });
    resolver.record(H, value(1, '10320/loc', xml));
    const answer = await get(`/${H}${query}`, { headers });
    expect([answer.status, answer.headers.vary]).toEqual([302, vary]);
  });
});
