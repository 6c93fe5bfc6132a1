import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Copies, copiesOn, handleOf, manyRecords } from './kit/copies.ts';
import { isWithoutRedis, type RedisServer, startRedis } from './kit/redis-server.ts';

const HANDLES = 2_000;
const AT_ONCE = 100;
/** Less than a third of what the records take. */
const ROOM_BYTES = 200_000;

describe.skipIf(isWithoutRedis())('a shared cache that drops what it has no room for', () => {
  let redis: RedisServer;
  let copies: Copies;

  beforeEach(async () => {
    redis = await startRedis(['--maxmemory-policy', 'allkeys-lru']);
    copies = await copiesOn(redis.url, manyRecords(HANDLES));
  });

  afterEach(async () => {
    await copies?.close();
    await redis?.stop();
  });

  it('is used for the rest, and nobody notices', async () => {
    const one = await copies.copy();
    const two = await copies.copy();
    await redis.run(async (client) => {
      const used = numberIn(await client.info('memory'), 'used_memory');
      await client.configSet('maxmemory', String(used + ROOM_BYTES));
    });
    for (const { resolver } of [one, two]) {
      for (let n = 0; n < HANDLES; n += AT_ONCE) {
        const asked = Array.from({ length: AT_ONCE }, (_, i) => resolver.resolve(handleOf(n + i)));
        for (const { outcome } of await Promise.all(asked)) expect(outcome).toBe('found');
      }
    }
    const evicted = numberIn(await redis.run((client) => client.info('stats')), 'evicted_keys');
    expect(evicted).toBeGreaterThan(HANDLES / 2);
    for (const { shared, warnings } of [one, two]) {
      expect(shared.statistics()).toMatchObject({ errors: 0, passedBy: 0 });
      expect(warnings).toEqual([]);
    }
    expect(two.shared.statistics().stored).toBeGreaterThan(0);
  });
});

function numberIn(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
}
