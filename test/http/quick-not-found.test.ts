import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestEvent } from '../../src/events.ts';
import { encodePath } from '../../src/locations/percent-encode.ts';
import { ask } from './kit/serve.ts';
import { answerWithout, OF_THE_CONNECTION, stillProxy } from './kit/still-proxy.ts';
import type { WholeProxy } from './kit/whole-proxy.ts';

/** The first time nothing is cached. */
const LEFT_OUT = [...OF_THE_CONNECTION, 'cache-status'];

const MISSING = ['20.500.1/none', '20.500.1/none.', '20.500.1/a(b)', '20.500.1/<b>ä</b>'];

const VISITORS: readonly Record<string, string>[] = [
  {},
  { 'Accept-Language': 'de' },
  { Accept: 'application/json' },
  { Accept: 'application/problem+json', 'Accept-Language': 'fr' },
  { 'Accept-Encoding': 'gzip' },
];

let proxy: WholeProxy;
const requests: RequestEvent[] = [];

beforeAll(async () => {
  proxy = await stillProxy(undefined, requests);
});

afterAll(() => proxy.close());

const answerTo = (path: string, headers: Record<string, string>) =>
  answerWithout(LEFT_OUT, proxy, path, headers);

describe('that a handle is known not to exist', () => {
  it.each(MISSING.flatMap((handle) => VISITORS.map((headers) => [handle, headers] as const)))(
    'is told as it was the first time: %s for %j',
    async (handle, headers) => {
      // A name that nobody has asked for, so that the first answer is made on the straight way.
      const path = `/${encodePath(`${handle}${VISITORS.indexOf(headers)}`)}`;
      const first = await answerTo(path, headers);
      expect(first.status).toBe(404);
      expect(await answerTo(path, headers)).toEqual(first);
      expect(await answerTo(path, headers)).toEqual(first);
    },
  );

  it('is told in the language and form of each visitor, whoever came before', async () => {
    const path = '/20.500.1/none-for-all';
    await answerTo(path, {});
    const bodies = await Promise.all(
      VISITORS.slice(0, 4).map(async (headers) => (await answerTo(path, headers)).body),
    );
    expect(new Set(bodies).size).toBe(4);
  });

  it('is a hit, and told to the operator as one', async () => {
    await answerTo('/20.500.1/none-twice', {});
    const again = await ask(proxy.port, '/20.500.1/none-twice');
    expect(again.headers['cache-status']).toBe('hdl-edge; hit');
    await expect
      .poll(() => requests.at(-1))
      .toMatchObject({
        handle: '20.500.1/none-twice',
        status: 404,
        responseCode: 100,
        cache: 'hit',
      });
  });
});
