import { describe, expect, it } from 'vitest';
import { NOW } from './kit/fake-resolver.ts';
import { admin, url, value } from './kit/records.ts';
import { startTestProxy } from './kit/serve.ts';

const API = '/api/handles/20.500.1/x';

async function apiProxy() {
  const proxy = await startTestProxy();
  proxy.resolver.record('20.500.1/x', url('https://example.org/'), admin);
  return proxy;
}

describe('the record as JSON', () => {
  it('has its members in the order that clients know', async () => {
    const { get } = await apiProxy();
    const answer = await get(API);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json;charset=utf-8',
      'cache-control': 'max-age=3600',
    });
    expect(answer.body).toBe(
      '{"responseCode":1,"handle":"20.500.1/x","values":[' +
        '{"index":1,"type":"URL","data":{"format":"string","value":"https://example.org/"},"ttl":86400,"timestamp":"2025-01-01T00:00:00Z"},' +
        '{"index":100,"type":"HS_ADMIN","data":{"format":"admin","value":{"handle":"0.NA/20.500.1","index":300,"permissions":"011111110011"}},"ttl":86400,"timestamp":"2025-01-01T00:00:00Z"}]}',
    );
  });

  it('is the same with action=api', async () => {
    const { get } = await apiProxy();
    const [direct, byAction] = [await get(API), await get('/hdl:20.500.1/x?action=api')];
    expect(byAction.body).toBe(direct.body);
  });

  it.each(['pretty', 'pretty=true', 'pretty=YES'])('is indented by %s', async (query) => {
    const { get } = await apiProxy();
    const { body } = await get(`${API}?type=URL&${query}`);
    expect(body).toContain(
      '{\n  "responseCode": 1,\n  "handle": "20.500.1/x",\n  "values": [\n    {',
    );
  });

  it.each(['pretty=false', 'pretty=1', 'pretty=on'])('is not indented by %s', async (query) => {
    const { get } = await apiProxy();
    expect((await get(`${API}?${query}`)).body).not.toContain('\n');
  });

  it('escapes the separators that are line ends in old JavaScript', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.record('20.500.1/x', value(1, 'DESC', 'a\u2028b\u2029c<&'));
    expect((await get(API)).body).toContain('"value":"a\\u2028b\\u2029c<&"');
  });

  it.each([
    ['', { types: [], indexes: [], authoritative: false, publicOnly: true, ignoreAliases: true }],
    ['?type=URL&type=EMAIL&index=1', { types: ['URL', 'EMAIL'], indexes: [1] }],
    ['?type=a+b;c', { types: ['a b;c'] }],
    ['?auth', { authoritative: true }],
    ['?auth=false', { authoritative: false }],
    ['?cert=yes', { certified: true }],
    ['?publicOnly=false', { publicOnly: false }],
    ['?publicOnly=1', { publicOnly: false }],
    ['?publicOnly', { publicOnly: true }],
    ['?doNotRefer=true&page=1&pageSize=2&overwrite=true', { types: [], indexes: [] }],
    ['?TYPE=URL&Index=1', { types: [], indexes: [] }],
    ['?index=%2B1&index=-2', { indexes: [1, -2] }],
  ])('is asked for with %j', async (query, options) => {
    const { resolver, get } = await apiProxy();
    await get(API + query);
    expect(resolver.asked).toMatchObject([{ handle: '20.500.1/x', options }]);
  });
});

