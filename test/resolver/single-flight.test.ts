import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { alias, serv, site, siteValue, url } from './kit/records.ts';
import { turns } from './kit/virtual-clock.ts';
import { LOCAL, messageOf, ROOT, textsOf, world } from './kit/world.ts';

const A = 'https://a.example/';
const HANDLE = '10.1/a';

describe('equal questions under way', () => {
  it('are asked once', async () => {
    const { resolver, clock, network } = world({ local: { [HANDLE]: [url(1, A)] } });
    const all = Promise.all(Array.from({ length: 1_000 }, () => resolver.resolve(HANDLE)));
    const found = await clock.run(all);
    expect(found.every(({ outcome }) => outcome === 'found')).toBe(true);
    expect(network.asked).toEqual([`0.NA/10.1@${ROOT}`, `${HANDLE}@${LOCAL}`]);
  });

  it('are asked once also for values that must not be kept', async () => {
    const { resolver, clock, network } = world({ local: { [HANDLE]: [url(1, A, { ttl: 0 })] } });
    await clock.run(Promise.all([resolver.resolve(HANDLE), resolver.resolve(HANDLE)]));
    expect(network.questionsAbout(HANDLE)).toHaveLength(1);
    await clock.run(resolver.resolve(HANDLE));
    expect(network.questionsAbout(HANDLE)).toHaveLength(2);
  });

  it('are equal whatever the case of the prefix; each is answered in its own', async () => {
    const { resolver, clock, network, registry } = world({ local: { 'p/a': [url(1, A)] } });
    registry['0.NA/P'] = [siteValue(1, site(LOCAL))];
    const found = await clock.run(Promise.all([resolver.resolve('p/a'), resolver.resolve('P/a')]));
    expect(found.map(({ asked }) => asked)).toEqual(['p/a', 'P/a']);
    expect(network.exchanges).toHaveLength(2);
  });

  it('share the service of their prefix', async () => {
    const { resolver, clock, network } = world();
    const handles = Array.from({ length: 100 }, (_, n) => `10.1/${n}`);
    await clock.run(Promise.all(handles.map((handle) => resolver.resolve(handle))));
    expect(network.questionsAbout('0.NA/10.1')).toHaveLength(1);
    expect(network.exchanges).toHaveLength(101);
  });

  it('share service handles, also under different prefixes', async () => {
    const { resolver, clock, network, registry } = world();
    registry['0.SERV/x'] = [siteValue(1, site(LOCAL))];
    for (let n = 0; n < 20; n += 1) registry[`0.NA/20.${n}`] = [serv(1, '0.SERV/x')];
    const handles = Array.from({ length: 20 }, (_, n) => `20.${n}/x`);
    await clock.run(Promise.all(handles.map((handle) => resolver.resolve(handle))));
    expect(network.questionsAbout('0.SERV/x')).toHaveLength(1);
  });

  it('are not equal when one is certified, authoritative, for some values or for all of them', async () => {
    const { resolver, clock, network } = world({ local: { [HANDLE]: [url(1, A)] } });
    const different = [
      {},
      { certified: true },
      { authoritative: true },
      { publicOnly: false },
      { types: ['URL'] },
      { indexes: [1] },
      { types: ['URL'], ignoreAliases: true },
    ];
    await clock.run(Promise.all(different.map((each) => resolver.resolve(HANDLE, each))));
    expect(network.questionsAbout(HANDLE)).toHaveLength(different.length);
  });

  it('are joined where aliases meet', async () => {
    const { resolver, clock, network } = world({
      local: {
        '10.1/x': [alias(HANDLE)],
        '10.1/y': [alias(HANDLE)],
        [HANDLE]: [url(1, A)],
      },
    });
    await clock.run(Promise.all([resolver.resolve('10.1/x'), resolver.resolve('10.1/y')]));
    expect(network.questionsAbout(HANDLE)).toHaveLength(1);
  });

  it('fail together', async () => {
    const { resolver, clock, network } = world();
    network.at(LOCAL, () => ({ code: 2 }));
    const found = await clock.run(
      Promise.all([resolver.resolve(HANDLE), resolver.resolve(HANDLE)]),
    );
    expect(found.map(({ outcome }) => outcome)).toEqual(['bad-answer', 'bad-answer']);
    expect(network.questionsAbout(HANDLE)).toHaveLength(2);
  });

  it('cost one timer, however many wait', async () => {
    const { resolver, clock, network } = world();
    network.at(ROOT, () => 'silence');
    const all = Array.from({ length: 1_000 }, () => resolver.resolve(HANDLE));
    await turns();
    expect(clock.alarms).toBeLessThan(10);
    await clock.run(Promise.all(all));
    expect(clock.alarms).toBe(0);
  });

  it('tell everyone who traces of the exchanges', async () => {
    const { resolver, clock } = world({ local: { [HANDLE]: [url(1, A)] } });
    const traces: string[][] = [[], []];
    await clock.run(
      Promise.all(
        traces.map((trace) =>
          resolver.resolve(HANDLE, { trace: ({ handle }) => trace.push(handle) }),
        ),
      ),
    );
    expect(traces).toEqual([
      ['0.NA/10.1', HANDLE],
      ['0.NA/10.1', HANDLE],
    ]);
  });
});

