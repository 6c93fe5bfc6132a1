import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { RedisCache } from '../../src/shared-cache/redis-cache.ts';
import { systemClock } from '../../src/system.ts';
import { textsOf } from '../resolver/kit/world.ts';
import { type Copies, copiesOn, handleOf, manyRecords, urlOf } from './kit/copies.ts';
import { isWithoutRedis, type RedisServer, startRedis } from './kit/redis-server.ts';
import { until } from './kit/until.ts';

const HANDLES = 1_000;
/** Long enough for a machine that is busy with other tests. */
const patienceMs = 5_000;

describe.skipIf(isWithoutRedis())('a shared cache that is lost', () => {
  let redis: RedisServer;
  let copies: Copies;

  beforeEach(async () => {
    redis = await startRedis();
    copies = await copiesOn(redis.url, manyRecords(HANDLES));
  });

  afterEach(async () => {
    await copies?.close();
    await redis?.stop();
  });

  it('fails no request, and is used again when it is back', async () => {
    const one = await copies.copy();
    for (let n = 0; n < HANDLES; n += 50) {
      if (n === 300) void redis.kill();
      if (n === 600) await redis.restart();
      const asked = Array.from({ length: 50 }, (_, i) => n + i);
      const found = await Promise.all(asked.map((of) => one.resolver.resolve(handleOf(of))));
      expect(found.map(textsOf)).toEqual(asked.map((of) => [urlOf(of)]));
    }
    await until('the connection', () => one.shared.isConnected);
    one.resolver.purge({ handle: handleOf(1) });
    const before = one.shared.statistics().stored;
    await one.resolver.resolve(handleOf(1));
    await until('it is used again', () => one.shared.statistics().stored > before);
    expect(one.warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('out of reach'),
      'the shared cache is back',
    ]);
  });

  it('costs one wait when it answers nobody any more, and the next ones nothing', async () => {
    const one = await copies.copy({ patienceMs: 100 });
    redis.pause();
    const first = await one.resolver.resolve(handleOf(0));
    const { errors } = one.shared.statistics();
    const others = Array.from({ length: 200 }, (_, n) => one.resolver.resolve(handleOf(n + 1)));
    const found = await Promise.all([first, ...others]);
    expect(found.every(({ outcome }) => outcome === 'found')).toBe(true);
    // The record and the service were asked for, at most one after the other.
    expect(errors).toBeGreaterThan(0);
    const waits = one.events.filter(
      ({ operation, outcome }) => operation === 'get' && outcome === 'error',
    );
    expect(waits.length).toBeLessThanOrEqual(2);
    one.events.length = 0;
    redis.resume();
    await until('it is used again', async () => {
      one.resolver.purge({ handle: handleOf(1) });
      await one.resolver.resolve(handleOf(1));
      return one.events.some(({ outcome }) => outcome === 'hit' || outcome === 'miss');
    });
  });

  it('is connected anew when it has answered nobody for long', async () => {
    const one = await copies.copy({ patienceMs: 20 });
    const connections = () => redis.run((client) => client.info('stats'));
    const before = countIn(await connections());
    redis.pause();
    await one.resolver.resolve(handleOf(0));
    await until('the probes have failed', () => !one.shared.isConnected);
    redis.resume();
    await until('the connection', () => one.shared.isConnected);
    // Two of the copy, one of this very question.
    expect(countIn(await connections())).toBeGreaterThanOrEqual(before + 3);
  });

  it('need not be there at the start', async () => {
    await redis.kill();
    const shared = await RedisCache.open({
      ...{ url: redis.url, prefix: 'test', clock: systemClock, patienceMs },
    });
    expect(await shared.get({ entries: ['a'], marks: [] })).toBeUndefined();
    await redis.restart();
    await until('the connection', () => shared.isConnected);
    expect(await shared.get({ entries: ['a'], marks: [] })).toEqual({
      entries: [undefined],
      purgedAt: 0,
    });
    shared.close();
  });

  it('says no without being passed by', async () => {
    await redis.run((client) => client.configSet('maxmemory', '1'));
    const one = await copies.copy();
    expect((await one.resolver.resolve(handleOf(0))).outcome).toBe('found');
    expect((await one.resolver.resolve(handleOf(1))).outcome).toBe('found');
    const { passedBy, stored, misses } = one.shared.statistics();
    expect({ passedBy, stored }).toEqual({ passedBy: 0, stored: 0 });
    expect(misses).toBeGreaterThanOrEqual(2);
  });
});

describe.skipIf(isWithoutRedis())('a shared cache with a password', () => {
  it('is used by who knows it, and by nobody else', async () => {
    const redis = await startRedis(['--requirepass', 'p@ss']);
    const clock = systemClock;
    const knowing = redis.url.replace('//', '//default:p%40ss@');
    const said: string[] = [];
    const observer = { warning: ({ message }: { message: string }) => void said.push(message) };
    const known = await RedisCache.open({ url: knowing, prefix: 'test', clock, patienceMs });
    const unknown = await RedisCache.open({ url: redis.url, prefix: 'test', clock, observer });
    await until('the connection', () => known.isConnected);
    await until('the complaint', () => said.length > 0);
    expect(await known.get({ entries: [], marks: [] })).toBeDefined();
    expect(await unknown.get({ entries: ['a'], marks: [] })).toBeUndefined();
    expect(said.join()).not.toContain('p@ss');
    known.close();
    unknown.close();
    await redis.stop();
  });
});

describe.skipIf(isWithoutRedis())('a user with the rights that the documentation names', () => {
  it('can do all that a copy does, and nothing else', async () => {
    const page = readFileSync('docs/operations/scaling.md', 'utf8');
    const [command = ''] = /ACL SETUSER .*/.exec(page) ?? [];
    const redis = await startRedis();
    onTestFinished(redis.stop);
    const copies = await copiesOn(redis.url.replace('//', '//edge:secret@'), manyRecords(2));
    await redis.run((client) => client.sendCommand(command.split(' ')));
    const one = await copies.copy({ prefix: 'hdl-edge' });
    const two = await copies.copy({ prefix: 'hdl-edge' });
    await one.resolver.resolve(handleOf(0));
    await one.resolver.resolve('20.500.1/nobody');
    await two.resolver.resolve(handleOf(0));
    const spent = [{ network: '192.0.2.0', requests: 1 }];
    expect(await one.shared.rates.settle({ perSecond: 1, burst: 9 }, spent)).toEqual([8]);
    one.resolver.purge({ handle: handleOf(0) });
    const knows = () => two.resolver.inspect(handleOf(0)).entries.length > 0;
    await until('the other has forgotten', () => !knows());
    expect([one.shared.statistics().errors, two.shared.statistics().errors]).toEqual([0, 0]);
    expect([...one.warnings, ...two.warnings]).toEqual([]);
    const stranger = { url: redis.url.replace('//', '//edge:secret@'), prefix: 'other' };
    const denied = await RedisCache.open({ ...stranger, clock: systemClock });
    await until('it is refused', async () => {
      await denied.get({ entries: ['a'], marks: [] });
      return denied.statistics().errors > 0;
    });
    expect(denied.statistics()).toMatchObject({ hits: 0, misses: 0 });
    denied.close();
    await copies.close();
  });
});

function countIn(info: string): number {
  return Number(/total_connections_received:(\d+)/.exec(info)?.[1]);
}
