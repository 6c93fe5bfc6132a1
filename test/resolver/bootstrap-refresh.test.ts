import { afterEach, describe, expect, it } from 'vitest';
import type { BootstrapEvent, ExchangeEvent, WarningEvent } from '../../src/events.ts';
import type { Handle } from '../../src/handle/handle.ts';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import { type Bootstrap, bootstrapOf } from '../../src/resolver/bootstrap.ts';
import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import { bootstrapToJson } from '../../src/resolver/bootstrap-json.ts';
import type { BootstrapStore } from '../../src/resolver/bootstrap-store.ts';
import type { BootstrapRefresh } from '../../src/resolver/keep-fresh.ts';
import { createResolver } from '../../src/resolver/resolver.ts';
import { systemClock } from '../../src/system.ts';
import { createTransport } from '../../src/transport/transport.ts';
import { serv, site, siteValue, value } from './kit/records.ts';
import { OTHER_KEY, type Published, type RootNetwork, rootNetwork } from './kit/root-network.ts';
import { VirtualClock } from './kit/virtual-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** When old records are refreshed after the start, and fresh ones after the last time, for the dice here. */
const FIRST = 7_500;

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** Root servers `old` and `new`, of which the registry names one so far, and a resolver that began there. */
async function scene({
  age = 2 * DAY,
  refresh = {},
  bootstrap = (known) => known,
}: {
  readonly age?: number;
  readonly refresh?: BootstrapRefresh;
  readonly bootstrap?: (known: Bootstrap) => Bootstrap;
} = {}) {
  const clock = new VirtualClock();
  const network = await rootNetwork('old', 'new');
  const now = clock.now();
  const published: Published = { sites: ['old'], signedAt: now };
  network.publish(published);
  const transport = createTransport({ clock: systemClock, allowAddress: () => true });
  const heard = listener();
  const resolver = createResolver({
    transport,
    bootstrap: bootstrap(network.bootstrap(published, now - age)),
    clock,
    random: () => 0.5,
    refresh,
    observer: heard.observer,
  });
  closers.push(
    () => network.close(),
    () => transport.close(),
    () => resolver.close(),
  );
  return { clock, network, resolver, now, ...heard };
}

/** What is told, and a way to wait for the end of a refresh. */
function listener() {
  const exchanges: ExchangeEvent[] = [];
  const warnings: WarningEvent[] = [];
  const waiting: ((told: BootstrapEvent | WarningEvent) => void)[] = [];
  const tell = (event: BootstrapEvent | WarningEvent) => waiting.shift()?.(event);
  return {
    exchanges,
    warnings,
    observer: {
      exchange: (event: ExchangeEvent) => void exchanges.push(event),
      bootstrap: tell,
      warning(event: WarningEvent) {
        warnings.push(event);
        if (event.name === 'bootstrap-not-refreshed') tell(event);
      },
    },
    /** How the refresh ends that `begin` sets going. */
    async refreshed(begin: () => unknown): Promise<BootstrapEvent | WarningEvent> {
      const told = new Promise<BootstrapEvent | WarningEvent>((resolve) => waiting.push(resolve));
      await begin();
      return told;
    },
  };
}

function refreshes(exchanges: readonly ExchangeEvent[]): number {
  return exchanges.filter(({ handle, purpose }) => {
    return purpose === 'site-info' && handle === '0.0/0.0';
  }).length;
}

/** The ports at which the registry was asked about prefixes. */
function rootPorts(exchanges: readonly ExchangeEvent[]): number[] {
  return exchanges.filter(({ purpose }) => purpose === 'prefix').map(({ port }) => port);
}

async function shut(network: RootNetwork, name: string): Promise<void> {
  for (const protocol of ['udp', 'tcp', 'http'] as const) {
    await network.server(name).faults.setDoor(protocol, 'closed');
  }
}

