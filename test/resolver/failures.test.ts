import { describe, expect, it } from 'vitest';
import type { TransportErrorCode } from '../../src/transport/errors.ts';
import { server, site, siteValue, url } from './kit/records.ts';
import { turns } from './kit/virtual-clock.ts';
import { LOCAL, messageOf, ROOT, textsOf, world } from './kit/world.ts';

const HANDLE = '10.1/a';
const A = 'https://a.example/';
const B = 'https://b.example/';

describe('a failure', () => {
  it.each<[string, { code: number } | { fails: TransportErrorCode }]>([
    ['bad-answer', { code: 2 }],
    ['busy', { code: 3 }],
    ['unreachable', { fails: 'refused' }],
    ['timeout', { fails: 'timeout' }],
  ])('that is %s is told again at once, with when it is tried again', async (outcome, reaction) => {
    const { resolve, resolver, network } = world();
    network.at(LOCAL, () => reaction);
    const first = await resolve(HANDLE);
    expect(first.outcome).toBe(outcome);
    network.forget();
    const again = resolver.cached(HANDLE);
    expect(again).toMatchObject({ outcome, retryAfterSeconds: 5 });
    if (again === undefined) throw new Error('there is no answer');
    expect(messageOf(again)).toContain('remembered; it is tried again in 5 s');
    expect((await resolve(HANDLE)).outcome).toBe(outcome);
    expect(network.asked).toEqual([]);
  });

  it('is told again for 5 s, then for twice as long each time, and never longer than 300 s', async () => {
    const { resolve, resolver, network, clock } = world();
    network.at(LOCAL, () => ({ code: 2 }));
    const waits = [];
    for (let round = 0; round < 9; round += 1) {
      expect((await resolve(HANDLE)).outcome).toBe('bad-answer');
      let waited = 0;
      while (resolver.cached(HANDLE) !== undefined) {
        clock.advance(1_000);
        waited += 1;
      }
      waits.push(waited);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 300, 300, 300]);
  });

  it('is forgotten when there is an answer', async () => {
    const { resolve, resolver, network, clock, local } = world();
    network.at(LOCAL, () => ({ code: 2 }));
    await resolve(HANDLE);
    clock.advance(5_000);
    await resolve(HANDLE);
    clock.advance(10_000);
    local[HANDLE] = [url(1, A, { ttl: 5 })];
    network.serve(LOCAL, local);
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(resolver.inspect(HANDLE).failures).toEqual([]);
  });

  it('is not remembered where that is switched off', async () => {
    const { resolve, resolver, network } = world({ policy: { failureFirstMs: 0 } });
    network.at(LOCAL, () => ({ fails: 'refused' }));
    await resolve(HANDLE);
    await resolve('10.1/b');
    expect(resolver.cached(HANDLE)).toBeUndefined();
    network.forget();
    await resolve(HANDLE);
    expect(network.asked).not.toEqual([]);
  });

  it('of one question says nothing about others, nor about other parts of the record', async () => {
    const { resolve, resolver, network, local } = world({
      local: { [HANDLE]: [url(1, A)], '10.1/b': [url(1, B)] },
    });
    network.at(LOCAL, ({ handle, selection }) =>
      handle === HANDLE && selection.types.length === 0
        ? { code: 2 }
        : { values: local[handle] ?? [] },
    );
    await resolve(HANDLE);
    expect(resolver.cached('10.1/b')).toBeUndefined();
    expect(textsOf(await resolve('10.1/b'))).toEqual([B]);
    expect(textsOf(await resolve(HANDLE, { types: ['URL'] }))).toEqual([A]);
  });

  it('that is the own fault of a request is not remembered', async () => {
    const { resolve, resolver } = world({ maxExchanges: 1, local: { [HANDLE]: [url(1, A)] } });
    expect((await resolve(HANDLE)).outcome).toBe('too-many-exchanges');
    expect(resolver.cached(HANDLE)).toBeUndefined();
  });

  it('of a prefix is told again for all its handles', async () => {
    const { resolve, network } = world();
    network.at(ROOT, () => ({ code: 2 }));
    expect((await resolve(HANDLE)).outcome).toBe('bad-answer');
    network.forget();
    const second = await resolve('10.1/b');
    expect(second.outcome).toBe('bad-answer');
    expect(messageOf(second)).toContain('remembered');
    expect(network.asked).toEqual([]);
  });
});

