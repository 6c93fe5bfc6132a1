import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { exampleRecords } from '../../src/demo/example-records.ts';
import type { RequestEvent } from '../../src/events.ts';
import { createApp } from '../../src/http/app.ts';
import { startServer } from '../../src/http/server.ts';
import { encodePath } from '../../src/locations/percent-encode.ts';
import { systemClock } from '../../src/system.ts';
import { fakeResolver } from './kit/fake-resolver.ts';
import { url, value } from './kit/records.ts';
import { ask, startTestProxy } from './kit/serve.ts';
import { answerWithout, OF_THE_CONNECTION, stillProxy } from './kit/still-proxy.ts';
import type { WholeProxy } from './kit/whole-proxy.ts';

const { handles } = exampleRecords();
const MISSING = ['20.500.1/none', '20.500.1/a(b)', '99.9999/none'];

const VISITORS: readonly Record<string, string>[] = [
  {},
  { Accept: 'text/html', 'Accept-Language': 'de', 'Accept-Encoding': 'gzip' },
  { Host: 'example.org' },
];

let proxy: WholeProxy;
const requests: RequestEvent[] = [];

beforeAll(async () => {
  proxy = await stillProxy(handles, requests);
});

afterAll(() => proxy.close());

/** For who asks first, since all is forgotten; the target is in the pages of errors. */
async function firstAnswerTo(path: string, query: string, headers: Record<string, string>) {
  proxy.forgetAll();
  return answerWithout(OF_THE_CONNECTION, proxy, path + query, headers);
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

describe('the router', () => {
  it.each([
    ['is not needed for a redirect', '/20.500.1/x', true],
    ['is not needed for a handle that does not exist', '/20.500.1/none', true],
    ['is needed for parameters', '/20.500.1/x?noredirect', false],
  ])('%s', async (_, path, expected) => {
    const resolver = fakeResolver();
    resolver.record('20.500.1/x', url('https://a.example/'));
    const app = createApp({ resolver, clock: systemClock, httpMaxAge: 60, ready: () => true });
    let isAnswered: boolean | Promise<boolean> = false;
    const watched: typeof app = {
      ...app,
      quick(from) {
        isAnswered = app.quick(from);
        return isAnswered;
      },
    };
    const server = await startServer(watched, { host: '127.0.0.1', port: 0 });
    onTestFinished(() => server.close(0));
    await ask(server.port, path);
    expect(await isAnswered).toBe(expected);
  });
});

describe('what leads nowhere', () => {
  it('is asked for once, though the straight way makes its page', async () => {
    const { resolver, get } = await startTestProxy();
    await get('/20.500.1/nobody', { headers: { 'Accept-Encoding': 'gzip' } });
    expect(resolver.asked.length).toBe(1);
  });
});

describe('what is cached', () => {
  it.each(['/20.500.1/no-url', '/api/handles/20.500.1/no-url'])(
    'is looked for, and counted, once, though the straight way answers %s',
    async (path) => {
      const resolver = fakeResolver();
      let looks = 0;
      const { get, requests } = await startTestProxy({
        resolver: {
          ...resolver,
          cached(handle, options) {
            looks += 1;
            return resolver.cached(handle, options);
          },
        },
      });
      resolver.record('20.500.1/no-url', value(1, 'DESC', 'nowhere'));
      const known = await resolver.resolve('20.500.1/no-url');
      resolver.answer('20.500.1/no-url', { ...known, cache: 'hit' } as typeof known);
      expect((await get(path)).status).toBe(200);
      expect(looks).toBe(1);
      await expect.poll(() => requests.length).toBe(1);
      expect(requests).toMatchObject([{ handle: '20.500.1/no-url', status: 200, cache: 'hit' }]);
    },
  );
});
