import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { alias, site, siteValue, url, value } from './kit/records.ts';
import { LOCAL, messageOf, textsOf, world } from './kit/world.ts';

const A = 'https://a.example/';
const B = 'https://b.example/';

/** `10.1/0` to `10.1/<hops>`, each an alias of the next; the last one has a URL. */
function chainOf(hops: number): Record<string, readonly HandleValue[]> {
  const records: Record<string, readonly HandleValue[]> = { [`10.1/${hops}`]: [url(1, A)] };
  for (let n = 0; n < hops; n += 1) records[`10.1/${n}`] = [alias(`10.1/${n + 1}`)];
  return records;
}

describe('an alias', () => {
  it('is followed to the record it names', async () => {
    const local = { '10.1/from': [alias('10.1/to')], '10.1/to': [url(1, A)] };
    const found = await world({ local }).resolve('10.1/from');
    expect(found).toMatchObject({
      outcome: 'found',
      asked: '10.1/from',
      handle: '10.1/to',
      aliases: ['10.1/from'],
    });
    expect(textsOf(found)).toEqual([A]);
  });

  it('is followed to other prefixes', async () => {
    const { resolve, registry } = world({
      local: { '10.1/from': [alias('10.2/to')], '10.2/to': [url(1, A)] },
    });
    registry['0.NA/10.2'] = [siteValue(1, site(LOCAL))];
    expect(textsOf(await resolve('10.1/from'))).toEqual([A]);
  });

  it('goes before everything else in its record', async () => {
    const local = { '10.1/from': [url(2, B), alias('10.1/to')], '10.1/to': [url(1, A)] };
    expect(textsOf(await world({ local }).resolve('10.1/from'))).toEqual([A]);
  });

  it('is the first one when there are several', async () => {
    const local = {
      '10.1/from': [value(9, 'HS_ALIAS', '10.1/first'), value(2, 'HS_ALIAS', '10.1/second')],
      '10.1/first': [url(1, A)],
      '10.1/second': [url(1, B)],
    };
    expect(textsOf(await world({ local }).resolve('10.1/from'))).toEqual([A]);
  });

  it.each(['hs_alias', 'Hs_Alias', 'HS_ALIAS.temporary', 'hs_alias.x'])(
    'may have the type %s',
    async (type) => {
      const local = { '10.1/from': [value(1, type, '10.1/to')], '10.1/to': [url(1, A)] };
      expect(textsOf(await world({ local }).resolve('10.1/from'))).toEqual([A]);
    },
  );

  it.each(['HS_ALIASES', '#HS_ALIAS', 'ALIAS'])('is no value of type %s', async (type) => {
    const local = { '10.1/from': [value(1, type, '10.1/to')] };
    expect(await world({ local }).resolve('10.1/from')).toMatchObject({ aliases: [] });
  });

  it('is shown as it is to those who ignore aliases', async () => {
    const local = { '10.1/from': [alias('10.1/to')], '10.1/to': [url(1, A)] };
    const { resolve } = world({ local });
    expect(textsOf(await resolve('10.1/from'))).toEqual([A]);
    const found = await resolve('10.1/from', { ignoreAliases: true });
    expect(found).toMatchObject({ handle: '10.1/from', aliases: [] });
    expect(textsOf(found)).toEqual(['10.1/to']);
  });

  it('limits how long the answer is fresh', async () => {
    const local = { '10.1/from': [alias('10.1/to', { ttl: 60 })], '10.1/to': [url(1, A)] };
    const { resolve, clock } = world({ local });
    const found = await resolve('10.1/from');
    expect(found).toMatchObject({ freshUntil: expect.any(Number) });
    const { freshUntil } = found as { freshUntil: number };
    expect(freshUntil).toBeLessThanOrEqual(clock.now() + 60_000);
  });

  it('makes an answer fresh as long as the first of its values, alias and record alike', async () => {
    const local = { '10.1/from': [alias('10.1/to')], '10.1/to': [url(1, A, { ttl: 60 })] };
    const { resolve, clock } = world({ local });
    expect(await resolve('10.1/from')).toMatchObject({ freshUntil: clock.now() + 60_000 });
  });

  it('makes an answer a miss when one of its records had to be asked for', async () => {
    const local = { '10.1/from': [alias('10.1/to')], '10.1/to': [url(1, A)] };
    const { resolve } = world({ local });
    await resolve('10.1/to');
    expect(await resolve('10.1/from')).toMatchObject({ cache: 'miss' });
    expect(await resolve('10.1/from')).toMatchObject({ cache: 'hit' });
  });

  it('may be followed 20 times in a row', async () => {
    const found = await world({ local: chainOf(20) }).resolve('10.1/0');
    expect(found).toMatchObject({ outcome: 'found', handle: '10.1/20' });
    expect(found.aliases).toHaveLength(20);
  });

  it('is not followed 21 times', async () => {
    const found = await world({ local: chainOf(21) }).resolve('10.1/0');
    expect(found.outcome).toBe('alias-chain-too-long');
    expect(messageOf(found)).toContain('10.1/0 → 10.1/1 → 10.1/2');
  });

  it('is dangling when its record does not exist, and the message names both', async () => {
    const found = await world({ local: { '10.1/from': [alias('10.1/gone')] } }).resolve(
      '10.1/from',
    );
    expect(found).toMatchObject({
      outcome: 'alias-dangling',
      asked: '10.1/from',
      handle: '10.1/gone',
      aliases: ['10.1/from'],
    });
    expect(messageOf(found)).toContain('10.1/from → 10.1/gone');
  });

  it.each([
    ['a prefix that nobody knows', '10.404/x'],
    ['nothing', ''],
    ['a name that is longer than handles may be', `10.1/${'x'.repeat(2_048)}`],
  ])('is dangling when it names %s', async (_, target) => {
    const { resolve } = world({ local: { '10.1/from': [alias(target)] } });
    expect((await resolve('10.1/from')).outcome).toBe('alias-dangling');
  });

  it('that cannot be followed because a service fails is that failure, at its handle', async () => {
    const { resolve, registry } = world({ local: { '10.1/from': [alias('10.2/to')] } });
    registry['0.NA/10.2'] = [siteValue(1, site('192.0.2.99'))];
    expect(await resolve('10.1/from')).toMatchObject({
      outcome: 'unreachable',
      asked: '10.1/from',
      handle: '10.2/to',
    });
  });
});