describe('someone who waits', () => {
  it('may give up, and the others go on', async () => {
    const { resolver, clock } = world({ local: { [HANDLE]: [url(1, A)] } });
    const giving = new AbortController();
    const first = resolver.resolve(HANDLE, { signal: giving.signal });
    const second = resolver.resolve(HANDLE);
    giving.abort(new Error('no longer wanted'));
    await expect(first).rejects.toThrow('no longer wanted');
    expect(textsOf(await clock.run(second))).toEqual([A]);
  });

  it('may give up alone: the answer is kept for the next', async () => {
    const { resolver, clock, network } = world({ local: { [HANDLE]: [url(1, A)] } });
    const giving = new AbortController();
    const request = resolver.resolve(HANDLE, { signal: giving.signal });
    giving.abort(new Error('no longer wanted'));
    await expect(request).rejects.toThrow('no longer wanted');
    await clock.pass(10 * network.delayMs);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
  });

  it('may share a signal with thousands, and costs it one listener', async () => {
    const { resolver, clock } = world({ local: { [HANDLE]: [url(1, A)] } });
    const giving = new AbortController();
    const { signal } = giving;
    const all = Array.from({ length: 1_000 }, () => resolver.resolve(HANDLE, { signal }));
    await turns();
    // One for the record; the service is waited for by the record.
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    giving.abort(new Error('no longer wanted'));
    const ended = await Promise.allSettled(all);
    expect(ended.every(({ status }) => status === 'rejected')).toBe(true);
    await clock.pass(100);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
  });

  it('may have given up before', async () => {
    const { resolver, network } = world();
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(resolver.resolve(HANDLE, { signal })).rejects.toThrow('too late');
    expect(network.asked).toEqual([]);
  });

  it('has all its time, though it joins a question that has nearly used up its own', async () => {
    const { resolver, clock, network } = world();
    let isBack = false;
    network.at(LOCAL, () => (isBack ? { values: [url(1, A)] } : 'silence'));
    const early = resolver.resolve(HANDLE);
    await clock.pass(4_000);
    const late = resolver.resolve(HANDLE);
    await turns();
    isBack = true;
    const found = await clock.run(Promise.all([early, late]));
    expect(found.map(({ outcome }) => outcome)).toEqual(['timeout', 'found']);
  });

  it('has no more than its time, though the question it joins may go on', async () => {
    const { resolver, clock, network, local, registry } = world();
    local['10.1/slow'] = [alias('20.1/x')];
    registry['0.NA/20.1'] = [siteValue(1, site('192.0.2.20'))];
    network.at('192.0.2.20', () => 'silence');
    const first = resolver.resolve('10.1/slow');
    // After two seconds the second record is looked up, and that has five seconds of its own.
    network.delayMs = 1_100;
    const started = clock.now();
    expect((await clock.run(first)).outcome).toBe('timeout');
    expect(clock.now() - started).toBeLessThanOrEqual(5_050);
    expect(clock.alarms).toBeGreaterThan(0);
  });

  it('has not to suffer from a request with few exchanges left', async () => {
    const { resolver, clock, network, registry, local } = world({ maxExchanges: 4 });
    local['10.1/a'] = [alias('10.1/b')];
    local['10.1/b'] = [alias('20.1/c')];
    local['20.1/c'] = [url(1, A)];
    registry['0.NA/20.1'] = [serv(1, '0.SERV/x')];
    registry['0.SERV/x'] = [siteValue(1, site(LOCAL))];
    // After the prefix, two aliases and another prefix the first one has nothing left.
    const poor = resolver.resolve('10.1/a');
    while (network.questionsAbout('0.NA/20.1').length === 0) await clock.pass(network.delayMs);
    const rich = resolver.resolve('20.1/c');
    const [first, second] = await clock.run(Promise.all([poor, rich]));
    expect(first.outcome).toBe('too-many-exchanges');
    expect(second.outcome).toBe('found');
  });
});

describe('services that need each other', () => {
  const registry = () => ({
    '0.NA/10.1': [serv(1, '10.2/SERVICE')],
    '0.NA/10.2': [serv(1, '10.1/SERVICE')],
  });

  it('are a loop that the message names', async () => {
    const { resolve, network } = world({ registry: registry() });
    const found = await resolve(HANDLE);
    expect(found.outcome).toBe('service-loop');
    expect(messageOf(found)).toContain('0.NA/10.1');
    expect(messageOf(found)).toContain('10.2/SERVICE');
    expect(network.asked).toEqual([`0.NA/10.1@${ROOT}`, `0.NA/10.2@${ROOT}`]);
  });

  it('are seen at once when different requests begin with different ones', async () => {
    const { resolver, clock } = world({ registry: registry() });
    const started = clock.now();
    const found = await clock.run(
      Promise.all([resolver.resolve('10.1/a'), resolver.resolve('10.2/a')]),
    );
    expect(found.map(({ outcome }) => outcome)).toEqual(['service-loop', 'service-loop']);
    expect(clock.now() - started).toBeLessThan(100);
  });

  it('do not keep a service from being found that has a site of its own', async () => {
    const made = registry();
    made['0.NA/10.2'] = [siteValue(1, site(LOCAL)), serv(2, '10.1/SERVICE')];
    const { resolver, clock } = world({
      registry: made,
      local: { '10.2/SERVICE': [siteValue(1, site(LOCAL))], [HANDLE]: [url(1, A)] },
    });
    const found = await clock.run(
      Promise.all([resolver.resolve(HANDLE), resolver.resolve('10.2/a')]),
    );
    expect(found.map(({ outcome }) => outcome)).toEqual(['found', 'handle-not-found']);
  });
});

describe('closing', () => {
  it('ends what is under way', async () => {
    const { resolver, network } = world();
    network.at(ROOT, () => 'silence');
    const request = resolver.resolve(HANDLE);
    await turns();
    await resolver.close();
    // No time passes here, so nothing else can end it.
    const ended = await request;
    expect(ended.outcome).toBe('unreachable');
    expect(messageOf(ended)).toContain('closed');
    expect(network.exchanges).toHaveLength(1);
  });

  it('ends what comes later', async () => {
    const { resolver, resolve } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolver.close();
    expect((await resolve(HANDLE)).outcome).toBe('unreachable');
  });
});