describe('a bootstrap', () => {
  it('follows the registry to a new site while the old one goes away', async () => {
    const { clock, network, resolver, now, exchanges, refreshed } = await scene();
    expect(await resolver.resolve('10.1/a')).toMatchObject({ outcome: 'found' });
    network.publish({ sites: ['old', 'new'], signedAt: now });
    expect(await refreshed(() => clock.advance(FIRST))).toMatchObject({
      changed: true,
      sites: 2,
      lastUpdate: clock.now(),
    });
    await shut(network, 'old');
    resolver.purge({ prefix: '10.1' });
    expect(await resolver.resolve('10.1/b')).toMatchObject({ outcome: 'found' });

    network.publish({ sites: ['new'], signedAt: now });
    expect(await refreshed(() => clock.advance(DAY))).toMatchObject({ sites: 1 });
    exchanges.length = 0;
    expect(await resolver.resolve('10.1/c')).toMatchObject({ outcome: 'found' });
    expect(rootPorts(exchanges)).toEqual([network.portOf('new')]);
  });

  it('is not asked about before it is a day old, and then once a day', async () => {
    const { clock, exchanges, refreshed } = await scene({ age: HOUR });
    await clock.pass(21 * HOUR);
    expect(exchanges).toEqual([]);
    expect(await refreshed(() => clock.advance(2 * HOUR))).toMatchObject({ changed: false });
    await clock.pass(22 * HOUR);
    expect(refreshes(exchanges)).toBe(1);
    expect(await refreshed(() => clock.advance(2 * HOUR))).toMatchObject({ changed: false });
    expect(refreshes(exchanges)).toBe(2);
  });

  it('from the future counts as old', async () => {
    const { clock, refreshed } = await scene({ age: -DAY });
    expect(await refreshed(() => clock.advance(FIRST))).toMatchObject({ lastUpdate: clock.now() });
  });

  it('is refreshed at once when a root server says that it is out of date', async () => {
    const { network, resolver, now, refreshed } = await scene({ age: 0 });
    network.publish({ sites: ['old', 'new'], signedAt: now });
    network.server('old').faults.odd = ({ handle }) =>
      handle === '0.NA/10.1' ? { kind: 'code', code: 300 } : undefined;
    const told = await refreshed(async () => {
      expect(await resolver.resolve('10.1/a')).toMatchObject({ outcome: 'bad-answer' });
    });
    expect(told).toMatchObject({ changed: true, sites: 2 });
    expect(await resolver.resolve('10.1/b')).toMatchObject({ outcome: 'found' });
  });

  it('is refreshed at once when a root server has a higher serial number', async () => {
    const { network, resolver, now, refreshed } = await scene({ age: 0 });
    network.publish({ sites: ['old', 'new'], signedAt: now });
    network.server('old').faults.odd = { kind: 'other-serial', serial: 2 };
    const told = await refreshed(async () => {
      expect(await resolver.resolve('10.1/a')).toMatchObject({ outcome: 'found' });
    });
    expect(told).toMatchObject({ changed: true, sites: 2 });
  });

  it('is not refreshed because of a serial number of another service', async () => {
    const { network, resolver, exchanges } = await scene({ age: 0 });
    network.server('new').faults.odd = { kind: 'other-serial', serial: 2 };
    expect(await resolver.resolve('10.1/a')).toMatchObject({ outcome: 'found' });
    await resolver.close();
    expect(refreshes(exchanges)).toBe(0);
  });

  it('is refreshed once for all who are told at a time', async () => {
    const { network, resolver, exchanges, refreshed } = await scene({ age: 0 });
    network.server('old').faults.odd = { kind: 'other-serial', serial: 2 };
    await refreshed(() =>
      Promise.all(['10.1/a', '10.2/b', '10.3/c'].map((handle) => resolver.resolve(handle))),
    );
    expect(refreshes(exchanges)).toBe(1);
  });

  it('is refreshed less and less often for servers that always say so for nothing', async () => {
    const { clock, network, resolver, exchanges, refreshed } = await scene({ age: 0 });
    network.server('old').faults.odd = { kind: 'other-serial', serial: 2 };
    const ask = async () => {
      resolver.purge({ prefix: '10.1' });
      await resolver.resolve('10.1/a');
    };
    await refreshed(ask);
    for (const wait of [1, 2, 4, 8]) {
      const before = refreshes(exchanges);
      clock.advance(wait * MINUTE - 1);
      await ask();
      expect(refreshes(exchanges)).toBe(before);
      clock.advance(1);
      await refreshed(ask);
      expect(refreshes(exchanges)).toBe(before + 1);
    }
  });

  it('without a key of the registry stays as it is, and that is said once', async () => {
    const { clock, exchanges, warnings } = await scene({
      bootstrap: ({ records }) =>
        bootstrapOf(new Map([['0.NA/0.NA', records.get('0.NA/0.NA') ?? []]])),
    });
    await clock.pass(10 * DAY);
    expect(exchanges).toEqual([]);
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('no key of the registry'),
    ]);
  });

  it('is left alone where nobody wants it refreshed', async () => {
    const clock = new VirtualClock();
    const network = await rootNetwork('old', 'new');
    const bootstrap = network.bootstrap({ sites: ['old'], signedAt: clock.now() }, 0);
    const transport = createTransport({ clock: systemClock, allowAddress: () => true });
    closers.push(
      () => network.close(),
      () => transport.close(),
    );
    createResolver({ transport, bootstrap, clock, random: Math.random });
    expect(clock.alarms).toBe(0);
  });

  it('has no timer any more when the resolver is closed', async () => {
    const { clock, resolver } = await scene();
    expect(clock.alarms).toBe(1);
    await resolver.close();
    expect(clock.alarms).toBe(0);
  });

  it('goes to the keys that the old ones vouch for, and from there on is verified with these', async () => {
    const { clock, network, now, refreshed } = await scene();
    network.publish({ sites: ['old'], keys: [OTHER_KEY], signedAt: now });
    expect(await refreshed(() => clock.advance(FIRST))).toMatchObject({ changed: true });
    network.publish({ sites: ['old', 'new'], key: OTHER_KEY, keys: [OTHER_KEY], signedAt: now });
    expect(await refreshed(() => clock.advance(DAY))).toMatchObject({ sites: 2 });
    network.publish({ sites: ['old'], signedAt: now });
    expect(await refreshed(() => clock.advance(DAY))).toMatchObject({
      message: expect.stringContaining('no root key of the bootstrap'),
    });
  });
});

