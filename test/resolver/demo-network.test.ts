import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DoorProtocol, OddAnswer } from '../../src/demo/index.ts';
import { comparisonForm } from '../../src/handle/handle.ts';
import { InterfaceProtocol, type Site } from '../../src/handle/site.ts';
import { decodeSite } from '../../src/protocol/site.ts';
import { bootstrapOf } from '../../src/resolver/bootstrap.ts';
import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import type { Resolution } from '../../src/resolver/resolution.ts';
import { systemClock } from '../../src/system.ts';
import { type DemoWorld, demoWorld } from './kit/demo-world.ts';
import { SOME_KEY, siteValue } from './kit/records.ts';
import { messageOf, textsOf } from './kit/world.ts';

let demo: DemoWorld;

beforeAll(async () => {
  demo = await demoWorld();
});
beforeEach(() => demo.healthy());
afterAll(() => demo.close());

const PLAIN = '20.500.1/one-url';
const SERVED = '20.500.2/served';
const OLD_KEY = '20.500.4/old-key';

/** `purpose handle` of every exchange, with the code of its answer. */
function road(): string[] {
  return demo.events.map(
    ({ purpose, handle, responseCode, error }) => `${purpose} ${handle}: ${responseCode ?? error}`,
  );
}

/** The site of the service at the prefix, as the root says. */
async function siteOf(prefix: string): Promise<Site> {
  const found = await demo.resolver({ trust: 'off' }).resolve(`0.NA/${prefix}`);
  const value =
    found.outcome === 'found' ? found.values.find(({ type }) => type === 'HS_SITE') : undefined;
  if (value === undefined) throw new Error(`no site for ${prefix}`);
  return decodeSite(value.data);
}

/** The root's site in the bootstrap, changed. */
function bootstrapWith(change: (site: Site) => Site) {
  const [root] = readBootstrap(demo.network.bootstrap).rootSites;
  if (root === undefined) throw new Error('the bootstrap has no site');
  return bootstrapOf(new Map([[comparisonForm('0.NA/0.NA'), [siteValue(1, change(root))]]]));
}

function withKey(site: Site, publicKey: Uint8Array): Site {
  return { ...site, servers: site.servers.map((server) => ({ ...server, publicKey })) };
}

describe('a record is found', () => {
  it('through the HS_SITE value of its prefix', async () => {
    const found = await demo.resolver().resolve(PLAIN);
    expect(found).toMatchObject({ outcome: 'found', authoritative: true, certified: false });
    expect(road()).toEqual(['prefix 0.NA/20.500.1: 1', `record ${PLAIN}: 1`]);
  });

  it('through an HS_SERV value', async () => {
    expect((await demo.resolver().resolve(SERVED)).outcome).toBe('found');
    expect(road()).toEqual([
      'prefix 0.NA/20.500.2: 1',
      'service 0.SERV/DEMO: 1',
      `record ${SERVED}: 1`,
    ]);
  });

  it('on the server of a site that its hash decides', async () => {
    const resolver = demo.resolver();
    for (const name of ['a', 'b', 'c', 'd']) {
      expect((await resolver.resolve(`20.500.3/${name}`)).outcome).toBe('found');
    }
    const counts = ['hash-1', 'hash-2'].map(
      (name) => demo.network.server(name).counts.requests.udp,
    );
    expect(counts.every((count) => count > 0)).toBe(true);
    expect(road().filter((step) => step.includes('301'))).toEqual([]);
  });

  it('under a derived prefix, through a referral to a service handle', async () => {
    expect((await demo.resolver().resolve('20.500.4.7/derived')).outcome).toBe('found');
    expect(road()).toEqual([
      'prefix 0.NA/20.500.4.7: 303',
      'service 0.SERV/DEMO.DERIVED: 1',
      'prefix 0.NA/20.500.4.7: 1',
      'record 20.500.4.7/derived: 1',
    ]);
  });

  it('under a derived prefix, through a referral to a site', async () => {
    expect((await demo.resolver().resolve('20.500.5.1/derived')).outcome).toBe('found');
    expect(road()).toEqual([
      'prefix 0.NA/20.500.5.1: 303',
      'prefix 0.NA/20.500.5.1: 1',
      'record 20.500.5.1/derived: 1',
    ]);
  });

  it('on the root when its name has no slash', async () => {
    expect((await demo.resolver().resolve('demo-without-slash')).outcome).toBe('found');
    expect(road()).toEqual(['record demo-without-slash: 1']);
  });

  it('whatever characters its name has', async () => {
    for (const handle of ['20.500.1/ünïcødé-日本語', '20.500.1/sp ace', '20.500.1/dot/../up']) {
      const found = await demo.resolver().resolve(handle);
      expect(found).toMatchObject({ outcome: 'found', handle });
    }
  });

  it('behind an alias to another service', async () => {
    const found = await demo.resolver().resolve('20.500.1/alias-to-service');
    expect(found).toMatchObject({ handle: SERVED, aliases: ['20.500.1/alias-to-service'] });
  });

  it('once for ten thousand who ask at the same time, and its prefix once', async () => {
    const resolver = demo.resolver();
    const all = await Promise.all(Array.from({ length: 10_000 }, () => resolver.resolve(PLAIN)));
    expect(all.every(({ outcome }) => outcome === 'found')).toBe(true);
    expect(demo.network.server('root').counts.of('0.NA/20.500.1')).toBe(1);
    expect(demo.network.server('plain').counts.of(PLAIN)).toBe(1);
    expect(demo.events).toHaveLength(2);
  });

  it('again at the server when the request is authoritative', async () => {
    const resolver = demo.resolver();
    await resolver.resolve(PLAIN);
    await resolver.resolve(PLAIN);
    expect(demo.network.server('plain').counts.of(PLAIN)).toBe(1);
    await resolver.resolve(PLAIN, { authoritative: true });
    expect(demo.network.server('plain').counts.of(PLAIN)).toBe(2);
    expect(demo.network.server('root').counts.of('0.NA/20.500.1')).toBe(1);
  });
});

