import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/resolver/policy.ts';
import { ALL_PROTOCOLS, type Reaction } from './kit/fake-network.ts';
import { HTTP, server, site, siteValue, TCP, UDP, url } from './kit/records.ts';
import { ROOT, textsOf, world } from './kit/world.ts';

const A = 'https://a.example/';
const ONE = '192.0.2.11';
const TWO = '192.0.2.12';
const THREE = '192.0.2.13';
const SIX = '2001:db8::1';

const VALUES: Reaction = { values: [url(1, A, { ttl: 0 })] };

/** A prefix with these sites, asked in this order when nothing is known of them. */
function worldOf(addresses: readonly string[], policy: Partial<Policy> = {}, random = () => 0.5) {
  const servers = (address: string) => [server(address, { interfaces: [UDP, TCP, HTTP] })];
  const values = addresses.map((address, n) =>
    siteValue(n + 1, site(address, { servers: servers(address) })),
  );
  const made = world({
    registry: { '0.NA/10.1': values },
    protocols: ALL_PROTOCOLS,
    policy,
    random,
  });
  const takes = (address: string, milliseconds: number) =>
    made.network.at(address, () => {
      made.network.delayMs = milliseconds;
      return VALUES;
    });
  for (const address of addresses) takes(address, 10);
  const dies = (address: string) => made.network.at(address, () => 'silence');
  let count = 0;
  /** Asks for a handle nobody has asked for. @returns the milliseconds it took */
  const ask = async (): Promise<number> => {
    count += 1;
    made.network.delayMs = 1;
    const startedAt = made.clock.elapsed();
    const resolution = await made.resolve(`10.1/${count}`);
    const tookMs = made.clock.elapsed() - startedAt;
    expect(textsOf(resolution)).toEqual([A]);
    await made.clock.pass(5);
    return tookMs;
  };
  /** Who has been asked since the last time this was called, the registry left out. */
  const asked = (): string[] => {
    const ways = made.network.tried.filter((way) => !way.endsWith(` ${ROOT}`));
    made.network.forget();
    return ways;
  };
  return { ...made, ask, asked, takes, dies };
}

/** The same with all of them known. */
async function knownWorldOf(addresses: readonly string[], policy: Partial<Policy> = {}) {
  const made = worldOf(addresses, policy);
  for (const _ of addresses) {
    await made.ask();
    await made.clock.pass(2_000);
  }
  made.asked();
  return made;
}

describe('a dead server', () => {
  it('costs the first visitor the time of one answer, and the next ones nothing', async () => {
    const { ask, dies } = worldOf([ONE, TWO]);
    dies(ONE);
    expect(await ask()).toBeLessThanOrEqual(400);
    expect([await ask(), await ask(), await ask()]).toEqual([10, 10, 10]);
  });

  it('costs little more than its usual time when it was known before', async () => {
    const made = await knownWorldOf([ONE, TWO], { hedgeShare: 0 });
    made.dies(ONE);
    expect(await made.ask()).toBeLessThanOrEqual(60);
    expect(made.asked()).toEqual([`udp ${ONE}`, `udp ${TWO}`]);
  });

  it('is looked at again without anybody waiting for it, and less and less often', async () => {
    const made = worldOf([ONE, TWO]);
    made.dies(ONE);
    const lookedAt: number[] = [];
    for (let second = 0; second < 200; second += 1) {
      expect(await made.ask()).toBeLessThanOrEqual(second === 0 ? 400 : 10);
      if (made.asked().includes(`udp ${ONE}`)) lookedAt.push(second);
      await made.clock.pass(1_000);
    }
    const gaps = lookedAt.slice(1).map((second, n) => second - (lookedAt[n] ?? 0));
    expect(gaps.every((gap, n) => gap >= (gaps[n - 1] ?? 0))).toBe(true);
    expect(lookedAt.length).toBeLessThan(10);
    expect(gaps.at(-1)).toBeGreaterThanOrEqual(35);
  });

  it('is asked again when it is back', async () => {
    const made = worldOf([ONE, TWO]);
    made.dies(ONE);
    made.takes(TWO, 100);
    await made.ask();
    made.takes(ONE, 10);
    await made.clock.pass(1_000);
    expect(await made.ask()).toBe(100);
    await made.clock.pass(100);
    expect(await made.ask()).toBe(10);
  });

  it('died once, however many questions died with it', async () => {
    const made = await knownWorldOf([ONE, TWO]);
    made.dies(ONE);
    const many = Array.from({ length: 50 }, (_, n) => made.resolver.resolve(`10.1/many-${n}`));
    await made.clock.run(Promise.all(many));
    const way = made.resolver.ways().find((each) => each.way.startsWith(`udp ${ONE}`));
    expect(way).toMatchObject({ grade: 'doubtful', failures: 1 });
  });

  it('is asked all the same when there is no other', async () => {
    const made = worldOf([ONE]);
    made.dies(ONE);
    for (let n = 0; n < 3; n += 1) {
      expect((await made.resolve(`10.1/dead-${n}`)).outcome).toBe('timeout');
      made.resolver.purge('all');
    }
    made.takes(ONE, 10);
    expect(await made.ask()).toBeLessThanOrEqual(11);
  });

  it('is left alone no longer when it was only so for three failures that are long ago', async () => {
    const made = worldOf([ONE, TWO]);
    made.dies(ONE);
    await made.ask();
    made.takes(ONE, 10);
    await made.clock.pass(900_000);
    await made.ask();
    expect(made.resolver.ways().some(({ failures }) => failures > 0)).toBe(false);
  });
});

