import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { textsOf } from '../resolver/kit/world.ts';
import { type Copies, copiesOn, handleOf, manyRecords, urlOf } from './kit/copies.ts';
import { isWithoutRedis, type RedisServer, startRedis } from './kit/redis-server.ts';

const HANDLES = 2_000;
/** Asked for at a time, as visitors would. */
const AT_ONCE = 100;

describe.skipIf(isWithoutRedis())('copies with a shared cache', () => {
  let redis: RedisServer;
  let copies: Copies;

  beforeAll(async () => {
    redis = await startRedis();
    copies = await copiesOn(redis.url, manyRecords(HANDLES));
  });

  afterEach(() => redis.run((client) => client.flushAll()));

  afterAll(async () => {
    await copies?.close();
    await redis?.stop();
  });

  it.each([2, 4])('ask servers as often as one alone, when there are %d of them', async (count) => {
    const alone = copies.alone();
    const before = copies.exchanges();
    for (let n = 0; n < HANDLES; n += AT_ONCE) await askFrom(n, () => alone);
    const ofOne = copies.exchanges() - before;

    const several = await Promise.all(
      Array.from({ length: count }, async () => (await copies.copy()).resolver),
    );
    const start = copies.exchanges();
    // Each handle is asked of each copy, of another one first each time.
    for (let turn = 0; turn < count; turn++) {
      for (let n = 0; n < HANDLES; n += AT_ONCE) {
        await askFrom(n, (of) => several[(of + turn) % count] ?? alone);
      }
    }
    const ofSeveral = copies.exchanges() - start;
    expect(ofOne).toBeGreaterThanOrEqual(HANDLES);
    expect(ofSeveral).toBeGreaterThanOrEqual(HANDLES);
    expect(ofSeveral).toBeLessThanOrEqual(ofOne * 1.05);
  });

  async function askFrom(first: number, whom: (n: number) => ReturnType<Copies['alone']>) {
    const asked = Array.from({ length: AT_ONCE }, (_, i) => first + i);
    const found = await Promise.all(asked.map((n) => whom(n).resolve(handleOf(n))));
    expect(found.map(textsOf)).toEqual(asked.map((n) => [urlOf(n)]));
  }
});