/** The value at an index of a handle in other words. */
function changing(changed: Handle, index: number, change: (value: HandleValue) => HandleValue) {
  return (handle: Handle, values: readonly HandleValue[]) =>
    values.map((each) => (handle === changed && each.index === index ? change(each) : each));
}

function without(handle: Handle, type: string) {
  return (of: Handle, values: readonly HandleValue[]) =>
    values.filter((each) => of !== handle || each.type !== type);
}

const REFUSED: readonly {
  readonly what: string;
  readonly published: (now: number) => Published;
  readonly reason: RegExp;
}[] = [
  {
    what: 'sites that nobody signed',
    published: (signedAt) => ({
      sites: ['new'],
      signedAt,
      tamper: without('0.NA/0.NA', 'HS_SIGNATURE'),
    }),
    reason: /0\.NA\/0\.NA: Nobody has signed/,
  },
  {
    what: 'keys that nobody signed',
    published: (signedAt) => ({
      sites: ['new'],
      signedAt,
      tamper: without('0.0/0.0', 'HS_SIGNATURE'),
    }),
    reason: /0\.0\/0\.0: Nobody has signed/,
  },
  {
    what: 'records that another key signed, however it certifies itself',
    published: (signedAt) => ({ sites: ['new'], keys: [OTHER_KEY], key: OTHER_KEY, signedAt }),
    reason: /no root key of the bootstrap/,
  },
  {
    what: 'another key under the certificate of the right one',
    published: (signedAt) => ({ sites: ['new'], key: OTHER_KEY, signedAt }),
    reason: /no root key of the bootstrap/,
  },
  {
    what: 'a site that was changed after it was signed',
    published: (signedAt) => ({
      sites: ['new'],
      signedAt,
      tamper: changing('0.NA/0.NA', 1, () => siteValue(1, site('127.0.0.1'))),
    }),
    reason: /values 1 are not those that were signed/,
  },
  {
    what: 'a site too many',
    published: (signedAt) => ({
      sites: ['new'],
      signedAt,
      tamper: (handle, values) =>
        handle === '0.NA/0.NA' ? [...values, siteValue(9, site('127.0.0.1'))] : values,
    }),
    reason: /nobody has signed the values 9/,
  },
  {
    what: 'a record of which something is missing',
    published: (signedAt) => ({
      sites: ['old', 'new'],
      signedAt,
      tamper: changing('0.NA/0.NA', 1, (each) => ({ ...each, index: 7 })),
    }),
    reason: /values 1 are not those that were signed/,
  },
  {
    what: 'what is no longer valid',
    published: (now) => ({ sites: ['new'], signedAt: now - 400 * DAY }),
    reason: /was valid until/,
  },
  {
    what: 'what was signed before the records in use',
    published: (now) => ({ sites: ['new'], signedAt: now - HOUR }),
    reason: /signed earlier than the record in use/,
  },
  {
    what: 'a registry without a site',
    published: (signedAt) => ({ values: [value(5, 'DESC', 'nothing')], signedAt }),
    reason: /has no site of the global registry/,
  },
  {
    what: 'a site record that cannot be read',
    published: (signedAt) => ({
      sites: ['new'],
      values: [value(9, 'HS_SITE', 'rubbish')],
      signedAt,
    }),
    reason: /the site in value 9 cannot be read/,
  },
  {
    what: 'sites without servers that take queries',
    published: (signedAt) => ({
      values: [siteValue(9, site('127.0.0.1', { servers: [] }))],
      signedAt,
    }),
    reason: /none of the sites they name can be asked/,
  },
  {
    what: 'sites at addresses that must not be reached',
    published: (signedAt) => ({ values: [siteValue(9, site('10.0.0.1'))], signedAt }),
    reason: /none of the sites they name can be asked/,
  },
  {
    what: 'a registry without keys for the next time',
    published: (signedAt) => ({ sites: ['new'], keys: [], signedAt }),
    reason: /0\.0\/0\.0 has no key any more/,
  },
  {
    what: 'more than a registry can have to say',
    published: (signedAt) => ({
      sites: ['new'],
      values: Array.from({ length: 8 }, (_, i) => serv(20 + i, `0.GHR/${i}`)),
      signedAt,
    }),
    reason: /at most 1048576 may be/,
  },
];