describe('a service', () => {
  it('that nobody can reach is down for all its handles', async () => {
    const { resolve, resolver, network } = world({ local: { '10.1/b': [url(1, B)] } });
    network.at(LOCAL, () => ({ fails: 'refused' }));
    await resolve(HANDLE);
    network.forget();
    expect(resolver.cached('10.1/b')).toMatchObject({ outcome: 'unreachable' });
    expect((await resolve('10.1/c')).outcome).toBe('unreachable');
    expect(network.asked).toEqual([]);
    expect(resolver.statistics().servicesDown).toBe(1);
  });

  it('that is silent about one handle is not down; about two in a row it is', async () => {
    const { resolve, resolver, network, local } = world({ local: { '10.1/c': [url(1, A)] } });
    network.at(LOCAL, () => 'silence');
    await resolve(HANDLE);
    expect(resolver.cached('10.1/b')).toBeUndefined();
    network.serve(LOCAL, local);
    expect(textsOf(await resolve('10.1/c'))).toEqual([A]);
    network.at(LOCAL, () => 'silence');
    await resolve('10.1/d');
    expect(resolver.cached('10.1/b')).toBeUndefined();
    await resolve('10.1/e');
    expect(resolver.cached('10.1/b')?.outcome).toBe('timeout');
  });

  it('of several servers is down only where one of them is gone', async () => {
    const OTHER = '192.0.2.11';
    const servers = [LOCAL, OTHER].map((address) => server(address));
    const { resolve, network } = world({
      registry: { '0.NA/10.1': [siteValue(1, site(LOCAL, { servers, hashOption: 2 }))] },
    });
    network.at(LOCAL, () => ({ fails: 'refused' }));
    network.at(OTHER, () => ({ values: [url(1, A)] }));
    const outcomes = [];
    for (let n = 0; n < 20; n += 1) outcomes.push((await resolve(`10.1/${n}`)).outcome);
    const asked = network.asked.filter((each) => each.endsWith(OTHER));
    expect(asked.length).toBeGreaterThan(3);
    expect(outcomes.filter((each) => each === 'found')).toHaveLength(asked.length);
    expect(network.asked.filter((each) => each.endsWith(LOCAL))).toHaveLength(2);
  });

  it('that many asked at once when it went down failed once, not many times', async () => {
    const { resolver, clock, network } = world();
    network.at(LOCAL, () => 'silence');
    const handles = Array.from({ length: 50 }, (_, n) => `10.1/${n}`);
    await clock.run(Promise.all(handles.map((handle) => resolver.resolve(handle))));
    expect(resolver.cached('10.1/new')).toMatchObject({ retryAfterSeconds: 5 });
  });

  it('is tried again by one request at a time', async () => {
    const { resolve, resolver, clock, network } = world();
    network.at(LOCAL, () => ({ fails: 'refused' }));
    await resolve(HANDLE);
    clock.advance(5_000);
    network.forget();
    network.at(LOCAL, () => 'silence');
    const handles = Array.from({ length: 20 }, (_, n) => `10.1/${n}`);
    await clock.run(Promise.all(handles.map((handle) => resolver.resolve(handle))));
    expect(new Set(network.exchanges.map(({ question }) => question.handle)).size).toBe(1);
  });

  it('is up for all again as soon as one handle is answered', async () => {
    const { resolve, resolver, clock, network, local } = world({
      local: { [HANDLE]: [url(1, A)], '10.1/b': [url(1, B)] },
    });
    network.at(LOCAL, () => ({ fails: 'refused' }));
    await resolve(HANDLE);
    await resolve('10.1/b');
    network.serve(LOCAL, local);
    clock.advance(5_000);
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(resolver.cached('10.1/b')).toBeUndefined();
    expect(textsOf(await resolve('10.1/b'))).toEqual([B]);
  });

  it('that comes back is worth a try for a handle that had failed long before', async () => {
    const { resolve, resolver, clock, network, local } = world({
      policy: { failureFirstMs: 100_000, probeEveryMs: 1_000 },
      local: { [HANDLE]: [url(1, A)], '10.1/b': [url(1, B)] },
    });
    network.at(LOCAL, () => 'silence');
    await resolve('10.1/b');
    await resolve(HANDLE);
    network.serve(LOCAL, local);
    resolver.cached(HANDLE);
    await clock.pass(2_000);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
    expect(resolver.cached('10.1/b')).toBeUndefined();
    expect(textsOf(await resolve('10.1/b'))).toEqual([B]);
  });

  it('is probed every 25 s behind the back of those who are told that it is down', async () => {
    const { resolve, resolver, clock, network } = world();
    network.at(LOCAL, () => 'silence');
    await resolve(HANDLE);
    await resolve('10.1/b');
    const tries: number[] = [];
    // It has failed often enough that nobody would try it for minutes.
    for (let second = 0; second < 900; second += 1) {
      await clock.pass(1_000);
      network.forget();
      void resolver.resolve(`10.1/${second % 7}`);
      await turns();
      if (network.exchanges.length > 0) tries.push(second);
    }
    const gaps = tries.slice(1).map((at, n) => at - (tries[n] ?? 0));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(26);
    // At first visitors try it, sooner.
    expect(gaps.slice(8).every((gap) => gap >= 25)).toBe(true);
    expect(gaps.length).toBeGreaterThan(20);
  });

  it('gives its first fresh answer within 30 s of its return, however long it was gone', async () => {
    const { resolve, resolver, clock, network, local } = world();
    network.at(LOCAL, () => 'silence');
    const ask = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        for (const handle of [HANDLE, '10.1/b']) {
          const known = resolver.cached(handle) ?? (await resolve(handle));
          if (known.outcome === 'found') return second;
        }
        await clock.pass(1_000);
      }
      return undefined;
    };
    expect(await ask(1_800)).toBeUndefined();
    local[HANDLE] = [url(1, A)];
    network.serve(LOCAL, local);
    expect(await ask(60)).toBeLessThanOrEqual(30);
  });

  it('is not probed where that is switched off', async () => {
    const { resolve, resolver, clock, network } = world({
      policy: { probeEveryMs: 0, failureFirstMs: 300_000 },
    });
    network.at(LOCAL, () => ({ fails: 'refused' }));
    await resolve(HANDLE);
    network.forget();
    for (let second = 0; second < 290; second += 1) {
      await clock.pass(1_000);
      resolver.cached(HANDLE);
    }
    expect(network.asked).toEqual([]);
  });
});