describe('a server that is busy', () => {
  it.each([3, 7])('is passed over, and by those who come next too (code %i)', async (code) => {
    const made = worldOf([ONE, TWO]);
    made.network.at(ONE, () => ({ code }));
    await made.ask();
    expect(made.asked()).toEqual([`udp ${ONE}`, `udp ${TWO}`]);
    await made.ask();
    expect(made.asked()).toEqual([`udp ${TWO}`]);
  });
});

describe('a server that somebody slanders', () => {
  it('with a key that is not its own is asked as before', async () => {
    const made = await knownWorldOf([ONE, TWO]);
    made.network.at(ONE, () => ({ fails: 'bad-signature' }));
    await made.ask();
    await made.ask();
    expect(made.resolver.ways().filter(({ failures }) => failures > 0)).toEqual([]);
  });
});

describe('among several servers', () => {
  it('the others are looked at while nobody waits, and the fastest is asked from then on', async () => {
    const made = worldOf([ONE, TWO, THREE]);
    made.takes(ONE, 200);
    made.takes(TWO, 50);
    made.takes(THREE, 100);
    await made.ask();
    expect(made.asked()).toEqual([`udp ${ONE}`, `udp ${TWO}`]);
    await made.clock.pass(1_000);
    expect(await made.ask()).toBe(50);
    expect(made.asked()).toEqual([`udp ${TWO}`, `udp ${THREE}`]);
    await made.clock.pass(1_000);
    expect(await made.ask()).toBe(50);
    expect(made.asked()).toEqual([`udp ${TWO}`]);
  });

  it('another than the best is looked at now and then', async () => {
    const made = worldOf([ONE, TWO], { exploreShare: 0.1 }, lots());
    made.takes(ONE, 10);
    made.takes(TWO, 200);
    for (let n = 0; n < 500; n += 1) await made.ask();
    const others = made.asked().filter((way) => way === `udp ${TWO}`).length;
    expect(others).toBeGreaterThan(20);
    expect(others).toBeLessThan(100);
  });

  it('none is looked at where that is switched off', async () => {
    const made = worldOf([ONE, TWO], { exploreShare: 0 });
    for (let n = 0; n < 50; n += 1) await made.ask();
    expect(new Set(made.asked())).toEqual(new Set([`udp ${ONE}`]));
  });

  it('those that are equally fast share the questions', async () => {
    const made = worldOf([ONE, TWO], {}, lots());
    for (let n = 0; n < 200; n += 1) await made.ask();
    const first = made.asked().filter((way) => way === `udp ${ONE}`).length;
    expect(first).toBeGreaterThan(60);
    expect(first).toBeLessThan(140);
  });
});