describe('aliases that lead in a circle', () => {
  const local = {
    '10.1/a': [alias('10.1/b')],
    '10.1/b': [alias('10.1/c')],
    '10.1/c': [alias('10.1/a')],
    '10.1/self': [alias('10.1/self')],
  };

  it('are a loop that the message names', async () => {
    const { resolve, network, warnings } = world({ local });
    const found = await resolve('10.1/a');
    expect(found.outcome).toBe('alias-loop');
    expect(messageOf(found)).toContain('10.1/a → 10.1/b → 10.1/c → 10.1/a');
    expect(network.questionsAbout('10.1/a')).toHaveLength(1);
    expect(warnings).toMatchObject([{ name: 'alias-loop' }]);
  });

  it('are one also when the cache knows them all', async () => {
    const { resolve, resolver } = world({ local });
    await resolve('10.1/a');
    expect(resolver.cached('10.1/b')?.outcome).toBe('alias-loop');
  });

  it('may be one record alone', async () => {
    expect((await world({ local }).resolve('10.1/self')).outcome).toBe('alias-loop');
  });

  it('are one whatever the case of the prefix', async () => {
    const { resolve, registry } = world({ local: { 'p/a': [alias('P/a')] } });
    registry['0.NA/P'] = [siteValue(1, site(LOCAL))];
    expect((await resolve('p/a')).outcome).toBe('alias-loop');
  });
});

