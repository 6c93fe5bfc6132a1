import { describe, expect, it } from 'vitest';
import { SiteFlag } from '../../src/handle/site.ts';
import { hasFlag, OpFlag } from '../../src/protocol/op-flag.ts';
import { serverIndex } from '../../src/protocol/server-index.ts';
import { ALL_PROTOCOLS } from './kit/fake-network.ts';
import { HTTP, server, site, siteValue, TCP, UDP, url } from './kit/records.ts';
import { LOCAL, messageOf, ROOT, textsOf, world } from './kit/world.ts';

const A = 'https://a.example/';
const HANDLE = '10.1/a';
const FIRST = '192.0.2.11';
const SECOND = '192.0.2.12';
const THIRD = '192.0.2.13';

/** A prefix whose service has these sites, in this order when nothing is known of them. */
function worldOf(...sites: ReturnType<typeof site>[]) {
  const values = sites.map((each, position) => siteValue(position + 1, each));
  const made = world({
    registry: { '0.NA/10.1': values },
    protocols: ALL_PROTOCOLS,
    policy: { exploreShare: 0 },
  });
  for (const address of [FIRST, SECOND, THIRD]) made.network.at(address, () => 'silence');
  return made;
}

/** The ways tried for the record. */
function triedIn({ network }: ReturnType<typeof worldOf>): string[] {
  return network.exchanges
    .filter(({ question }) => question.handle === HANDLE)
    .map(({ endpoint }) => `${endpoint.protocol} ${endpoint.address}`);
}

describe('a service', () => {
  it('is asked by one protocol at all sites before the next protocol', async () => {
    const made = worldOf(site(FIRST), site(SECOND));
    for (const address of [FIRST, SECOND]) made.network.at(address, () => ({ fails: 'refused' }));
    await made.resolve(HANDLE);
    expect(triedIn(made)).toEqual([
      `udp ${FIRST}`,
      `udp ${SECOND}`,
      `tcp ${FIRST}`,
      `tcp ${SECOND}`,
    ]);
  });

  it('is asked by the protocols that are set, in their order', async () => {
    const servers = [server(FIRST, { interfaces: [UDP, TCP, HTTP] })];
    const { resolve, network } = world({
      registry: { '0.NA/10.1': [siteValue(1, site(FIRST, { servers }))] },
      protocols: ['http', 'tcp'],
    });
    await resolve(HANDLE);
    expect(network.tried.slice(1)).toEqual([`http ${FIRST}`, `tcp ${FIRST}`]);
  });

  it('is asked at the server that the hash of the handle decides', async () => {
    const servers = [FIRST, SECOND, THIRD].map((address) => server(address));
    const made = worldOf(site(FIRST, { servers, hashOption: 2 }));
    for (const address of [FIRST, SECOND, THIRD]) made.network.serve(address, {});
    for (const suffix of ['a', 'b', 'c', 'd', 'e', 'f']) await made.resolve(`10.1/${suffix}`);
    for (const suffix of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const expected = [FIRST, SECOND, THIRD][serverIndex(`10.1/${suffix}`, 2, 3)];
      const asked = made.network.asked.filter((each) => each.startsWith(`10.1/${suffix}@`));
      expect(new Set(asked)).toEqual(new Set([`10.1/${suffix}@${expected}`]));
    }
  });

  it.each([
    ['takes no queries', { ...UDP, type: 1 }],
    ['is out of service', { ...UDP, type: 0 }],
    ['has no possible port', { ...UDP, port: 65_536 }],
    ['has port 0', { ...UDP, port: 0 }],
    ['speaks another protocol', { ...UDP, protocol: 9 }],
  ])('is not asked at an interface that %s', async (_, unusable) => {
    const made = worldOf(site(FIRST, { servers: [server(FIRST, { interfaces: [unusable] })] }));
    const found = await made.resolve(HANDLE);
    expect(found.outcome).toBe('unreachable');
    expect(triedIn(made)).toEqual([]);
  });

  it('is asked at the first of several interfaces of a protocol', async () => {
    const interfaces = [{ ...UDP, type: 1, port: 1111 }, { ...UDP, port: 2222 }, UDP];
    const made = worldOf(site(FIRST, { servers: [server(FIRST, { interfaces })] }));
    await made.resolve(HANDLE);
    expect(made.network.exchanges[1]?.endpoint.port).toBe(2222);
  });

  it('speaks the older of its version and ours, and is told the serial of its site', async () => {
    const made = worldOf(
      site(FIRST, { protocolVersion: { major: 2, minor: 4 }, serialNumber: 77 }),
    );
    await made.resolve(HANDLE);
    const [question] = made.network.questionsAbout(HANDLE);
    expect(question).toMatchObject({ version: { major: 2, minor: 4 }, siteSerial: 77 });
  });

  it('is asked at primaries only for an authoritative answer', async () => {
    const made = worldOf(site(FIRST, { flags: 0 }), site(SECOND), site(THIRD, { flags: 0 }));
    made.network.serve(SECOND, { [HANDLE]: [url(1, A)] });
    const found = await made.resolve(HANDLE, { authoritative: true });
    expect(found).toMatchObject({ outcome: 'found', authoritative: true });
    expect(triedIn(made)).toEqual([`udp ${SECOND}`]);
  });

  it('is asked anywhere for an authoritative answer when no site is a primary', async () => {
    const made = worldOf(site(FIRST, { flags: SiteFlag.multiPrimary }));
    made.network.serve(FIRST, { [HANDLE]: [url(1, A)] });
    const found = await made.resolve(HANDLE, { authoritative: true });
    expect(found).toMatchObject({ outcome: 'found', authoritative: false });
    expect(hasFlag(made.network.questionsAbout(HANDLE)[0]?.flags ?? 0, OpFlag.authoritative)).toBe(
      true,
    );
  });
});

