import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleRecords } from '../../src/demo/example-records.ts';
import type { RequestEvent } from '../../src/events.ts';
import { encodePath } from '../../src/locations/percent-encode.ts';
import { ask } from './kit/serve.ts';
import { answerWithout, OF_THE_CONNECTION, stillProxy } from './kit/still-proxy.ts';
import type { WholeProxy } from './kit/whole-proxy.ts';

const { handles } = exampleRecords();

const VISITORS: readonly Record<string, string>[] = [
  {},
  { Accept: 'application/ld+json', 'Accept-Language': 'de' },
  { Accept: 'text/html', 'User-Agent': 'Mozilla/5.0', 'Accept-Language': 'fr' },
  { Host: 'example.org' },
];

let proxy: WholeProxy;
const requests: RequestEvent[] = [];

beforeAll(async () => {
  proxy = await stillProxy(handles, requests);
});

afterAll(() => proxy.close());

const answerTo = (path: string, headers: Record<string, string>) =>
  answerWithout(OF_THE_CONNECTION, proxy, path, headers);

describe('a redirect that is answered at once is the one of the straight way', () => {
  it.each(Object.keys(handles))('%s', async (handle) => {
    const path = `/${encodePath(handle)}`;
    // Whatever is asked for the first time is not cached.
    await ask(proxy.port, path);
    for (const headers of VISITORS) {
      const straight = await answerTo(`${path}?unknown`, headers);
      if (straight.headers.location === undefined) continue;
      expect(await answerTo(path, headers)).toEqual(straight);
    }
  });

  it('and is told to the operator like any other', async () => {
    requests.length = 0;
    await ask(proxy.port, '/20.500.1/one-url', { headers: { 'User-Agent': 'me' } });
    await expect.poll(() => requests.length).toBe(1);
    expect(requests).toMatchObject([
      {
        method: 'GET',
        target: '/20.500.1/one-url',
        handle: '20.500.1/one-url',
        status: 302,
        responseCode: 1,
        cache: 'hit',
        userAgent: 'me',
      },
    ]);
  });

  it('but not for HEAD, POST or what is not cached', async () => {
    const head = await ask(proxy.port, '/20.500.1/one-url', { method: 'HEAD' });
    expect([head.status, head.body]).toEqual([302, '']);
    const posted = await ask(proxy.port, '/20.500.1/one-url', { method: 'POST' });
    expect(posted.status).toBe(302);
  });
});
