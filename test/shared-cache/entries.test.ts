import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { textsOf } from '../resolver/kit/world.ts';
import { type Copies, type Copy, copiesOn, shiftedClock } from './kit/copies.ts';
import { isWithoutRedis, type RedisServer, startRedis } from './kit/redis-server.ts';
import { until } from './kit/until.ts';

const text = (index: number, type: string, value: string, fields: object = {}) => ({
  index,
  type,
  data: { format: 'string', value },
  ...fields,
});

const URL_TEXT = 'https://example.org/a';
const HOUR = 3_600_000;

const RECORDS = {
  handles: {
    '20.500.1/a': { values: [text(1, 'URL', URL_TEXT), text(2, 'EMAIL', 'a@example.org')] },
    '20.500.1/b': { values: [text(1, 'URL', 'https://example.org/b')] },
    '20.500.1/brief': { values: [text(1, 'URL', URL_TEXT, { ttl: 60 })] },
    '20.500.1/never': { values: [text(1, 'URL', URL_TEXT, { ttl: 0 })] },
    '20.500.1/mixed': {
      values: [text(1, 'URL', URL_TEXT), text(2, 'EMAIL', 'secret@example.org', { ttl: 0 })],
    },
    '20.500.1/restricted': { values: [text(1, 'URL', URL_TEXT, { permissions: '1100' })] },
  },
};