describe('the next server is asked', () => {
  it.each([
    'timeout',
    'refused',
    'unreachable',
    'closed',
    'forbidden-address',
    'bad-message',
    'wrong-answer',
    'expired',
    'bad-digest',
    'bad-signature',
    'tls-key',
    'http-status',
    'too-large',
  ] as const)('when an exchange ends with %s', async (fails) => {
    const made = worldOf(site(FIRST), site(SECOND));
    made.network.at(FIRST, () => ({ fails }));
    made.network.serve(SECOND, { [HANDLE]: [url(1, A)] });
    expect(textsOf(await made.resolve(HANDLE))).toEqual([A]);
    expect(triedIn(made)).toEqual([`udp ${FIRST}`, `udp ${SECOND}`]);
  });

  it.each([2, 3, 4, 7, 300, 301, 500, 999])('when one answers with code %i', async (code) => {
    const made = worldOf(site(FIRST), site(SECOND));
    made.network.at(FIRST, () => ({ code }));
    made.network.serve(SECOND, { [HANDLE]: [url(1, A)] });
    expect(textsOf(await made.resolve(HANDLE))).toEqual([A]);
  });
});

describe('nobody else is asked', () => {
  it.each([
    [100, { outcome: 'handle-not-found', responseCode: 100 }],
    [200, { outcome: 'values-not-found', responseCode: 200 }],
    [102, { outcome: 'bad-answer', responseCode: 102 }],
    [5, { outcome: 'bad-answer', responseCode: 5 }],
    [6, { outcome: 'bad-answer', responseCode: 6 }],
    [401, { outcome: 'restricted', responseCode: 401 }],
    [402, { outcome: 'restricted', responseCode: 402 }],
  ])('when one answers with code %i', async (code, expected) => {
    const made = worldOf(site(FIRST), site(SECOND));
    made.network.at(FIRST, () => ({ code }));
    expect(await made.resolve(HANDLE)).toMatchObject(expected);
    expect(triedIn(made)).toEqual([`udp ${FIRST}`]);
  });
});

describe('when every server fails', () => {
  it.each([
    [2, { outcome: 'bad-answer', responseCode: 2 }],
    [3, { outcome: 'busy', responseCode: 3, retryAfterSeconds: 5 }],
    [4, { outcome: 'bad-answer', responseCode: 4 }],
    [7, { outcome: 'busy', responseCode: 7, retryAfterSeconds: 5 }],
    [300, { outcome: 'bad-answer', responseCode: 300 }],
    [301, { outcome: 'bad-answer', responseCode: 301 }],
  ])('code %i is told', async (code, expected) => {
    const made = worldOf(site(FIRST), site(SECOND));
    for (const address of [FIRST, SECOND]) made.network.at(address, () => ({ code }));
    const found = await made.resolve(HANDLE);
    expect(found).toMatchObject(expected);
    expect(messageOf(found)).toContain('prefix 10.1');
  });

  it.each([
    ['timeout', 'timeout'],
    ['refused', 'unreachable'],
    ['forbidden-address', 'unreachable'],
    ['bad-message', 'bad-answer'],
    ['wrong-answer', 'bad-answer'],
    ['bad-digest', 'bad-signature'],
    ['bad-signature', 'bad-signature'],
  ] as const)('a failure %s is told as %s', async (fails, outcome) => {
    const made = worldOf(site(FIRST));
    made.network.at(FIRST, () => ({ fails }));
    expect((await made.resolve(HANDLE)).outcome).toBe(outcome);
  });

  it('the most telling failure is told', async () => {
    const made = worldOf(site(FIRST), site(SECOND), site(THIRD));
    made.network.at(FIRST, () => ({ fails: 'refused' }));
    made.network.at(SECOND, () => ({ code: 3 }));
    made.network.at(THIRD, () => ({ fails: 'timeout' }));
    expect((await made.resolve(HANDLE)).outcome).toBe('busy');
  });

  it.each([3, 7, 300, 301])('one that answers %i is not asked by other protocols', async (code) => {
    const made = worldOf(site(FIRST));
    made.network.at(FIRST, () => ({ code }));
    await made.resolve(HANDLE);
    expect(triedIn(made)).toEqual([`udp ${FIRST}`]);
  });
});