describe('an alias', () => {
  async function aliased() {
    const proxy = await startTestProxy();
    const { resolver } = proxy;
    resolver.answer('20.500.1/alias', {
      outcome: 'found',
      handle: '20.500.1/end',
      aliases: ['20.500.1/alias', '20.500.1/middle'],
      values: [url('https://example.org/')],
      freshUntil: NOW + 5000,
    });
    return proxy;
  }

  it.each(['', '?follow=false', '?follow=1'])('is shown as it is with %j', async (query) => {
    const { get, resolver } = await apiProxy();
    const { body } = await get(API + query);
    expect(resolver.asked).toMatchObject([{ options: { ignoreAliases: true } }]);
    expect(JSON.parse(body)).not.toHaveProperty('aliases');
  });

  it.each(['follow', 'follow=true', 'follow=yes&type=URL'])(
    'is followed with %s, and the way is told',
    async (query) => {
      const { get, resolver } = await aliased();
      const { status, body } = await get(`/api/handles/20.500.1/alias?${query}`);
      expect(resolver.asked).toMatchObject([{ options: { ignoreAliases: false } }]);
      expect(status).toBe(200);
      expect(body).toContain(
        '{"responseCode":1,"handle":"20.500.1/end","aliases":["20.500.1/alias","20.500.1/middle"],"values":[{',
      );
    },
  );

  it('has no way when there is none', async () => {
    const { get } = await apiProxy();
    expect(JSON.parse((await get(`${API}?follow`)).body).aliases).toEqual([]);
  });

  it.each([
    ['alias-loop', 404, { responseCode: 100, message: 'round' }],
    ['alias-chain-too-long', 404, { responseCode: 100, message: 'round' }],
    ['alias-dangling', 404, { responseCode: 100, message: 'round' }],
    ['values-not-found', 200, { responseCode: 200, values: [] }],
    ['timeout', 504, { responseCode: 2, message: 'round' }],
  ] as const)('that ends in %s tells the way, too', async (outcome, status, members) => {
    const { get, resolver } = await startTestProxy();
    const aliases = ['20.500.1/x'];
    const failed = { outcome, handle: '20.500.1/y', aliases, message: 'round' };
    resolver.answer('20.500.1/x', failed as object);
    const answer = await get(`${API}?follow`);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({ ...members, handle: '20.500.1/y', aliases });
  });
});

describe('a failure as JSON', () => {
  it.each([
    [
      { outcome: 'handle-not-found', responseCode: 100 },
      404,
      '{"responseCode":100,"handle":"20.500.1/x"}',
    ],
    [
      { outcome: 'values-not-found', responseCode: 200 },
      200,
      '{"responseCode":200,"values":[],"handle":"20.500.1/x"}',
    ],
    [
      { outcome: 'prefix-not-found', prefix: '20.500.1', message: 'no service' },
      404,
      '{"responseCode":100,"message":"no service","handle":"20.500.1/x"}',
    ],
    [
      { outcome: 'restricted', responseCode: 402 },
      403,
      '{"responseCode":402,"handle":"20.500.1/x"}',
    ],
    [
      { outcome: 'bad-answer', responseCode: 301, message: 'not mine' },
      502,
      '{"responseCode":301,"message":"not mine","handle":"20.500.1/x"}',
    ],
    [
      { outcome: 'timeout', message: 'slow' },
      504,
      '{"responseCode":2,"message":"slow","handle":"20.500.1/x"}',
    ],
  ] as const)('%j', async (resolution, status, body) => {
    const { resolver, get } = await startTestProxy();
    resolver.answer('20.500.1/x', resolution);
    const answer = await get(API);
    expect([answer.status, answer.body]).toEqual([status, body]);
    expect(answer.headers['content-type']).toBe('application/json;charset=utf-8');
  });

  it('says how long to wait for a busy server', async () => {
    const { resolver, get } = await startTestProxy();
    resolver.answer('20.500.1/x', { outcome: 'busy', responseCode: 3, retryAfterSeconds: 11 });
    const { status, headers } = await get(API);
    expect([status, headers['retry-after']]).toEqual([503, '11']);
  });

  it.each([
    [`${API}?index=abc`, 400, 4],
    [`${API}?index=`, 400, 4],
    [`${API}?index=1&index=99999999999`, 400, 4],
    [`${API}?callback=a-b`, 400, 4],
    [`${API}?callback=${'a'.repeat(129)}`, 400, 4],
    ['/20.500.1/x?action=api&index=abc', 400, 4],
    ['/api/handles', 400, 102],
    ['/api/handles/', 400, 102],
    ['/api/handles/hdl:', 400, 102],
    ['/api/handles?prefix=20.500.1', 400, 301],
    ['/api/handles/?prefix=0.NA/20.500.1&page=0&pageSize=0', 400, 301],
    ['/api', 404, 4],
    ['/api/foo', 404, 4],
    ['/api/handles/20.500.1/%zz', 400, 4],
    [`/api/handles/1/${'x'.repeat(2047)}`, 414, 4],
  ])('%s: %i', async (path, status, responseCode) => {
    const { get } = await apiProxy();
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toEqual({ responseCode, message: expect.any(String) });
  });

  it.each(['PUT', 'DELETE', 'POST', 'PATCH'])('%s to what is not there is 404', async (method) => {
    const { get } = await startTestProxy();
    const { status, body } = await get('/api/sessions', { method });
    expect([status, JSON.parse(body).responseCode]).toEqual([404, 4]);
  });

  it.each([
    ['index=x&pretty', '{\n  "responseCode": 4,'],
    ['index=x&callback=f', 'f({"responseCode":4,'],
  ])('is written as was asked for with %s', async (query, start) => {
    const { get } = await apiProxy();
    const { status, body } = await get(`${API}?${query}`);
    expect(status).toBe(400);
    expect(body.startsWith(start)).toBe(true);
  });

  it('names more types than a record has values', async () => {
    const { get } = await apiProxy();
    const asked = (types: number) => ({
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ type: Array.from({ length: types }, () => 'URL') }),
    });
    expect(await get(API, asked(2048))).toMatchObject({ status: 200 });
    expect(await get(API, asked(2049))).toMatchObject({ status: 400 });
  });

  it('names the method and the path of what is not there', async () => {
    const { get } = await startTestProxy();
    expect((await get('/api/foo?x="')).body).toContain('GET /api/foo?x=\\"');
  });
});

