import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RateBook } from '../../src/cluster/rate-book.ts';
import type { SharedCacheEvent, WarningEvent } from '../../src/events.ts';
import { RATE_URGENT_SHARE } from '../../src/http/limits.ts';
import { RateLimiter } from '../../src/http/rate-limiter.ts';
import { firstInReach, type RateLedger } from '../../src/shared-cache/rate-ledger.ts';
import { RedisCache } from '../../src/shared-cache/redis-cache.ts';
import { systemClock } from '../../src/system.ts';
import { isWithoutRedis, type RedisServer, startRedis } from './kit/redis-server.ts';
import { until } from './kit/until.ts';

/** So slow that nothing to speak of is added while a test runs. */
const RATE = { perSecond: 0.001, burst: 320 };
/** What one of them lets in before it tells the others. */
const UNTOLD = RATE.burst * RATE_URGENT_SHARE;

interface Copy {
  readonly shared: RedisCache;
  readonly limiter: RateLimiter;
  readonly events: SharedCacheEvent[];
  readonly warnings: WarningEvent[];
  /** How many requests it has told the others of, or tried to. */
  told(): number;
}

describe.skipIf(isWithoutRedis())('the rate of client networks in a shared cache', () => {
  let redis: RedisServer;
  const opened: RedisCache[] = [];

  beforeAll(async () => {
    redis = await startRedis();
  });

  beforeEach(() => redis.run((client) => client.flushAll()));

  afterEach(() => {
    for (const each of opened.splice(0)) each.close();
  });

  afterAll(() => redis?.stop());

  async function copy(url = redis.url): Promise<Copy> {
    const warnings: WarningEvent[] = [];
    const events: SharedCacheEvent[] = [];
    const shared = await RedisCache.open({
      ...{ url, prefix: 'test', clock: systemClock, patienceMs: 5_000 },
      observer: {
        warning: (event) => void warnings.push(event),
        sharedCache: (event) => void events.push(event),
      },
    });
    opened.push(shared);
    let told = 0;
    const counted: RateLedger = {
      async settle(rate, spent) {
        const levels = await shared.rates.settle(rate, spent);
        told += spent.reduce((sum, { requests }) => sum + requests, 0);
        return levels;
      },
    };
    await until('the connection', () => shared.isConnected);
    const limiter = new RateLimiter(systemClock, RATE, counted);
    return { shared, limiter, warnings, events, told: () => told };
  }

  /** As many visitors as a copy lets in without a word, and then the word. @returns how many got in */
  async function rush({ limiter, told }: Copy, network = 'n'): Promise<number> {
    const before = told();
    let taken = 0;
    for (let n = 0; n < UNTOLD; n += 1) if (limiter.take(network) === 0) taken += 1;
    await until('the others are told', () => told() >= before + taken);
    return taken;
  }

  /** Rushes to each in turn, three times what may be let in. @returns how many got in */
  async function rushes(copies: readonly Copy[]): Promise<number> {
    let taken = 0;
    for (let n = 0; n < (3 * RATE.burst) / UNTOLD; n += 1) {
      taken += await rush(copies[n % copies.length] as Copy);
    }
    return taken;
  }

  it.each([2, 4])('is one for %d copies', async (count) => {
    const copies = await Promise.all(Array.from({ length: count }, () => copy()));
    const taken = await rushes(copies);
    expect(taken).toBeGreaterThanOrEqual(RATE.burst);
    expect(taken).toBeLessThanOrEqual(RATE.burst + (count - 1) * UNTOLD);
  });

  it('is one for a copy that comes later, and for each network its own', async () => {
    const one = await copy();
    await rushes([one]);
    const other = await copy();
    expect(await rush(other)).toBe(UNTOLD);
    expect(await rush(other)).toBeLessThan(UNTOLD);
    expect(await rush(other, 'another network')).toBe(UNTOLD);
    expect(await rush(other, 'another network')).toBe(UNTOLD);
  });

  it('is held by each copy while the shared cache is away, and by all when it is back', async () => {
    const copies = [await copy(), await copy()] as const;
    await redis.kill();
    await until('it is gone', () => copies.every(({ shared }) => !shared.isConnected));
    for (const each of copies) {
      const taken = await rushes([each]);
      expect(taken).toBeGreaterThanOrEqual(RATE.burst);
      expect(taken).toBeLessThan(RATE.burst + UNTOLD);
    }
    await redis.restart();
    await until('the connection', () => copies.every(({ shared }) => shared.isConnected));
    const networks = Array.from({ length: (3 * RATE.burst) / UNTOLD }, () => 'another network');
    let taken = 0;
    for (const [n, network] of networks.entries()) {
      taken += await rush(copies[n % 2] as Copy, network);
    }
    expect(taken).toBeLessThan(RATE.burst + 2 * UNTOLD);
  });

  it('is counted by others in reach while it is away', async () => {
    const { shared } = await copy();
    const ledger = firstInReach(shared.rates, new RateBook(systemClock)) as RateLedger;
    const spent = [{ network: 'n', requests: 20 }];
    await ledger.settle(RATE, spent);
    const [second = 0] = (await ledger.settle(RATE, spent)) ?? [];
    expect(Math.floor(second)).toBe(RATE.burst - 40);
    await redis.kill();
    await until('it is gone', () => !shared.isConnected);
    expect(await ledger.settle(RATE, spent)).toEqual([RATE.burst - 20]);
    await redis.restart();
  });

  it('can be asked for without writing', async () => {
    const { shared } = await copy();
    const level = async (requests: number) => {
      const [left = 0] = (await shared.rates.settle(RATE, [{ network: 'n', requests }])) ?? [];
      return Math.floor(left);
    };
    expect(await level(0)).toBe(RATE.burst);
    expect(await redis.run((client) => client.keys('*'))).toEqual([]);
    await level(2);
    expect(await level(0)).toBe(RATE.burst - 2);
  });

  it('leaves nothing behind when the bucket is full again', async () => {
    const { shared } = await copy();
    const keys = () => redis.run((client) => client.keys('*'));
    await shared.rates.settle({ perSecond: 100, burst: 10 }, [{ network: 'n', requests: 1 }]);
    await until('it is gone', async () => (await keys()).length === 0);
    await shared.rates.settle(RATE, [{ network: 'n', requests: 100_000 }]);
    const [key = ''] = await keys();
    expect(key).toBe('test:1:rate:n');
    const left = await redis.run((client) => client.pTTL(key));
    expect(left).toBeLessThanOrEqual(((2 * RATE.burst) / RATE.perSecond) * 1000);
  });

  it('is read as a full bucket where something else stands', async () => {
    const { shared } = await copy();
    await redis.run((client) => client.set('test:1:rate:n', 'something else'));
    const levels = await shared.rates.settle(RATE, [{ network: 'n', requests: 1 }]);
    expect(levels).toEqual([RATE.burst - 1]);
  });

  it('is held by each alone, and told once, where the user has no right to count', async () => {
    await redis.run((client) =>
      client.sendCommand('ACL SETUSER edge on >secret ~* &* +@all -eval'.split(' ')),
    );
    const one = await copy(redis.url.replace('//', '//edge:secret@'));
    const taken = await rushes([one]);
    expect(taken).toBeLessThan(RATE.burst + UNTOLD);
    expect(one.warnings.map(({ name }) => name)).toEqual(['rate-not-shared']);
    expect(one.events).toContainEqual(expect.objectContaining({ outcome: 'error' }));
    await redis.run((client) => client.sendCommand('ACL SETUSER edge +eval'.split(' ')));
    await rush(one, 'another network');
    expect(one.events.at(-1)).toMatchObject({ operation: 'rate', outcome: 'done' });
  });
});