describe('of what a registry says about itself', () => {
  it.each(REFUSED)('$what: refused, and the old goes on', async ({ published, reason }) => {
    const { clock, network, resolver, now, exchanges, refreshed } = await scene({
      refresh: { allowAddress: (address) => address === '127.0.0.1' },
    });
    const said = published(now);
    for (let i = 0; i < 8; i += 1) {
      network.publishService(`0.GHR/${i}`, [value(1, 'DESC', 'x'.repeat(200_000))], said);
    }
    network.publish(said);
    expect(await refreshed(() => clock.advance(FIRST))).toMatchObject({
      name: 'bootstrap-not-refreshed',
      message: expect.stringMatching(reason),
    });
    exchanges.length = 0;
    expect(await resolver.resolve('10.1/a')).toMatchObject({ outcome: 'found' });
    expect(rootPorts(exchanges)).toEqual([network.portOf('old')]);
  });

  it('takes nothing from servers that do not sign their answers', async () => {
    const { clock, network, now, refreshed } = await scene();
    network.publish({ sites: ['new'], signedAt: now });
    network.server('old').faults.odd = { kind: 'unsigned' };
    expect(await refreshed(() => clock.advance(FIRST))).toMatchObject({
      name: 'bootstrap-not-refreshed',
      message: expect.stringMatching(/unsigned|not certified|did not sign/),
    });
  });

  it('tries again after a minute, then after two, then after four, up to six hours', async () => {
    const { clock, network, exchanges, refreshed } = await scene();
    await shut(network, 'old');
    await refreshed(() => clock.advance(FIRST));
    for (const wait of [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]) {
      const before = exchanges.length;
      clock.advance(wait * MINUTE - 1);
      expect(exchanges).toHaveLength(before);
      expect(await refreshed(() => clock.advance((wait * MINUTE) / 2))).toMatchObject({
        name: 'bootstrap-not-refreshed',
      });
    }
  });

  it('takes it when it is right again', async () => {
    const { clock, network, now, refreshed } = await scene();
    network.publish({ sites: ['new'], key: OTHER_KEY, signedAt: now });
    await refreshed(() => clock.advance(FIRST));
    network.publish({ sites: ['new'], signedAt: now });
    expect(await refreshed(() => clock.advance(2 * MINUTE))).toMatchObject({ changed: true });
  });

  it('does not keep signatures that strangers have added', async () => {
    const store = memoryStore();
    const { clock, network, resolver, now, refreshed } = await scene({ refresh: { store } });
    const stranger = (published: Published) =>
      network.bootstrap(published, 0).records.get('0.NA/0.NA')?.at(-1) as HandleValue;
    const future = stranger({ sites: ['new'], key: OTHER_KEY, signedAt: now + DAY });
    network.publish({
      sites: ['new'],
      signedAt: now,
      tamper: (handle, values) =>
        handle === '0.NA/0.NA' ? [{ ...future, index: 402 }, ...values] : values,
    });
    expect(await refreshed(() => clock.advance(FIRST))).toMatchObject({ changed: true });
    await resolver.close();
    const [kept] = store.saved;
    const indexes = kept?.records.get('0.NA/0.NA')?.map(({ index }) => index);
    expect(indexes).toEqual([1, 401]);
  });
});

