import { beforeEach, describe, expect, it } from 'vitest';
import { undescribed } from '../kit/described.ts';
import { EVERY_FORM, OUTCOMES, tellOutcomes } from '../kit/outcomes.ts';
import { type Asked, startTestProxy, type TestProxy } from '../kit/serve.ts';

let proxy: TestProxy;

beforeEach(async () => {
  proxy = await startTestProxy();
  tellOutcomes(proxy);
});

const HANDLES = [...Object.keys(OUTCOMES), 'a/mistake', 'a/unknown'];

const LONG = 'x'.repeat(2100);
const json = (body: string, more = {}): Asked => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...more },
  body,
});
const form = (body: string): Asked => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  body,
});

async function expectDescribed(path: string, target: string, asked: Asked = {}): Promise<number> {
  const answer = await proxy.get(target, asked);
  expect(undescribed(asked.method ?? 'GET', path, answer)).toEqual([]);
  return answer.status;
}

describe('what becomes of a handle is as described', () => {
  it.each(HANDLES)('%s', async (handle) => {
    const api = '/api/handles/{handle}';
    for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']) {
      await expectDescribed(api, `/api/handles/${handle}`, { method });
    }
    await expectDescribed(api, `/api/handles/${handle}?follow&pretty`);
    await expectDescribed(api, `/api/handles/${handle}?callback=f`);
    await expectDescribed(api, `/api/handles/${handle}?verify`);
    await expectDescribed(api, `/api/handles/${handle}`, json('{"type":["URL"]}'));
    await expectDescribed('/api/handles', '/api/handles', json(`{"handles":["${handle}"]}`)).then(
      (status) => expect(status).toBe(handle === 'a/mistake' ? 500 : 200),
    );

    const people = '/{handle}';
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      await expectDescribed(people, `/${handle}`, { method });
    }
    for (const query of [
      'noredirect',
      'noredirect&verify',
      'action=api',
      'action=showurls',
      'redirectionHeaders',
    ]) {
      await expectDescribed(people, `/${handle}?${query}`);
    }
    const headers = { Accept: 'application/json' };
    await expectDescribed(people, `/${handle}`, { headers });
    await expectDescribed(people, `/${handle}?type=NONE`, { headers });
    await expectDescribed(people, `/${handle}`, form('noredirect='));
    await expectDescribed('/', '/', form(`hdl=${handle}`));
  });
});

it('a record has its data in every form as they were written', async () => {
  const { body } = await proxy.get('/api/handles/a/found');
  expect(JSON.parse(body).values).toEqual(EVERY_FORM);
});

describe('what is wrong with a request is as described', () => {
  it.each<[string, string, number, Asked?]>([
    ['/api/handles/{handle}', '/api/handles/a/found?index=x', 400],
    ['/api/handles/{handle}', '/api/handles/a/found?callback=%22', 400],
    ['/api/handles/{handle}', '/api/handles/a/%zz', 400],
    ['/api/handles/{handle}', '/api/handles/a/found', 400, json('{')],
    ['/api/handles/{handle}', '/api/handles/a/found', 400, json('{"index":{}}')],
    [
      '/api/handles/{handle}',
      '/api/handles/a/found',
      400,
      json('{}', { 'Content-Encoding': 'br' }),
    ],
    ['/api/handles/{handle}', '/api/handles/a/found', 413, json(' '.repeat(70_000))],
    ['/api/handles/{handle}', `/api/handles/a/${LONG}`, 414],
    ['/api/handles/{handle}', `/api/handles/a/${LONG}`, 414, json('{}')],
    ['/api/handles', '/api/handles', 400],
    ['/api/handles', '/api/handles/', 400],
    ['/api/handles', '/api/handles?prefix=20.500.1', 400],
    ['/api/handles', '/api/handles', 405, { method: 'PUT' }],
    ['/api/handles', '/api/handles', 405, { method: 'DELETE' }],
    ['/api/handles', '/api/handles', 204, { method: 'OPTIONS' }],
    ['/api/handles', '/api/handles', 415, form('hdl=a/b')],
    ['/api/handles', '/api/handles', 400, json('{}')],
    ['/api/handles', '/api/handles', 413, json(' '.repeat(270_000))],
    ['/api/{endpoint}', '/api', 404],
    ['/api/{endpoint}', '/api/site', 404],
    ['/api/{endpoint}', '/api/prefixes?x', 404, { method: 'HEAD' }],
    ['/api/{endpoint}', '/api/sessions', 204, { method: 'OPTIONS' }],
    ['/{handle}', '/hdl:', 404],
    ['/{handle}', '/hdl:', 404, { headers: { Accept: 'application/problem+json' } }],
    ['/{handle}', '/a/%', 400, { headers: { Accept: 'application/json' } }],
    ['/static/{file}', '/static/none', 404, { headers: { Accept: 'application/json' } }],
    ['/{handle}', '/a/%', 400],
    ['/{handle}', `/a/${LONG}`, 414],
    ['/', '/', 414, form(`hdl=a/${LONG}`)],
    ['/', '/', 413, form('x'.repeat(70_000))],
    ['/', '/', 404, form('hdl=hdl:')],
    ['/', '/', 200, form('hdl=')],
  ])('%s: %s gets %i', async (path, target, status, asked = {}) => {
    expect(await expectDescribed(path, target, asked)).toBe(status);
  });
});

describe('what is the same whatever the handles is as described', () => {
  it.each<[string, string, number, Asked?]>([
    ['/', '/', 200],
    ['/help', '/help', 200],
    ['/help.html', '/help.html', 200],
    ['/robots.txt', '/robots.txt', 200],
    ['/openapi.json', '/openapi.json', 200],
    ['/openapi.json', '/openapi.json', 200, { method: 'HEAD' }],
    ['/favicon.ico', '/favicon.ico', 200],
    ['/static/{file}', '/static/style.css', 200],
    ['/static/{file}', '/static/none', 404],
    ['/.well-known/{name}', '/.well-known/none', 404],
    ['/livez', '/livez', 200],
    ['/livez', '/livez', 204, { method: 'OPTIONS' }],
    ['/readyz', '/readyz', 200],
  ])('%s: %s gets %i', async (path, target, status, asked = {}) => {
    expect(await expectDescribed(path, target, asked)).toBe(status);
  });

  it('what is shed is described, too', async () => {
    proxy = await startTestProxy({ maxRequests: 0 });
    const asJson = { headers: { Accept: 'application/json' } };
    expect(await expectDescribed('/api/handles/{handle}', '/api/handles/a/b')).toBe(503);
    expect(await expectDescribed('/{handle}', '/a/b')).toBe(503);
    expect(await expectDescribed('/{handle}', '/a/b', asJson)).toBe(503);
    const many = json('{"handles":["a/b"]}');
    expect(await expectDescribed('/api/handles', '/api/handles', many)).toBe(200);
  });

  it('/readyz: /readyz gets 503 before it is ready', async () => {
    proxy = await startTestProxy({ ready: () => false });
    expect(await expectDescribed('/readyz', '/readyz')).toBe(503);
  });
});
