import { describe, expect, it } from 'vitest';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { Budget } from '../../src/resolver/budget.ts';
import { alias, serv, site, siteValue, url, value } from './kit/records.ts';
import { VirtualClock } from './kit/virtual-clock.ts';
import { LOCAL, messageOf, ROOT, type World, world } from './kit/world.ts';

const A = 'https://a.example/';

/** A transport that takes every question and never says what came of it. */
const endless = {
  exchange: () => new Promise<never>(() => {}),
  ask: () => {},
  close: async () => {},
};

describe('the exchanges of one request', () => {
  it('are at most 32, however many servers its aliases and services have', async () => {
    const { resolve, network, registry, local } = world();
    for (let n = 0; n < 15; n += 1) {
      const dead = Array.from({ length: 5 }, (_, k) => site(`192.0.2.${100 + k}`));
      registry[`0.NA/10.${n}`] = [...dead, site(LOCAL)].map((each, k) => siteValue(k + 1, each));
      local[`10.${n}/a`] = [alias(`10.${n + 1}/a`)];
    }
    const found = await resolve('10.0/a');
    expect(found.outcome).toBe('too-many-exchanges');
    expect(messageOf(found)).toContain('32');
    expect(network.exchanges).toHaveLength(32);
  });

  it('are at most as many as is set', async () => {
    const { resolve, network, registry } = world({ maxExchanges: 3 });
    registry['0.NA/10.1'] = [serv(1, '0.SERV/1')];
    for (let n = 1; n < 10; n += 1) registry[`0.SERV/${n}`] = [serv(1, `0.SERV/${n + 1}`)];
    expect((await resolve('10.1/a')).outcome).toBe('too-many-exchanges');
    expect(network.exchanges).toHaveLength(3);
  });

  it.each<[string, (made: World, dead: readonly HandleValue[]) => void]>([
    [
      'prefixes and the handles of their services',
      ({ registry, local }, dead) => {
        registry['0.NA/10.1'] = [serv(1, '20.1/serv')];
        registry['0.NA/20.1'] = [...dead, siteValue(90, site(LOCAL))];
        local['20.1/serv'] = [...dead, siteValue(90, site(LOCAL))];
        local['10.1/a'] = [url(1, A)];
      },
    ],
    [
      'referrals',
      ({ registry, network }, dead) => {
        registry['20.1/SERVICE'] = [...dead];
        registry['0.NA/20.1'] = [...dead];
        network.at(LOCAL, () => ({ code: 302, referralHandle: '0.NA/20.1' }));
      },
    ],
    [
      'templates and what they refer to',
      ({ registry, local }, dead) => {
        const template = '<namespace><template delimiter="@" ref="1:20.1/base"/></namespace>';
        registry['0.NA/10.1'] = [siteValue(1, site(LOCAL)), value(2, 'HS_NAMESPACE', template)];
        registry['0.NA/20.1'] = [...dead];
        local['10.1/a'] = [url(1, A)];
      },
    ],
  ])('are shared by %s', async (_, make) => {
    const made = world({ maxExchanges: 4 });
    const dead = Array.from({ length: 9 }, (_, k) => siteValue(k + 1, site(`192.0.2.${100 + k}`)));
    make(made, dead);
    const found = await made.resolve('10.1/a@x');
    expect(found.outcome).toBe('too-many-exchanges');
    expect(made.network.exchanges).toHaveLength(4);
  });

  it('are counted anew for the next request', async () => {
    const { resolve } = world({
      maxExchanges: 2,
      local: { '10.1/a': [url(1, A)], '10.1/b': [url(1, A)] },
    });
    expect((await resolve('10.1/a')).outcome).toBe('found');
    expect((await resolve('10.1/b')).outcome).toBe('found');
  });
});

describe('the time of one request', () => {
  it('is five seconds, whatever has to be looked up', async () => {
    const { resolve, network, clock } = world();
    network.at(ROOT, () => 'silence');
    const started = clock.now();
    const found = await resolve('10.1/a');
    expect(found.outcome).toBe('timeout');
    expect(clock.now() - started).toBeLessThanOrEqual(5_050);
  });

  it('is as long as is set, and the message says how long', async () => {
    const { resolve, network, clock } = world({ deadlineMs: 300 });
    network.delayMs = 200;
    const started = clock.now();
    const found = await resolve('10.1/a');
    expect(found.outcome).toBe('timeout');
    expect(messageOf(found)).toContain('300 ms');
    expect(clock.now() - started).toBeLessThanOrEqual(350);
  });

  it('is shared by aliases', async () => {
    const local = Object.fromEntries(
      Array.from({ length: 15 }, (_, n) => [`10.1/${n}`, [alias(`10.1/${n + 1}`)]]),
    );
    const { resolve, network, clock } = world({ local });
    network.delayMs = 1_000;
    const started = clock.now();
    expect((await resolve('10.1/0')).outcome).toBe('timeout');
    expect(clock.now() - started).toBeLessThanOrEqual(5_050);
  });

  it('ends even for a transport that never ends', async () => {
    const clock = new VirtualClock();
    const { resolver } = world({ transport: endless, clock });
    const found = await clock.run(resolver.resolve('10.1/a'));
    expect(found.outcome).toBe('timeout');
  });

  it('ends so for each request at its own time', async () => {
    const clock = new VirtualClock();
    const { resolver } = world({ transport: endless, clock });
    const ended: [string, number][] = [];
    for (const handle of ['10.1/a', '10.2/a', '10.3/a']) {
      resolver.resolve(handle).then(() => ended.push([handle, clock.elapsed()]));
      await clock.pass(2_000);
    }
    await clock.pass(10_000);
    expect(ended).toEqual([
      ['10.1/a', 5_050],
      ['10.2/a', 7_050],
      ['10.3/a', 9_050],
    ]);
    expect(clock.alarms).toBe(0);
  });
});

describe('a budget', () => {
  const limits = { deadlineMs: 1_000, maxExchanges: 3 };

  it('charges what was begun on it to itself as well', () => {
    const budget = new Budget(new VirtualClock(), limits);
    const first = budget.child();
    const second = budget.child();
    expect(first.spend()).toBeUndefined();
    expect(second.spend()).toBeUndefined();
    expect(budget.spend()).toBeUndefined();
    expect(first.spend()).toMatchObject({ outcome: 'too-many-exchanges', exhausted: true });
    expect(second.spend()).toMatchObject({ outcome: 'too-many-exchanges' });
  });

  it('gives what was begun on it the whole time', () => {
    const clock = new VirtualClock();
    const budget = new Budget(clock, limits);
    clock.advance(900);
    expect(budget.remainingMs()).toBe(100);
    expect(budget.child().remainingMs()).toBe(1_000);
  });

  it('has nothing to spend when its time is up', () => {
    const clock = new VirtualClock();
    const budget = new Budget(clock, limits);
    clock.advance(1_000);
    expect(budget.spend()).toMatchObject({ outcome: 'timeout', exhausted: true });
  });
});