describe('JSONP', () => {
  it.each([
    ['cb', 'cb({"responseCode":1,'],
    ['a.b_$1', 'a.b_$1({"responseCode":1,'],
    ['', '({"responseCode":1,'],
  ])('calls %j', async (name, start) => {
    const { get } = await apiProxy();
    const { status, headers, body } = await get(`${API}?callback=${name}`);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/javascript;charset=utf-8',
      'x-content-type-options': 'nosniff',
    });
    expect(body.startsWith(start) && body.endsWith('});')).toBe(true);
  });

  it.each(['alert(1)//', '1a', 'a..b', 'a.', 'ü', "a'", 'a%0A'])(
    'does not call %s',
    async (name) => {
      const { get } = await apiProxy();
      const { status, headers } = await get(`${API}?callback=${encodeURI(name)}`);
      expect([status, headers['content-type']]).toEqual([400, 'application/json;charset=utf-8']);
    },
  );
});

describe('POST', () => {
  it.each([
    ['application/json', '{"type":["URL"],"index":100}', { types: ['URL'], indexes: [100] }],
    ['application/json; charset=utf-8', '{"auth":true}', { authoritative: true }],
    ['application/json', '', { types: [] }],
    ['application/x-www-form-urlencoded', 'index=1&type=a+b', { indexes: [1], types: ['a b'] }],
    ['text/plain', 'index=1', { indexes: [] }],
  ])('with %s %j is like GET', async (type, body, options) => {
    const { resolver, get } = await apiProxy();
    const answer = await get(API, { method: 'POST', headers: { 'Content-Type': type }, body });
    expect(answer.status).toBe(200);
    expect(resolver.asked).toMatchObject([{ options }]);
  });

  it('joins the parameters of query and body', async () => {
    const { resolver, get } = await apiProxy();
    const headers = { 'Content-Type': 'application/json' };
    await get(`${API}?index=1`, { method: 'POST', headers, body: '{"index":"100"}' });
    expect(resolver.asked).toMatchObject([{ options: { indexes: [1, 100] } }]);
  });

  it.each(['{', '[1]', '"x"', 'null', '{"type":null}', '{"index":[[1]]}'])(
    'with the body %s is refused',
    async (body) => {
      const { get } = await apiProxy();
      const headers = { 'Content-Type': 'application/json' };
      expect(await get(API, { method: 'POST', headers, body })).toMatchObject({ status: 400 });
    },
  );
});

it('HEAD is like GET without the body', async () => {
  const { resolver, get } = await apiProxy();
  resolver.answer('20.500.1/x', {
    outcome: 'found',
    values: [url('x')],
    freshUntil: NOW + 5000,
    cache: 'hit',
  });
  const [head, full] = [await get(API, { method: 'HEAD' }), await get(API)];
  expect(head.body).toBe('');
  expect({ ...head.headers, date: '' }).toEqual({ ...full.headers, date: '' });
  expect(head.headers['content-length']).toBe(String(full.body.length));
});