describe('a slow answer', () => {
  it('of a server that is usually fast is overtaken by another server', async () => {
    const made = await knownWorldOf([ONE, TWO]);
    for (let n = 0; n < 40; n += 1) await made.ask();
    made.asked();
    made.network.at(ONE, () => 'silence');
    expect(await made.ask()).toBeLessThan(50);
    expect(made.asked()).toEqual([`udp ${ONE}`, `udp ${TWO}`]);
  });

  it('is overtaken in one question of twenty at most', async () => {
    const made = await knownWorldOf([ONE, TWO], { exploreShare: 0, minTimeoutMs: 1_000 });
    for (let n = 0; n < 200; n += 1) await made.ask();
    made.asked();
    for (const address of [ONE, TWO]) {
      made.network.at(address, ({ handle }) => {
        made.network.delayMs = handle.includes('slow') ? 300 : 10;
        return VALUES;
      });
    }
    const slow = Array.from({ length: 200 }, (_, n) => made.resolver.resolve(`10.1/slow-${n}`));
    await made.clock.run(Promise.all(slow));
    const extra = made.asked().length - 200;
    expect(extra).toBeGreaterThan(0);
    expect(extra).toBeLessThanOrEqual(20);
  });

  it('is not overtaken where that is switched off', async () => {
    const made = await knownWorldOf([ONE, TWO], { hedgeShare: 0, minTimeoutMs: 1_000 });
    made.takes(ONE, 300);
    expect(await made.ask()).toBe(300);
  });
});

describe('an address family that is silent', () => {
  it.each([
    ['IPv4', [ONE, SIX]],
    ['IPv6', [SIX, ONE]],
  ])('(%s) costs a quarter of a second', async (_, [dead, alive]) => {
    const made = worldOf([dead as string, alive as string]);
    made.dies(dead as string);
    expect(await made.ask()).toBeLessThanOrEqual(261);
    expect(await made.ask()).toBe(10);
  });
});

describe('a protocol that is silent', () => {
  function withoutUdp(addresses: readonly string[]) {
    const made = worldOf(addresses);
    for (const address of addresses) {
      made.network.at(address, (_, { protocol }) => {
        made.network.delayMs = 10;
        return protocol === 'udp' ? 'silence' : VALUES;
      });
    }
    return made;
  }

  it('costs the first visitor a second or so, and the next ones nothing', async () => {
    const made = withoutUdp([ONE]);
    expect(await made.ask()).toBeLessThanOrEqual(1_300);
    expect(made.asked()).toEqual([`udp ${ONE}`, `tcp ${ONE}`]);
    expect(await made.ask()).toBe(10);
    expect(made.asked()).toEqual([`tcp ${ONE}`]);
  });

  it('is tried again while nobody waits, and taken when it is back', async () => {
    const made = withoutUdp([ONE]);
    await made.ask();
    made.takes(ONE, 10);
    made.asked();
    await made.clock.pass(2_000);
    expect(await made.ask()).toBe(10);
    expect(made.asked()).toEqual([`tcp ${ONE}`, `udp ${ONE}`]);
    await made.clock.pass(100);
    await made.ask();
    expect(made.asked()).toEqual([`udp ${ONE}`]);
  });

  it('does not cost a wait for each of a dozen sites', async () => {
    const made = withoutUdp(Array.from({ length: 12 }, (_, n) => `192.0.2.${100 + n}`));
    expect(await made.ask()).toBeLessThanOrEqual(1_500);
  });

  it('leaves all of the time to one that loses datagrams', async () => {
    const made = worldOf([ONE]);
    made.network.at(ONE, (_, { protocol }) => {
      made.network.delayMs = 4_000;
      return protocol === 'udp' ? VALUES : 'silence';
    });
    expect(await made.ask()).toBeLessThanOrEqual(4_001);
  });
});

/** The same sequence each time, evenly spread. */
function lots(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