describe('with more servers than anybody would try', () => {
  const sites = Array.from({ length: 20 }, (_, n) => site(`192.0.2.${100 + n}`));

  it('the failure is that of the servers, not that there are too many', async () => {
    const made = worldOf(...sites);
    expect((await made.resolve(HANDLE)).outcome).toBe('unreachable');
    expect(triedIn(made)).toHaveLength(16);
  });

  it('every protocol is tried', async () => {
    const made = worldOf(...sites);
    for (let n = 100; n < 120; n += 1) {
      made.network.at(`192.0.2.${n}`, (_, { protocol }) =>
        protocol === 'udp' ? { fails: 'refused' } : { values: [url(1, A)] },
      );
    }
    expect(textsOf(await made.resolve(HANDLE))).toEqual([A]);
  });

  it('a few get time enough for an answer rather than all of them too little', async () => {
    const made = worldOf(...sites);
    for (let n = 100; n < 120; n += 1) made.network.at(`192.0.2.${n}`, () => 'silence');
    expect((await made.resolve(HANDLE)).outcome).toBe('timeout');
    const slices = made.network.exchanges.slice(1).map(({ timeoutMs }) => timeoutMs);
    expect(Math.min(...slices.slice(0, -1))).toBeGreaterThanOrEqual(80);
  });
});

describe('time', () => {
  it('ends when all who were asked are silent to the last', async () => {
    const made = worldOf(site(FIRST), site(SECOND));
    expect((await made.resolve(HANDLE)).outcome).toBe('timeout');
    expect(made.clock.elapsed()).toBeLessThanOrEqual(5_050);
  });

  it('is left for other protocols by a dozen dead servers', async () => {
    const dead = Array.from({ length: 12 }, (_, n) => site(`192.0.2.${100 + n}`));
    const made = world({
      registry: { '0.NA/10.1': dead.map((each, n) => siteValue(n + 1, each)) },
    });
    for (let n = 0; n < 12; n += 1) {
      made.network.at(`192.0.2.${100 + n}`, (_, { protocol }) =>
        protocol === 'udp' ? 'silence' : { values: [url(1, A)] },
      );
    }
    // So long that a rest of the time would not do.
    made.network.delayMs = 300;
    expect(textsOf(await made.resolve(HANDLE))).toEqual([A]);
  });

  it('is all for the last one', async () => {
    const servers = [server(FIRST, { interfaces: [UDP] })];
    const made = worldOf(site(FIRST, { servers }));
    const started = made.clock.now();
    expect((await made.resolve(HANDLE)).outcome).toBe('timeout');
    expect(made.clock.now() - started).toBe(5_000);
  });

  it('is not spent on one that refuses', async () => {
    const made = worldOf(site(FIRST), site(SECOND));
    made.network.at(FIRST, () => ({ fails: 'refused' }));
    made.network.serve(SECOND, { [HANDLE]: [url(1, A)] });
    const started = made.clock.now();
    await made.resolve(HANDLE);
    expect(made.clock.now() - started).toBe(2 * made.network.delayMs);
  });
});