describe('a record is not found', () => {
  it('when its server does not know it', async () => {
    expect((await demo.resolver().resolve('20.500.1/nothing')).outcome).toBe('handle-not-found');
  });

  it('when nobody knows its prefix', async () => {
    const found = await demo.resolver().resolve('20.500.404/x');
    expect(found).toMatchObject({ outcome: 'prefix-not-found', prefix: '20.500.404' });
  });

  it('when only its administrator may read it', async () => {
    const found = await demo.resolver().resolve('20.500.1/restricted', { publicOnly: false });
    expect(found).toMatchObject({ outcome: 'restricted', responseCode: 402 });
  });

  it('when its aliases go round', async () => {
    expect((await demo.resolver().resolve('20.500.1/alias-loop')).outcome).toBe('alias-loop');
  });
});

describe('a protocol that is closed', () => {
  const close = (name: string, ...protocols: DoorProtocol[]) => {
    const { faults } = demo.network.server(name);
    return Promise.all(protocols.map((protocol) => faults.setDoor(protocol, 'closed')));
  };

  it('is passed over: TCP for UDP', async () => {
    await close('root', 'udp');
    await close('plain', 'udp');
    expect((await demo.resolver().resolve(PLAIN)).outcome).toBe('found');
    expect(demo.network.server('plain').counts.requests).toEqual({ udp: 0, tcp: 1, http: 0 });
  });

  it('is passed over: HTTP for both', async () => {
    await close('plain', 'udp', 'tcp');
    expect((await demo.resolver().resolve(PLAIN)).outcome).toBe('found');
    expect(demo.network.server('plain').counts.requests).toEqual({ udp: 0, tcp: 0, http: 1 });
  });

  it('is the end when all are', async () => {
    await close('plain', 'udp', 'tcp', 'http');
    const found = await demo.resolver().resolve(PLAIN);
    expect(found.outcome).toBe('unreachable');
    expect(road().slice(1)).toEqual(Array(3).fill(`record ${PLAIN}: refused`));
  });

  it('is passed over also when it is only silent', async () => {
    await demo.network.server('plain').faults.setDoor('udp', 'silent');
    const found = await demo.resolver({ deadlineMs: 4_000 }).resolve(PLAIN);
    expect(found.outcome).toBe('found');
    expect(road().slice(1)).toEqual([`record ${PLAIN}: timeout`, `record ${PLAIN}: 1`]);
  });
});

