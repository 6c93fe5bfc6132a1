import { describe, expect, it } from 'vitest';
import { admin, url, value } from './kit/records.ts';
import { type Asked, startTestProxy } from './kit/serve.ts';

const LOCATIONS = `<locations>
  <location id="a" href="https://example.org/a" weight="1"/>
  <location id="b" href="https://example.org/b" weight="0" country="gb"/>
  <location id="m" href="https://example.org/m" weight="0" role="metadata"/>
</locations>`;

async function proxyWithRecords() {
  const proxy = await startTestProxy();
  const { resolver } = proxy;
  resolver.record('1/u', url('https://example.org/u'), url('https://example.org/v', 2), admin);
  resolver.record('1/l', value(1, '10320/loc', LOCATIONS));
  resolver.record('1/x', value(1, 'EMAIL', 'a@example.org'));
  return proxy;
}

const form = (body: string, more: Record<string, string> = {}): Asked => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...more },
  body,
});

/** The status, and where to; for a page its title, for other bodies their type. */
async function outcomeOf(target: string, asked: Asked = {}): Promise<string> {
  const { get } = await proxyWithRecords();
  const { status, headers, body } = await get(target, asked);
  if (headers.location !== undefined) return `${status} ${headers.location}`;
  const type = headers['content-type']?.split(';')[0];
  return `${status} ${type}${/<table|<dl/.test(body) ? ' record' : ''}`;
}

const RECORD = '200 text/html record';
const API = '200 application/json';
const TO_U = '302 https://example.org/u';

describe('what the query of a handle does', () => {
  it.each([
    // action and noredirect
    ['/1/u?action=redirect', TO_U],
    ['/1/u?action=toolbar', TO_U],
    ['/1/u?action=ShowValues', RECORD],
    ['/1/u?action=showvalues&action=redirect', RECORD],
    ['/1/u?action=API', API],
    ['/1/u?action=showurls', '200 text/xml'],
    ['/1/l?action=ShowUrls', '200 text/xml'],
    ['/1/x?action=showurls', RECORD],
    ['/1/l?action=metadata', '302 https://example.org/m'],
    ['/1/u?action=metadata', TO_U],
    ['/1/u?noredirect', RECORD],
    ['/1/u?noredirect=false', RECORD],
    ['/1/u?noredirect&action=redirect', TO_U],
    ['/1/u?noredirect&action=', TO_U],
    ['/1/u?NOREDIRECT&Action=showvalues', TO_U],
    // filters
    ['/1/u?index=2', '302 https://example.org/v'],
    ['/1/u?index=x', TO_U],
    ['/1/u?index=2&index=', TO_U],
    ['/1/u?type=url', TO_U],
    ['/1/u?type=HS_ADMIN', RECORD],
    ['/1/u?type=', '404 text/html'],
    ['/1/u?type=NONE&index=2', '302 https://example.org/v'],
    // locations
    ['/1/l?locatt=id:b', '302 https://example.org/b'],
    ['/1/l?locatt=nope:1;locatt=id:b', '302 https://example.org/b'],
    ['/1/l?locatt=id%3Ab', '302 https://example.org/b'],
    ['/1/l?country=GB', '302 https://example.org/b'],
    ['/1/l?country=fr', '302 https://example.org/a'],
    // urlappend
    ['/1/u?urlappend=%3Fa%3Db', '302 https://example.org/u?a=b'],
    ['/1/u?urlappend=/c&urlappend=/d', '302 https://example.org/u/c'],
    ['/1/u?urlappend=a+b', '302 https://example.org/ua+b'],
    ['/1/u?urlappend=', TO_U],
    // redirectionHeaders
    ['/1/u?redirectionHeaders', '200 https://example.org/u'],
    ['/1/u?redirectionHeaders=no', '200 https://example.org/u'],
    // separators and what nobody knows
    ['/1/u?&;;&index=2;', '302 https://example.org/v'],
    ['/1/u?nols&mode=x&redirect=no&id=2&hdl=1/x&language=de&format=json', TO_U],
    ['/1/u?=x&%zz&%', TO_U],
    // the API's parser takes no semicolon, and a plus for a space
    ['/api/handles/1/u?type=NONE;index=2', API],
  ])('%s: %s', async (target, outcome) => {
    expect(await outcomeOf(target)).toBe(outcome);
  });

  it.each([
    ['/1/u?auth', { authoritative: true, certified: false, ignoreAliases: false }],
    [
      '/1/u?auth=false&cert=false&ignore_aliases=false',
      {
        authoritative: true,
        certified: true,
        ignoreAliases: true,
      },
    ],
    ['/1/u?Auth&CERT', { authoritative: false, certified: false }],
    ['/1/u?type=a+b&type=URL.&index=-1', { types: ['a+b', 'URL.'], indexes: [-1] }],
    ['/api/handles/1/u?type=a+b', { types: ['a b'] }],
    ['/1/u?action=api&type=a+b&auth=false', { types: ['a+b'], authoritative: false }],
  ])('%s asks for %j', async (target, options) => {
    const { get, resolver } = await proxyWithRecords();
    await get(target);
    expect(resolver.asked).toMatchObject([{ handle: '1/u', options }]);
  });
});

describe('what a form does', () => {
  it.each<[string, Asked, string]>([
    ['/', form('hdl=1/u'), TO_U],
    ['/', form('hdl=+1/u+'), TO_U],
    ['/', form('hdl=/1/u'), TO_U],
    ['/', form('hdl=hdl:1/u&hdl=1/x'), TO_U],
    ['/', form('hdl=1/u&noredirect='), RECORD],
    ['/', form('hdl=1/u&action=api'), API],
    ['/', form('hdl=1/u&urlappend=x+y'), '302 https://example.org/ux%20y'],
    ['/', form('hdl=1/u;noredirect'), '404 text/html'],
    ['/', form('hdl='), '200 text/html'],
    ['/', form(''), '200 text/html'],
    ['/1/u', form(''), TO_U],
    ['/1/u', form('hdl='), '200 text/html'],
    ['/1/u', form('hdl=1/x'), RECORD],
    ['/1/u?index=2', form('index=1'), TO_U],
    ['/?hdl=1/u', form(''), TO_U],
    ['/1/u?noredirect', form('action=redirect'), TO_U],
    ['/1/u', form('noredirect', { 'Content-Type': 'text/plain' }), TO_U],
    ['/', form('{"hdl":"1/u","noredirect":true}', { 'Content-Type': 'application/json' }), RECORD],
  ])('%s with %j: %s', async (target, asked, outcome) => {
    expect(await outcomeOf(target, asked)).toBe(outcome);
  });
});