describe('a server that says the handle is not its own (301)', () => {
  it.each([300, 301])('has the service looked up once more (code %i)', async (code) => {
    const { resolve, network, registry } = world({ local: { '10.1/old': [url(1, A)] } });
    await resolve('10.1/old');
    registry['0.NA/10.1'] = [siteValue(1, site(SECOND))];
    network.at(LOCAL, () => ({ code }));
    network.serve(SECOND, { [HANDLE]: [url(1, A)] });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(network.questionsAbout('0.NA/10.1')).toHaveLength(2);
    network.forget();
    await resolve('10.1/b');
    expect(network.asked).toEqual([`10.1/b@${SECOND}`]);
  });

  it('is believed when the service is still the same, and not checked again for a minute', async () => {
    const { resolve, network, clock } = world();
    network.at(LOCAL, () => ({ code: 301 }));
    expect(await resolve('10.1/a')).toMatchObject({ outcome: 'bad-answer', responseCode: 301 });
    expect(network.asked).toEqual([`0.NA/10.1@${ROOT}`, `10.1/a@${LOCAL}`, `0.NA/10.1@${ROOT}`]);
    await resolve('10.1/b');
    expect(network.questionsAbout('0.NA/10.1')).toHaveLength(2);
    clock.advance(60_000);
    await resolve('10.1/c');
    expect(network.questionsAbout('0.NA/10.1')).toHaveLength(3);
  });

  it('has nobody looked up when that has just been done for another handle', async () => {
    const { resolve, resolver, clock, network, registry } = world({
      local: { '10.1/old': [url(1, A)] },
    });
    await resolve('10.1/old');
    registry['0.NA/10.1'] = [siteValue(1, site(SECOND))];
    network.serve(SECOND, { '10.1/a': [url(1, A)], '10.1/late': [url(1, A)] });
    network.at(LOCAL, ({ handle }) => {
      network.delayMs = handle === '10.1/late' ? 100 : 1;
      return { code: 301 };
    });
    const found = await clock.run(
      Promise.all([resolver.resolve('10.1/late'), resolver.resolve('10.1/a')]),
    );
    expect(found.map(({ outcome }) => outcome)).toEqual(['found', 'found']);
    expect(network.questionsAbout('0.NA/10.1')).toHaveLength(2);
  });

  it('leaves no service behind when the prefix is gone', async () => {
    const { resolve, network, registry } = world({ local: { '10.1/old': [url(1, A)] } });
    await resolve('10.1/old');
    delete registry['0.NA/10.1'];
    network.at(LOCAL, () => ({ code: 301 }));
    await resolve(HANDLE);
    expect((await resolve('10.1/b')).outcome).toBe('prefix-not-found');
  });

  it('has nobody looked up when it is the registry', async () => {
    const { resolve, network } = world();
    network.at(ROOT, () => ({ code: 301 }));
    expect((await resolve('0.NA/10.1')).outcome).toBe('bad-answer');
    expect(network.asked).toEqual([`0.NA/10.1@${ROOT}`]);
  });
});

describe('what is told of exchanges', () => {
  it('is why, who, how and what came of it', async () => {
    const attributes = [{ name: 'desc', value: 'a service' }];
    const { resolve, events, network } = world({
      registry: { '0.NA/10.1': [siteValue(1, site(LOCAL, { attributes }))] },
      local: { [HANDLE]: [url(1, A)] },
      trust: 'services',
    });
    network.delayMs = 7;
    await resolve(HANDLE);
    expect(events).toEqual([
      {
        handle: '0.NA/10.1',
        purpose: 'prefix',
        protocol: 'udp',
        address: ROOT,
        port: 2641,
        milliseconds: 7,
        attempts: 1,
        bytes: 100,
        responseCode: 1,
        signature: 'SHA-256',
      },
      {
        handle: HANDLE,
        purpose: 'record',
        protocol: 'udp',
        address: LOCAL,
        port: 2641,
        site: 'a service',
        milliseconds: 7,
        attempts: 1,
        bytes: 100,
        responseCode: 1,
      },
    ]);
  });

  it('includes what went wrong', async () => {
    const made = worldOf(site(FIRST));
    made.network.at(FIRST, () => ({ fails: 'refused' }));
    await made.resolve(HANDLE);
    expect(made.events[1]).toMatchObject({ error: 'refused', bytes: 0, attempts: 1 });
    expect(made.events[1]).not.toHaveProperty('responseCode');
  });

  it('goes to the trace of the request too', async () => {
    const { resolve, events } = world({ local: { [HANDLE]: [url(1, A)] } });
    const traced: unknown[] = [];
    await resolve(HANDLE, { trace: (event) => traced.push(event) });
    expect(traced).toEqual(events);
    expect(traced).toHaveLength(2);
  });

  it('is nothing when the cache knows', async () => {
    const { resolve } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE);
    const traced: unknown[] = [];
    await resolve(HANDLE, { trace: (event) => traced.push(event) });
    expect(traced).toEqual([]);
  });
});