describe('a site that is dead', () => {
  it('is passed over for one that is not', async () => {
    const bootstrap = bootstrapWith((root) => root);
    const [alive] = bootstrap.rootSites;
    const dead: Site = {
      ...(alive as Site),
      serialNumber: 9,
      servers: (alive as Site).servers.map((server) => ({
        ...server,
        // Nobody listens at port 1 of the loopback interface.
        interfaces: server.interfaces.map((door) => ({ ...door, port: 1 })),
      })),
    };
    const both = bootstrapOf(
      new Map([['0.NA/0.NA', [siteValue(1, dead), siteValue(2, alive as Site)]]]),
    );
    const resolver = demo.resolver({ bootstrap: both, random: () => 0.5 });
    expect((await resolver.resolve(PLAIN)).outcome).toBe('found');
    expect(demo.events[0]).toMatchObject({ port: 1, error: 'refused' });
  });
});

describe('a service that refers to another (302)', () => {
  /** The service of the old key, by TCP alone: another site for the same records. */
  async function overTcp(): Promise<Site> {
    const site = await siteOf('20.500.4');
    const servers = site.servers.map((server) => ({
      ...server,
      interfaces: server.interfaces.filter(({ protocol }) => protocol === InterfaceProtocol.tcp),
    }));
    return { ...site, servers };
  }

  it('is left for the other', async () => {
    const values = [siteValue(1, await overTcp())];
    demo.network.server('dsa').faults.odd = ({ protocol }) =>
      protocol === 'udp' ? { kind: 'referral', code: 302, values } : undefined;
    demo.events.length = 0;
    expect((await demo.resolver().resolve(OLD_KEY)).outcome).toBe('found');
    expect(demo.events.map(({ protocol, responseCode }) => `${protocol} ${responseCode}`)).toEqual([
      'udp 1',
      'udp 302',
      // Again, since it was not signed.
      'udp 302',
      'tcp 1',
    ]);
  });

  it('is a loop when that refers to itself', async () => {
    const values = [siteValue(1, await overTcp())];
    demo.network.server('dsa').faults.odd = ({ handle }) =>
      handle === OLD_KEY ? { kind: 'referral', code: 302, values } : undefined;
    const found = await demo.resolver().resolve(OLD_KEY);
    expect(found.outcome).toBe('referral-loop');
    expect(messageOf(found)).toContain(OLD_KEY);
  });

  it('is a loop when it refers to the service handle of itself', async () => {
    demo.network.server('served').faults.odd = {
      kind: 'referral',
      code: 302,
      handle: '0.SERV/DEMO',
    };
    expect((await demo.resolver().resolve(SERVED)).outcome).toBe('referral-loop');
  });
});

describe('signatures', () => {
  it.each([
    [PLAIN, 'SHA-256'],
    [SERVED, 'SHA-256'],
    ['20.500.3/a', 'SHA-256'],
    // A DSA key in a service of version 2.10 signs with SHA-1.
    [OLD_KEY, 'SHA-1'],
    ['20.500.4.7/derived', 'SHA-256'],
    ['20.500.5.1/derived', 'SHA-256'],
  ])('of all answers on the way to %s are verified', async (handle, digest) => {
    const found = await demo.resolver({ trust: 'all' }).resolve(handle);
    expect(found).toMatchObject({ outcome: 'found', certified: true });
    expect(demo.events.every(({ signature }) => signature !== undefined)).toBe(true);
    expect(demo.events.at(-1)?.signature).toBe(digest);
  });

  it('of what says where to ask are verified by default, those of records are not', async () => {
    await demo.resolver().resolve(SERVED);
    expect(demo.events.map(({ signature }) => signature)).toEqual([
      'SHA-256',
      'SHA-256',
      undefined,
    ]);
  });

  it('of answers that say "not found" are verified, too', async () => {
    const found = await demo.resolver({ trust: 'all' }).resolve('20.500.1/nothing');
    expect(found.outcome).toBe('handle-not-found');
    expect(demo.events.at(-1)?.signature).toBe('SHA-256');
  });

  const odd: [string, OddAnswer, Resolution['outcome']][] = [
    ['is tampered with', { kind: 'bad-signature' }, 'bad-signature'],
    ['is not signed', { kind: 'unsigned' }, 'bad-signature'],
    ['holds the digest of another request', { kind: 'bad-digest' }, 'bad-signature'],
    ['is about another handle', { kind: 'other-handle', handle: SERVED }, 'bad-answer'],
    ['has expired', { kind: 'expired' }, 'bad-answer'],
    ['cannot be read', { kind: 'garbage' }, 'bad-answer'],
  ];

  it.each(odd)('do not let an answer count that %s', async (_, answer, outcome) => {
    demo.network.server('plain').faults.odd = answer;
    const found = await demo.resolver({ trust: 'all', deadlineMs: 4_000 }).resolve(PLAIN);
    expect(found.outcome).toBe(outcome);
  });

  it('that fail for a prefix keep its service from being asked', async () => {
    demo.network.server('root').faults.odd = { kind: 'bad-signature' };
    const found = await demo.resolver({ deadlineMs: 4_000 }).resolve(PLAIN);
    expect(found.outcome).toBe('bad-signature');
    expect(messageOf(found)).toContain('"trust"');
    expect(demo.network.server('plain').counts.of(PLAIN)).toBe(0);
  });

  it('that fail for a record matter only to those who want it certified', async () => {
    demo.network.server('plain').faults.odd = { kind: 'unsigned' };
    const resolver = demo.resolver({ deadlineMs: 4_000 });
    expect((await resolver.resolve(PLAIN)).outcome).toBe('found');
    expect((await resolver.resolve(PLAIN, { certified: true })).outcome).toBe('bad-signature');
  });

  it('are of no use with the wrong key in the bootstrap', async () => {
    const bootstrap = bootstrapWith((root) => withKey(root, SOME_KEY));
    const found = await demo.resolver({ bootstrap, deadlineMs: 4_000 }).resolve(PLAIN);
    expect(found.outcome).toBe('bad-signature');
    expect(messageOf(found)).toContain('"trust"');
    const trusting = demo.resolver({ bootstrap, trust: 'off' });
    expect((await trusting.resolve(PLAIN)).outcome).toBe('found');
  });

  it('cannot be verified without a key in the bootstrap, and nobody is asked', async () => {
    const bootstrap = bootstrapWith((root) => withKey(root, new Uint8Array(0)));
    const found = await demo.resolver({ bootstrap }).resolve(PLAIN);
    expect(found.outcome).toBe('bad-signature');
    expect(messageOf(found)).toContain("the bootstrap's site record");
    expect(demo.events).toEqual([]);
  });
});