describe('service handles of the registry', () => {
  const SERVICE = '0.GHR/20';

  it('are followed to more sites', async () => {
    const { clock, network, now, refreshed } = await scene();
    const published: Published = { sites: ['old'], values: [serv(20, SERVICE)], signedAt: now };
    network.publish(published);
    network.publishService(SERVICE, [siteValue(1, network.siteOf('new'))], published);
    expect(await refreshed(() => clock.advance(FIRST))).toMatchObject({ sites: 2 });
  });

  it('are done without while nobody vouches for them', async () => {
    const { clock, network, now, warnings, refreshed } = await scene();
    const published: Published = { sites: ['old'], values: [serv(20, SERVICE)], signedAt: now };
    network.publish(published);
    network.publishService(SERVICE, [siteValue(1, network.siteOf('new'))], {
      ...published,
      key: OTHER_KEY,
    });
    expect(await refreshed(() => clock.advance(FIRST))).toMatchObject({ sites: 1 });
    expect(warnings).toMatchObject([
      { name: 'bootstrap-incomplete', message: expect.stringContaining(SERVICE) },
    ]);
  });

  it('stay as they are known while nobody vouches for others', async () => {
    const { clock, network, now, warnings, refreshed } = await scene();
    const published: Published = { sites: ['old'], values: [serv(20, SERVICE)], signedAt: now };
    network.publish(published);
    network.publishService(SERVICE, [siteValue(1, network.siteOf('new'))], published);
    await refreshed(() => clock.advance(FIRST));
    network.publishService(SERVICE, [value(1, 'DESC', 'gone')], { ...published, key: OTHER_KEY });
    expect(await refreshed(() => clock.advance(DAY))).toMatchObject({ sites: 2 });
    expect(warnings.map(({ name }) => name)).toEqual(['bootstrap-incomplete']);
  });

  it('that lead to each other end', async () => {
    const { clock, network, now, refreshed } = await scene();
    const published: Published = { sites: ['old'], values: [serv(20, SERVICE)], signedAt: now };
    network.publish(published);
    network.publishService(SERVICE, [serv(1, '0.NA/0.NA'), serv(2, SERVICE)], published);
    expect(await refreshed(() => clock.advance(FIRST))).toMatchObject({ sites: 1 });
  });
});

function memoryStore() {
  const saved: Bootstrap[] = [];
  const store: BootstrapStore & { readonly saved: Bootstrap[] } = {
    saved,
    async save(bootstrap) {
      saved.push(bootstrap);
    },
  };
  return store;
}

describe('a store', () => {
  it('is handed what was taken, changed or not, in a form that a file can hold', async () => {
    const store = memoryStore();
    const { clock, network, resolver, now, refreshed } = await scene({ refresh: { store } });
    await refreshed(() => clock.advance(FIRST));
    network.publish({ sites: ['old', 'new'], signedAt: now });
    await refreshed(() => clock.advance(DAY));
    await resolver.close();
    expect(store.saved.map(({ rootSites }) => rootSites.length)).toEqual([1, 2]);
    for (const bootstrap of store.saved) {
      const read = readBootstrap(JSON.parse(JSON.stringify(bootstrapToJson(bootstrap))));
      expect(read).toEqual(bootstrap);
    }
  });

  it('is handed nothing that was refused', async () => {
    const store = memoryStore();
    const { clock, network, resolver, now, refreshed } = await scene({ refresh: { store } });
    network.publish({ sites: ['new'], key: OTHER_KEY, signedAt: now });
    await refreshed(() => clock.advance(FIRST));
    await resolver.close();
    expect(store.saved).toEqual([]);
  });

  it('that fails is a warning, and what was taken is used', async () => {
    const store: BootstrapStore = { save: () => Promise.reject(new Error('the disk is full')) };
    const { clock, network, resolver, now, warnings, refreshed } = await scene({
      refresh: { store },
    });
    network.publish({ sites: ['old', 'new'], signedAt: now });
    await refreshed(() => clock.advance(FIRST));
    await shut(network, 'old');
    expect(await resolver.resolve('10.1/a')).toMatchObject({ outcome: 'found' });
    await resolver.close();
    expect(warnings).toMatchObject([
      { name: 'bootstrap-not-kept', message: expect.stringContaining('the disk is full') },
    ]);
  });
});