describe('a request for some values only', () => {
  const local = {
    '10.1/from': [alias('10.1/to'), value(3, 'EMAIL', 'from@b')],
    '10.1/to': [url(1, A), value(3, 'EMAIL', 'to@b'), value(4, 'URL.mirror', B)],
  };

  it.each([
    ['a type', { types: ['EMAIL'] }, ['to@b']],
    ['a type in another case', { types: ['email'] }, ['to@b']],
    ['a type without those below it', { types: ['URL'] }, [A]],
    ['a type and all below it', { types: ['URL.'] }, [A, B]],
    ['an index', { indexes: [1] }, [A]],
    ['an index or a type', { indexes: [1], types: ['EMAIL'] }, [A, 'to@b']],
  ])('by %s gets them of the record at the end', async (_, selection, expected) => {
    const { resolve } = world({ local });
    expect(textsOf(await resolve('10.1/from', selection))).toEqual(expected);
    expect(textsOf(await resolve('10.1/to', selection))).toEqual(expected);
  });

  it('asks for the alias too', async () => {
    const { resolve, network } = world({ local });
    await resolve('10.1/to', { types: ['URL'], indexes: [4] });
    expect(network.questionsAbout('10.1/to')[0]?.selection).toEqual({
      types: ['URL', 'HS_ALIAS.'],
      indexes: [4],
    });
  });

  it('does not ask for the alias when aliases are ignored', async () => {
    const { resolve, network } = world({ local });
    const found = await resolve('10.1/from', { types: ['EMAIL'], ignoreAliases: true });
    expect(textsOf(found)).toEqual(['from@b']);
    expect(network.questionsAbout('10.1/from')[0]?.selection.types).toEqual(['EMAIL']);
  });

  it('gets the alias itself when it asks for that and ignores aliases', async () => {
    const { resolve } = world({ local });
    const found = await resolve('10.1/from', { types: ['HS_ALIAS'], ignoreAliases: true });
    expect(textsOf(found)).toEqual(['10.1/to']);
  });

  it('finds none when the record has others', async () => {
    const { resolve } = world({ local });
    expect(await resolve('10.1/to', { types: ['NONE'] })).toMatchObject({
      outcome: 'values-not-found',
      handle: '10.1/to',
      responseCode: 200,
    });
  });

  it('gets no values that a server adds on its own', async () => {
    const { resolve, network } = world();
    network.at(LOCAL, () => ({ values: [url(1, A), value(2, 'EMAIL', 'a@b')] }));
    expect(textsOf(await resolve('10.1/x', { types: ['URL'] }))).toEqual([A]);
    expect((await resolve('10.1/y', { types: ['DESC'] })).outcome).toBe('values-not-found');
  });

  it('says how fresh those values are, and not the others', async () => {
    const { resolve, clock } = world({
      local: { '10.1/x': [url(1, A, { ttl: 600 }), value(2, 'EMAIL', 'a@b', { ttl: 60 })] },
    });
    await resolve('10.1/x');
    const received = clock.now();
    expect(await resolve('10.1/x', { types: ['URL'] })).toMatchObject({
      cache: 'hit',
      freshUntil: received + 600_000,
    });
  });
});

describe('a handle', () => {
  it('of more than 2048 bytes is not found, and nobody is asked', async () => {
    const { resolve, network } = world();
    const found = await resolve(`10.1/${'é'.repeat(1_022)}`);
    expect(found).toMatchObject({ outcome: 'handle-not-found', responseCode: 100 });
    expect(messageOf(found)).toContain('2048 bytes');
    expect(network.asked).toEqual([]);
  });

  it('that is empty is not found, and nobody is asked', async () => {
    const { resolve, network } = world();
    expect((await resolve('')).outcome).toBe('handle-not-found');
    expect(network.asked).toEqual([]);
  });

  it('of 2048 bytes is asked for', async () => {
    const handle = `10.1/${'x'.repeat(2_043)}`;
    const { resolve } = world({ local: { [handle]: [url(1, A)] } });
    expect(textsOf(await resolve(handle))).toEqual([A]);
  });
});