describe('a server that has other cares', () => {
  it.each([
    [3, 'busy'],
    [7, 'busy'],
    [2, 'bad-answer'],
    [301, 'bad-answer'],
  ])('and answers with code %i', async (code, outcome) => {
    demo.network.server('plain').faults.odd = { kind: 'code', code };
    expect(await demo.resolver().resolve(PLAIN)).toMatchObject({ outcome, responseCode: code });
  });

  it('is left for its UDP answers, when those are broken, by way of TCP', async () => {
    demo.network.server('plain').faults.odd = ({ protocol }) =>
      protocol === 'udp' ? { kind: 'garbage' } : undefined;
    const found = await demo.resolver().resolve(PLAIN);
    expect(textsOf(found).length).toBeGreaterThan(0);
    expect(demo.network.server('plain').counts.requests.tcp).toBe(1);
  });
});

describe('when the whole network is gone', () => {
  const PROTOCOLS: readonly DoorProtocol[] = ['udp', 'tcp', 'http'];
  /** Every demo record lives for a day at most. */
  const HALF_A_DAY_LATER = 1.5 * 86_400_000;

  function setAllDoors(state: 'open' | 'closed') {
    const { servers } = demo.network;
    const doors = servers.flatMap(({ faults }) =>
      PROTOCOLS.map((protocol) => faults.setDoor(protocol, state)),
    );
    return Promise.all(doors);
  }

  it('what was known is given though it has expired, at once after the first, until it is back', async () => {
    let later = 0;
    const clock = { ...systemClock, now: () => systemClock.now() + later };
    const resolver = demo.resolver({
      clock,
      policy: { failureFirstMs: 3_600_000, failureMaxMs: 3_600_000, staleRecheckMs: 3_600_000 },
    });
    const first = await resolver.resolve(PLAIN);
    expect(first).toMatchObject({ outcome: 'found', cache: 'miss' });
    later = HALF_A_DAY_LATER;
    await setAllDoors('closed');
    const stale = await resolver.resolve(PLAIN);
    expect(stale).toMatchObject({ outcome: 'found', cache: 'stale' });
    expect(textsOf(stale)).toEqual(textsOf(first));
    demo.events.length = 0;
    expect(resolver.cached(PLAIN)).toMatchObject({ outcome: 'found', cache: 'stale' });
    expect(resolver.cached('20.500.1/never-asked')?.outcome).toBe('unreachable');
    expect(demo.events).toEqual([]);
    await setAllDoors('open');
    resolver.purge('all');
    expect(await resolver.resolve(PLAIN)).toMatchObject({ outcome: 'found', cache: 'miss' });
    await resolver.close();
  });
});
