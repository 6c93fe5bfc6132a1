import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MAX_CLOCK_SKEW_MS } from '../../src/resolver/limits.ts';
import { PURGE_SETTLES_MS } from '../../src/shared-cache/limits.ts';
import {
  type Copies,
  type Copy,
  copiesOn,
  handleOf,
  manyRecords,
  shiftedClock,
} from './kit/copies.ts';
import { isWithoutRedis, type RedisServer, startRedis } from './kit/redis-server.ts';
import { until } from './kit/until.ts';

const HANDLE = handleOf(0);
const OTHER = handleOf(1);

describe.skipIf(isWithoutRedis())('a purge', () => {
  let redis: RedisServer;
  let copies: Copies;

  beforeAll(async () => {
    redis = await startRedis();
    copies = await copiesOn(redis.url, manyRecords(2));
  });

  afterEach(() => redis.run((client) => client.flushAll()));

  afterAll(async () => {
    await copies?.close();
    await redis?.stop();
  });

  const knows = ({ resolver }: Copy, handle: string) => resolver.inspect(handle).entries.length > 0;

  /** How many keys of the shared cache have this in their names. */
  const storedUnder = (text: string) =>
    redis.run(async (client) => (await client.keys(`*${text}*`)).length);

  /** Copies that all know both handles. */
  async function knowing(count: number): Promise<[Copy, ...Copy[]]> {
    const all: Copy[] = [];
    for (let n = 0; n < count; n += 1) {
      const copy = await copies.copy();
      for (const handle of [HANDLE, OTHER]) await copy.resolver.resolve(handle);
      await until('it is shared', async () => (await redis.run((client) => client.dbSize())) >= 3);
      all.push(copy);
    }
    return all as [Copy, ...Copy[]];
  }

  it.each([
    ['of a handle', { handle: HANDLE }, [false, true]],
    ['of a prefix', { prefix: '20.500.1' }, [false, false]],
    ['of everything', 'all', [false, false]],
  ] as const)('%s reaches all copies', async (_, target, left) => {
    const all = await knowing(4);
    all[0].resolver.purge(target);
    await until('all have forgotten', () => all.every((copy) => !knows(copy, HANDLE)));
    expect(all.map((copy) => [knows(copy, HANDLE), knows(copy, OTHER)])).toEqual(
      all.map(() => left),
    );
  });

  it.each([
    ['a handle', { handle: HANDLE }, 1],
    ['a prefix, with its service', { prefix: '20.500.1' }, 2],
    ['everything', 'all', 2],
  ] as const)('keeps a copy that comes later from being given %s', async (_, target, asked) => {
    const [one, two] = await knowing(2);
    one.resolver.purge(target);
    await until('the other has forgotten', () => two !== undefined && !knows(two, HANDLE));
    const before = copies.exchanges();
    const late = await copies.copy();
    expect(await late.resolver.resolve(HANDLE)).toMatchObject({ outcome: 'found', cache: 'miss' });
    expect(copies.exchanges() - before).toBe(asked);
  });

  it('keeps from being shared what was received so soon after it that it may be older', async () => {
    const [one] = await knowing(1);
    one.resolver.purge('all');
    await one.resolver.resolve(HANDLE);
    await until('it is shared', async () => (await storedUnder(`record:*${HANDLE}`)) > 0);
    const before = copies.exchanges();
    const late = await copies.copy();
    await late.resolver.resolve(HANDLE);
    expect(copies.exchanges() - before).toBe(2);
  });

  it('lets what was received later be shared', async () => {
    const clock = shiftedClock();
    const one = await copies.copy({ clock });
    one.resolver.purge('all');
    await until('it has left its mark', async () => (await storedUnder(':purged:')) > 0);
    // Later copies read of no purge that is older than clocks differ.
    clock.advance(PURGE_SETTLES_MS + MAX_CLOCK_SKEW_MS + 1_000);
    await one.resolver.resolve(HANDLE);
    await until('it is shared', async () => (await storedUnder(HANDLE)) > 0);
    const before = copies.exchanges();
    const late = await copies.copy({ clock });
    expect(await late.resolver.resolve(HANDLE)).toMatchObject({ outcome: 'found' });
    expect(copies.exchanges() - before).toBe(0);
  });

  it('reaches who was away', async () => {
    const [one, two] = await knowing(2);
    await redis.run((client) => client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub']));
    one.resolver.purge({ handle: HANDLE });
    await until('the other has forgotten', () => two !== undefined && !knows(two, HANDLE));
  });

  it('reaches who cannot read it at the moment', async () => {
    const [one] = await knowing(1);
    await redis.run(async (client) => {
      const message = JSON.stringify({ from: 'another', handle: HANDLE });
      await client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
      // It is soon connected again.
      await until('the loss is seen', () =>
        one.warnings.some(({ name }) => name === 'shared-cache'),
      );
      await client.xAdd('test:1:purges', '*', { message });
      await client.publish('test:1:purges', '1');
    });
    await until('it has forgotten', () => !knows(one, HANDLE));
    expect(knows(one, OTHER)).toBe(true);
  });

  it('waits for the shared cache to come back', async () => {
    const [one, two] = await knowing(2);
    await redis.kill();
    one.resolver.purge({ handle: HANDLE });
    // A connection whose loss is not yet known takes a purge and loses it a little later.
    await until('the loss is told', () =>
      one.warnings.some(({ name }) => name === 'purge-not-shared'),
    );
    await redis.restart();
    await until('the other has forgotten', () => two !== undefined && !knows(two, HANDLE));
    expect(knows(two as Copy, OTHER)).toBe(true);
  });

  it('is not made of what is no message', async () => {
    const [one] = await knowing(1);
    const messages = [
      'x',
      '{}',
      '{"from":"x","all":false}',
      '{"from":"x","handle":5}',
      '[]',
      'null',
    ];
    await redis.run(async (client) => {
      for (const message of messages) await client.xAdd('test:1:purges', '*', { message });
      await client.xAdd('test:1:purges', '*', { other: 'field' });
      await client.publish('test:1:purges', 'anything');
    });
    await until('all are read', () => one.warnings.length > messages.length);
    expect(new Set(one.warnings.map(({ name }) => name))).toEqual(new Set(['bad-purge-message']));
    expect([knows(one, HANDLE), knows(one, OTHER)]).toEqual([true, true]);
  });

  it('is one of everything when more were missed than are kept', async () => {
    const [one] = await knowing(1);
    await redis.run(async (client) => {
      const message = JSON.stringify({ from: 'another', handle: 'a/b' });
      await Promise.all(
        Array.from({ length: 1_000 }, () => client.xAdd('test:1:purges', '*', { message })),
      );
      await client.publish('test:1:purges', '1');
    });
    await until('everything is forgotten', () => !knows(one, HANDLE) && !knows(one, OTHER));
  });
});
