import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestEvent } from '../../src/events.ts';
import { encodePath } from '../../src/locations/percent-encode.ts';
import { systemClock } from '../../src/system.ts';
import { ask } from './kit/serve.ts';
import { type WholeProxy, wholeProxy } from './kit/whole-proxy.ts';

/** What one connection or the clock says is none of the answer's; the first time nothing is cached. */
const LEFT_OUT = ['date', 'keep-alive', 'connection', 'cache-status'];

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
  const now = systemClock.now();
  proxy = await wholeProxy(undefined, {
    // No second passes between two answers that are compared.
    clock: { ...systemClock, now: () => now },
    observer: { request: (event) => requests.push(event) },
  });
});

afterAll(() => proxy.close());

async function answerTo(path: string, headers: Record<string, string>) {
  const answer = await ask(proxy.port, path, { headers });
  const kept = Object.entries(answer.headers).filter(([name]) => !LEFT_OUT.includes(name));
  return { ...answer, headers: Object.fromEntries(kept) };
}

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
