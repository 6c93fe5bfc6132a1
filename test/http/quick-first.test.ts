import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleRecords } from '../../src/demo/example-records.ts';
import type { RequestEvent } from '../../src/events.ts';
import { encodePath } from '../../src/locations/percent-encode.ts';
import { systemClock } from '../../src/system.ts';
import { url } from '../resolver/kit/records.ts';
import { compared } from './kit/compared.ts';
import { ask, startTestProxy } from './kit/serve.ts';
import { type WholeProxy, wholeProxy } from './kit/whole-proxy.ts';

const { handles } = exampleRecords();
const MISSING = ['20.500.1/none', '20.500.1/a(b)', '99.9999/none'];

/** What one connection or the clock says is none of the record's. */
const OF_THE_CONNECTION = ['date', 'keep-alive', 'connection'];

const VISITORS: readonly Record<string, string>[] = [
  {},
  { Accept: 'text/html', 'Accept-Language': 'de', 'Accept-Encoding': 'gzip' },
  { Host: 'example.org' },
];

let proxy: WholeProxy;
const requests: RequestEvent[] = [];

beforeAll(async () => {
  const now = systemClock.now();
  proxy = await wholeProxy(handles, {
    // No second passes between two answers that are compared.
    clock: { ...systemClock, now: () => now },
    random: () => 0.5,
    countries: { countryOf: () => 'DE' },
    observer: { request: (event) => requests.push(event) },
  });
});

afterAll(() => proxy.close());

/** For who asks first, since all is forgotten; the target is in the pages of errors. */
async function firstAnswerTo(path: string, query: string, headers: Record<string, string>) {
  proxy.forgetAll();
  const answer = await ask(proxy.port, path + query, { headers });
  const kept = Object.entries(answer.headers).filter(([name]) => !OF_THE_CONNECTION.includes(name));
  return { ...answer, headers: Object.fromEntries(kept) };
}

describe('whoever asks first is answered as on the straight way', () => {
  it.each([...Object.keys(handles), ...MISSING])('%s', async (handle) => {
    const path = `/${encodePath(handle)}`;
    for (const headers of VISITORS) {
      const straight = await firstAnswerTo(path, '?unknown', headers);
      const quick = await firstAnswerTo(path, '', headers);
      expect(quick.status).toBe(straight.status);
      // The page shows how long each exchange took.
      if (straight.headers.location === undefined) continue;
      expect(quick).toEqual(straight);
    }
  });

  it('and told to the operator like any other, with the exchanges it took', async () => {
    proxy.forgetAll();
    requests.length = 0;
    await ask(proxy.port, '/20.500.1/one-url');
    await expect.poll(() => requests.length).toBe(1);
    expect(requests).toMatchObject([
      { handle: '20.500.1/one-url', status: 302, responseCode: 1, cache: 'miss' },
    ]);
    expect(requests[0]?.bodyBytes).toBeGreaterThan(0);
    expect(requests[0]?.exchanges?.length).toBeGreaterThan(0);
    expect(requests[0]?.resolution?.endedAt).toBeGreaterThan(0);
  });
});

describe('the router is not needed for whoever asks first', () => {
  const values = [url(1, 'https://a.example/', { ttl: 600 })];

  it.each([
    ['a redirect', '10.1/a', 302],
    ['a handle that does not exist', '10.1/none', 404],
  ])('and is told of %s', async (_, handle, status) => {
    const { get, hadNoRouter } = await compared(`/${handle}`, { local: { '10.1/a': values } });
    expect((await get()).status).toBe(status);
    expect(await hadNoRouter()).toBe(true);
  });

  it('but for whoever gives parameters', async () => {
    const { get, hadNoRouter } = await compared('/10.1/a?noredirect', {
      local: { '10.1/a': values },
    });
    expect((await get()).status).toBe(200);
    expect(await hadNoRouter()).toBe(false);
  });
});

describe('what leads nowhere', () => {
  it('is asked for once, though the straight way makes its page', async () => {
    const { resolver, get } = await startTestProxy();
    await get('/20.500.1/nobody', { headers: { 'Accept-Encoding': 'gzip' } });
    expect(resolver.asked.length).toBe(1);
  });
});