describe.skipIf(isWithoutRedis())('what copies share', () => {
  let redis: RedisServer;
  let copies: Copies;

  beforeAll(async () => {
    redis = await startRedis();
    copies = await copiesOn(redis.url, RECORDS);
  });

  afterEach(async () => {
    await copies.network.server('root').faults.heal();
    await copies.network.server('plain').faults.heal();
    await redis.run((client) => client.flushAll());
  });

  afterAll(async () => {
    await copies?.close();
    await redis?.stop();
  });

  /** The names of all entries, without what they begin with; the list of purges is none. */
  const names = () =>
    redis.run(async (client) => {
      const keys = await client.keys('*');
      return keys.map((key) => key.replace(/^test:1:/, '')).sort();
    });

  const stored = (copy: Copy, count: number) =>
    until('the entries are stored', () => copy.shared.statistics().stored >= count);

  /** What the first copy asked for, a second one asks for. */
  async function second(handle: string, options = {}) {
    const [one, other] = [await copies.copy(), await copies.copy()];
    const first = await one.resolver.resolve(handle, options);
    await stored(one, 2);
    const before = copies.exchanges();
    const answer = await other.resolver.resolve(handle, options);
    return { first, answer, exchanges: copies.exchanges() - before, other };
  }

  it.each([
    ['a record', '20.500.1/a', {}, 'found'],
    ['a part of a record', '20.500.1/a', { types: ['EMAIL'] }, 'found'],
    ['a signed record', '20.500.1/a', { certified: true }, 'found'],
    ['that there is no such handle', '20.500.1/nobody', {}, 'handle-not-found'],
    ['that there are no such values', '20.500.1/a', { types: ['DESC'] }, 'values-not-found'],
  ])('is %s', async (_, handle, options, outcome) => {
    const { first, answer, exchanges } = await second(handle, options);
    expect([first.outcome, answer.outcome]).toEqual([outcome, outcome]);
    expect(textsOf(answer)).toEqual(textsOf(first));
    expect([answer, exchanges]).toMatchObject([{ cache: 'hit' }, 0]);
  });

  it('is that the registry knows no such prefix', async () => {
    const [one, other] = [await copies.copy(), await copies.copy()];
    await one.resolver.resolve('99.99.99/a');
    await stored(one, 1);
    const before = copies.exchanges();
    const answer = await other.resolver.resolve('99.99.99/a');
    expect([answer.outcome, copies.exchanges() - before]).toEqual(['prefix-not-found', 0]);
  });

  it('is the service of a prefix, for other handles of it', async () => {
    const { other } = await second('20.500.1/a');
    const before = copies.exchanges();
    expect((await other.resolver.resolve('20.500.1/b')).outcome).toBe('found');
    expect(copies.exchanges() - before).toBe(1);
  });

  it('is in the names of the handles, each kind apart', async () => {
    await second('20.500.1/a');
    expect(await names()).toEqual([
      'record:signed-way:20.500.1/a',
      'service:certified:0.NA/20.500.1',
    ]);
  });

  it('does not make up for a signature', async () => {
    const [one, other] = [await copies.copy(), await copies.copy()];
    await one.resolver.resolve('20.500.1/a');
    await stored(one, 2);
    const before = copies.exchanges();
    const answer = await other.resolver.resolve('20.500.1/a', { certified: true });
    expect(answer).toMatchObject({ outcome: 'found', certified: true, cache: 'miss' });
    expect(copies.exchanges() - before).toBe(1);
  });

  it('serves plain requests when it is signed', async () => {
    const [one, other] = [await copies.copy(), await copies.copy()];
    await one.resolver.resolve('20.500.1/a', { certified: true });
    await stored(one, 2);
    const before = copies.exchanges();
    const answer = await other.resolver.resolve('20.500.1/a');
    expect([answer, copies.exchanges() - before]).toMatchObject([{ certified: true }, 0]);
  });

  it('does not go from who trusts unsigned services to who does not', async () => {
    const careless = await copies.copy({ trust: 'off' });
    const careful = await copies.copy();
    await careless.resolver.resolve('20.500.1/a');
    await stored(careless, 2);
    const before = copies.exchanges();
    await careful.resolver.resolve('20.500.1/a');
    expect(copies.exchanges() - before).toBe(2);
  });

  it('does not go from one prefix of keys to another', async () => {
    const [one, other] = [await copies.copy(), await copies.copy({ prefix: 'other' })];
    await one.resolver.resolve('20.500.1/a');
    await stored(one, 2);
    const before = copies.exchanges();
    await other.resolver.resolve('20.500.1/a');
    expect(copies.exchanges() - before).toBe(2);
  });

  it('expires when it would have expired where it came from', async () => {
    const clock = shiftedClock();
    const [one, other] = [await copies.copy({ clock }), await copies.copy({ clock })];
    const first = await one.resolver.resolve('20.500.1/brief');
    await stored(one, 2);
    clock.advance(50_000);
    const answer = await other.resolver.resolve('20.500.1/brief');
    expect(answer).toMatchObject({ cache: 'hit' });
    const ends = [first, answer].map((each) => ('freshUntil' in each ? each.freshUntil : 0));
    expect(ends[1]).toBe(ends[0]);
    clock.advance(10_000);
    expect(await other.resolver.resolve('20.500.1/brief')).toMatchObject({ cache: 'miss' });
  });

  it('lives in Redis as long as it may be served stale', async () => {
    const [one] = [await copies.copy({ policy: { staleMs: HOUR } })];
    await one.resolver.resolve('20.500.1/brief');
    await stored(one, 2);
    const left = await redis.run((client) =>
      client.pTTL('test:1:record:signed-way:20.500.1/brief'),
    );
    expect(left).toBeGreaterThan(HOUR);
    expect(left).toBeLessThanOrEqual(HOUR + 60_000);
  });

  it('is given when it has expired only while the servers are away', async () => {
    const clock = shiftedClock();
    const one = await copies.copy({ clock });
    await one.resolver.resolve('20.500.1/brief');
    await stored(one, 2);
    clock.advance(HOUR);
    const { faults } = copies.network.server('plain');
    for (const door of ['udp', 'tcp', 'http'] as const) await faults.setDoor(door, 'closed');
    const other = await copies.copy({ clock });
    const stale = await other.resolver.resolve('20.500.1/brief');
    expect([stale, textsOf(stale)]).toMatchObject([{ cache: 'stale' }, [URL_TEXT]]);
    await faults.heal();
    const third = await copies.copy({ clock });
    const fresh = await third.resolver.resolve('20.500.1/brief');
    expect(fresh).toMatchObject({ cache: 'miss' });
  });

  it('is asked for before somebody is told that servers are away', async () => {
    const one = await copies.copy();
    await one.resolver.resolve('20.500.1/a');
    await stored(one, 2);
    const other = await copies.copy();
    for (const name of ['root', 'plain']) {
      const { faults } = copies.network.server(name);
      for (const door of ['udp', 'tcp', 'http'] as const) await faults.setDoor(door, 'closed');
    }
    expect((await other.resolver.resolve('20.500.1/b')).outcome).not.toBe('found');
    expect((await other.resolver.resolve('20.500.1/a')).outcome).toBe('found');
  });

  it.each([
    ['of TTL 0', '20.500.1/never', {}, 'found'],
    [
      'that only administrators may read',
      '20.500.1/restricted',
      { publicOnly: false },
      'restricted',
    ],
    ['with what only administrators might read', '20.500.1/a', { publicOnly: false }, 'found'],
  ])('is no record %s', async (_, handle, options, outcome) => {
    const one = await copies.copy();
    expect((await one.resolver.resolve(handle, options)).outcome).toBe(outcome);
    await one.resolver.resolve('20.500.1/b');
    await stored(one, 2);
    expect(await names()).toEqual([
      'record:signed-way:20.500.1/b',
      'service:certified:0.NA/20.500.1',
    ]);
  });

  it('is no value of TTL 0 in a record with others', async () => {
    const one = await copies.copy();
    await one.resolver.resolve('20.500.1/mixed');
    await stored(one, 2);
    const entry = await redis.run((client) =>
      client.get('test:1:record:signed-way:20.500.1/mixed'),
    );
    expect(entry).toContain(URL_TEXT);
    expect(entry).not.toContain('secret@example.org');
  });

  it.each([
    ['nothing of ours', () => 'x'.repeat(200)],
    ['an entry cut short', (entry: string) => entry.slice(0, -1)],
    ['an entry with another end', (entry: string) => `${entry.slice(0, -1)}!`],
    ['more than an entry can be', (entry: string) => entry + 'x'.repeat(400_000)],
  ])('is not believed when it is %s, and somebody is told', async (_, spoil) => {
    const [one, other] = [await copies.copy(), await copies.copy()];
    await one.resolver.resolve('20.500.1/a');
    await stored(one, 2);
    await redis.run(async (client) => {
      for (const key of await client.keys('test:1:*')) {
        const entry = await client.get(key);
        await client.set(key, spoil(entry ?? ''));
      }
    });
    const answer = await other.resolver.resolve('20.500.1/a');
    expect([answer, textsOf(answer)[0]]).toMatchObject([{ cache: 'miss' }, URL_TEXT]);
    expect(other.warnings.map(({ name }) => name)).toEqual([
      'bad-shared-entry',
      'bad-shared-entry',
    ]);
  });

  it('is not believed in another’s place, nor where another type of value is', async () => {
    const [one, other] = [await copies.copy(), await copies.copy()];
    await one.resolver.resolve('20.500.1/a');
    await stored(one, 2);
    await redis.run(async (client) => {
      await client.copy(
        'test:1:record:signed-way:20.500.1/a',
        'test:1:record:signed-way:20.500.1/b',
      );
      await client.del('test:1:service:certified:0.NA/20.500.1');
      await client.lPush('test:1:service:certified:0.NA/20.500.1', 'a list');
    });
    expect(textsOf(await other.resolver.resolve('20.500.1/b'))).toEqual(['https://example.org/b']);
  });

  it('is displaced by what is newer, and by what must not be kept', async () => {
    const clock = shiftedClock();
    const one = await copies.copy({ clock });
    await one.resolver.resolve('20.500.1/a');
    await stored(one, 2);
    clock.advance(10_000);
    const other = await copies.copy({ clock });
    const asked = await other.resolver.resolve('20.500.1/a', { authoritative: true });
    expect(asked).toMatchObject({ cache: 'miss' });
    await stored(other, 1);
    const third = await copies.copy({ clock });
    const brought = await third.resolver.resolve('20.500.1/a');
    const ends = [asked, brought].map((each) => ('freshUntil' in each ? each.freshUntil : 0));
    expect(ends[1]).toBe(ends[0]);
  });
});
