import { describe, expect, it } from 'vitest';
import { hasFlag, OpFlag } from '../../src/protocol/op-flag.ts';
import {
  addressOf,
  HTTP,
  serv,
  server,
  site,
  siteValue,
  TCP,
  UDP,
  url,
  value,
} from './kit/records.ts';
import { LOCAL, messageOf, ROOT, textsOf, world } from './kit/world.ts';

const A = 'https://a.example/';
const HANDLE = '10.1/a';
const OTHER = '192.0.2.20';

describe('the service of a handle', () => {
  it('is asked for at the registry, as deployed clients do', async () => {
    const { resolve, network } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE);
    const [question] = network.questionsAbout('0.NA/10.1');
    expect(question?.selection).toEqual({
      types: ['HS_SITE', 'HS_SITE.6', 'HS_SERV', 'HS_NAMESPACE'],
      indexes: [],
    });
    expect(question?.recursionCount).toBe(1);
    expect(question?.flags).toBe(0x19000000);
    expect(question?.siteSerial).toBe(1);
  });

  it('is asked for by the prefix in upper case, and the record by its name as written', async () => {
    const { resolve, network, registry } = world({ local: { 'pre.Fix/aB': [url(1, A)] } });
    registry['0.NA/PRE.FIX'] = [siteValue(1, site(LOCAL))];
    expect(textsOf(await resolve('pre.Fix/aB'))).toEqual([A]);
    expect(network.asked).toEqual([`0.NA/PRE.FIX@${ROOT}`, `pre.Fix/aB@${LOCAL}`]);
    expect(network.questionsAbout('pre.Fix/aB')[0]?.recursionCount).toBe(0);
  });

  it.each(['0.NA/10.1', '0.TYPE/URL', '0.na/x', '0/x', 'without-slash'])(
    'is the registry itself for %s',
    async (handle) => {
      const { resolve, network, registry } = world();
      registry[handle] = [url(1, A)];
      expect(textsOf(await resolve(handle))).toEqual([A]);
      expect(network.asked).toEqual([`${handle}@${ROOT}`]);
    },
  );

  it('is asked for without the flag for authoritative answers, whatever the request', async () => {
    const { resolve, network } = world({ local: { [HANDLE]: [url(1, A)] } });
    await resolve(HANDLE, { authoritative: true, publicOnly: false });
    const [prefix] = network.questionsAbout('0.NA/10.1');
    const [record] = network.questionsAbout(HANDLE);
    expect(hasFlag(prefix?.flags ?? 0, OpFlag.authoritative)).toBe(false);
    expect(hasFlag(prefix?.flags ?? 0, OpFlag.publicOnly)).toBe(true);
    expect(hasFlag(record?.flags ?? 0, OpFlag.authoritative)).toBe(true);
    expect(hasFlag(record?.flags ?? 0, OpFlag.publicOnly)).toBe(false);
  });

  it('is asked for once more, at primary sites, when the prefix is not found', async () => {
    const { resolve, network } = world({ registry: {} });
    const found = await resolve(HANDLE);
    expect(found).toMatchObject({ outcome: 'prefix-not-found', prefix: '10.1', handle: HANDLE });
    const flags = network.questionsAbout('0.NA/10.1').map((question) => question.flags);
    expect(flags.map((each) => hasFlag(each, OpFlag.authoritative))).toEqual([false, true]);
  });

  it('is found on a primary site while mirrors do not know the prefix yet', async () => {
    const { resolve, network } = world({
      rootSites: [site(OTHER, { flags: 0 }), site(ROOT)],
      local: { [HANDLE]: [url(1, A)] },
    });
    network.serve(OTHER, {});
    // Equally fast sites are tried in their order here, so the mirror is the first.
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(network.asked.slice(0, 2)).toEqual([`0.NA/10.1@${OTHER}`, `0.NA/10.1@${ROOT}`]);
  });

  it('is not to be found when the prefix has no sites', async () => {
    const registry = { '0.NA/10.1': [value(1, 'HS_NAMESPACE', '<namespace/>')] };
    const found = await world({ registry }).resolve(HANDLE);
    expect(found.outcome).toBe('prefix-not-found');
    expect(messageOf(found)).toMatch(/10\.1 names no service/);
  });

  it('is not looked for any further when the registry fails', async () => {
    const { resolve, network } = world();
    network.at(ROOT, () => ({ code: 2 }));
    expect((await resolve(HANDLE)).outcome).toBe('bad-answer');
    expect(new Set(network.asked)).toEqual(new Set([`0.NA/10.1@${ROOT}`]));
  });

  it('may be named by HS_SITE.6', async () => {
    const { resolve } = world({
      registry: { '0.NA/10.1': [siteValue(1, site(LOCAL), 'HS_SITE.6')] },
      local: { [HANDLE]: [url(1, A)] },
    });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
  });

  it.each(['hs_site', '#HS_SITE', 'HS_SITE.PREFIX', 'HS_SITE.7'])(
    'is not named by a value of type %s',
    async (type) => {
      const registry = { '0.NA/10.1': [siteValue(1, site(LOCAL), type)] };
      expect((await world({ registry }).resolve(HANDLE)).outcome).toBe('prefix-not-found');
    },
  );

  it('is named by what is left when a site record is bad, and somebody is told', async () => {
    const { resolve, warnings } = world({
      registry: { '0.NA/10.1': [value(1, 'HS_SITE', 'bad'), siteValue(2, site(LOCAL))] },
      local: { [HANDLE]: [url(1, A)] },
    });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(warnings).toMatchObject([{ name: 'bad-site-record', handle: '0.NA/10.1' }]);
  });

  it('is tried at the other address of a site (alt_addr)', async () => {
    const attributes = [{ name: 'alt_addr', value: LOCAL }];
    const { resolve, network } = world({
      registry: { '0.NA/10.1': [siteValue(1, site(OTHER, { attributes }))] },
      local: { [HANDLE]: [url(1, A)] },
    });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(network.tried.slice(1)).toEqual([`udp ${OTHER}`, `udp ${LOCAL}`]);
  });

  it('is tried at the other address of one server (alt_addr.<server id>)', async () => {
    const attributes = [{ name: 'alt_addr.7', value: LOCAL }];
    const servers = [server(OTHER, { serverId: 7 })];
    const { resolve } = world({
      registry: { '0.NA/10.1': [siteValue(1, site(OTHER, { attributes, servers }))] },
      local: { [HANDLE]: [url(1, A)] },
    });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
  });

  it('is tried once at each address, however often it is listed', async () => {
    const { resolve, network } = world({
      registry: {
        '0.NA/10.1': [siteValue(1, site(OTHER)), siteValue(2, site(OTHER, { serialNumber: 2 }))],
      },
    });
    await resolve(HANDLE);
    expect(network.tried.slice(1)).toEqual([`udp ${OTHER}`, `tcp ${OTHER}`]);
  });

  describe('with a name instead of an address', () => {
    const attributes = [{ name: 'domain', value: 'handles.example' }];
    const named = { attributes, servers: [server('0.0.0.0', { interfaces: [UDP, HTTP] })] };
    const registry = { '0.NA/10.1': [siteValue(1, site('0.0.0.0', named))] };

    it('is tried at every address of the name', async () => {
      const asked: string[] = [];
      const { resolve, network } = world({
        registry,
        local: { [HANDLE]: [url(1, A)] },
        lookup: async (name) => {
          asked.push(name);
          return ['192.0.2.99', LOCAL];
        },
      });
      expect(textsOf(await resolve(HANDLE))).toEqual([A]);
      expect(network.tried.slice(1)).toEqual(['udp 192.0.2.99', `udp ${LOCAL}`]);
      expect(asked).toEqual(['handles.example']);
    });

    it('hands the name on, for the Host header', async () => {
      const { resolve, network } = world({ registry, lookup: async () => [LOCAL] });
      await resolve(HANDLE);
      expect(network.exchanges[1]?.endpoint).toMatchObject({ host: 'handles.example' });
    });

    it('looks the name up again after a minute', async () => {
      let asked = 0;
      const { resolve, clock } = world({
        registry,
        lookup: async () => {
          asked += 1;
          return [LOCAL];
        },
      });
      await resolve('10.1/a');
      await resolve('10.1/b');
      expect(asked).toBe(1);
      clock.advance(60_000);
      await resolve('10.1/c');
      expect(asked).toBe(2);
    });

    it.each([
      ['is not known', async () => Promise.reject(new Error('ENOTFOUND'))],
      [
        'makes the look-up throw',
        () => {
          throw new Error('not now');
        },
      ],
      ['has no addresses', async () => []],
      ['has addresses that are none', async () => ['localhost']],
      ['never gets an answer', () => new Promise<never>(() => {})],
    ])('is unreachable when the name %s', async (_, lookup) => {
      const found = await world({ registry, lookup }).resolve(HANDLE);
      expect(found.outcome).toBe('unreachable');
    });
  });

  it('hands on the path of its HTTP interface', async () => {
    const attributes = [{ name: 'path', value: '/hdl' }];
    const { resolve, network } = world({
      registry: {
        '0.NA/10.1': [
          siteValue(
            1,
            site(LOCAL, { attributes, servers: [server(LOCAL, { interfaces: [HTTP] })] }),
          ),
        ],
      },
    });
    await resolve(HANDLE);
    expect(network.exchanges[1]?.endpoint).toEqual({
      protocol: 'http',
      address: LOCAL,
      port: 8000,
      path: '/hdl',
    });
  });

  it('has its addresses as they are written in records of either form', async () => {
    const mapped = addressOf(LOCAL);
    mapped.set([0xff, 0xff], 10);
    const servers = [{ ...server(LOCAL), address: mapped, interfaces: [TCP] }];
    const { resolve, network } = world({
      registry: { '0.NA/10.1': [siteValue(1, site(LOCAL, { servers }))] },
    });
    await resolve(HANDLE);
    expect(network.tried[1]).toBe(`tcp ${LOCAL}`);
  });
});

describe('service handles (HS_SERV)', () => {
  it('are followed to the sites of their records', async () => {
    const { resolve, network } = world({
      registry: { '0.NA/10.1': [serv(1, '0.SERV/x')], '0.SERV/x': [siteValue(1, site(LOCAL))] },
      local: { [HANDLE]: [url(1, A)] },
    });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(network.questionsAbout('0.SERV/x')).toMatchObject([
      {
        selection: { types: ['HS_SITE', 'HS_SITE.6', 'HS_SERV'], indexes: [] },
        recursionCount: 2,
      },
    ]);
  });

  it('are followed although there is a site, and may be several', async () => {
    const { resolve, network } = world({
      registry: {
        '0.NA/10.1': [siteValue(1, site('192.0.2.31')), serv(2, '0.SERV/x'), serv(3, '0.SERV/y')],
        '0.SERV/x': [siteValue(1, site('192.0.2.32'))],
        '0.SERV/y': [siteValue(1, site('192.0.2.33'))],
      },
    });
    await resolve(HANDLE);
    expect(network.tried.filter((way) => way.startsWith('udp 192.0.2.3'))).toEqual([
      'udp 192.0.2.31',
      'udp 192.0.2.32',
      'udp 192.0.2.33',
    ]);
  });

  it('are looked up once for all prefixes that name them', async () => {
    const { resolve, network, registry } = world({
      local: { '10.1/a': [url(1, A)], '10.2/a': [url(1, A)] },
    });
    registry['0.SERV/x'] = [siteValue(1, site(LOCAL))];
    registry['0.NA/10.1'] = [serv(1, '0.SERV/x')];
    registry['0.NA/10.2'] = [serv(1, '0.SERV/x')];
    await resolve('10.1/a');
    expect(textsOf(await resolve('10.2/a'))).toEqual([A]);
    expect(network.questionsAbout('0.SERV/x')).toHaveLength(1);
  });

  it('may live under a prefix of their own', async () => {
    const { resolve, registry, local } = world({ local: { [HANDLE]: [url(1, A)] } });
    registry['0.NA/10.1'] = [serv(1, '10.9/SERVICE')];
    registry['0.NA/10.9'] = [siteValue(1, site(LOCAL))];
    local['10.9/SERVICE'] = [siteValue(1, site(LOCAL))];
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
  });

  it('mean the registry itself when they say 0.NA/0.NA', async () => {
    const { resolve, network, registry } = world({
      registry: { '0.NA/10.1': [serv(1, '0.na/0.na')] },
    });
    registry[HANDLE] = [url(1, A)];
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(network.questionsAbout('0.NA/0.NA')).toEqual([]);
  });

  it('may fail as long as there is some site', async () => {
    const { resolve } = world({
      registry: { '0.NA/10.1': [serv(1, '0.SERV/gone'), siteValue(2, site(LOCAL))] },
      local: { [HANDLE]: [url(1, A)] },
    });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
  });

  it('make a service that is soon looked up again when one of them could not be reached', async () => {
    const { resolve, network, clock, registry } = world({ local: { [HANDLE]: [url(1, A)] } });
    registry['0.NA/10.1'] = [serv(1, '10.9/SERVICE'), siteValue(2, site(LOCAL))];
    registry['0.NA/10.9'] = [siteValue(1, site('192.0.2.99'))];
    await resolve('10.1/a');
    clock.advance(60_000);
    await resolve('10.1/b');
    expect(network.questionsAbout('0.NA/10.1')).toHaveLength(2);
  });

  it('are named when they do not exist', async () => {
    const found = await world({ registry: { '0.NA/10.1': [serv(1, '0.SERV/gone')] } }).resolve(
      HANDLE,
    );
    expect(found.outcome).toBe('prefix-not-found');
    expect(messageOf(found)).toContain('0.SERV/gone');
  });

  it('are a loop when they lead back to themselves, and the message names them', async () => {
    const { resolve, warnings } = world({
      registry: {
        '0.NA/10.1': [serv(1, '0.SERV/x')],
        '0.SERV/x': [serv(1, '0.SERV/y')],
        '0.SERV/y': [serv(1, '0.serv/X')],
      },
    });
    const found = await resolve(HANDLE);
    expect(found.outcome).toBe('service-loop');
    expect(messageOf(found)).toContain('0.NA/10.1, then 0.SERV/x, then 0.SERV/y, then 0.serv/X');
    expect(warnings).toMatchObject([{ name: 'service-loop' }]);
  });

  it('are told as a loop, whatever else is wrong with others', async () => {
    const { resolve, registry } = world();
    registry['0.NA/10.1'] = [serv(1, '10.9/X'), serv(2, '0.na/10.1'), serv(3, '10.9/Y')];
    registry['0.NA/10.9'] = [siteValue(1, site('192.0.2.99'))];
    expect((await resolve(HANDLE)).outcome).toBe('service-loop');
  });

  it('are a loop when they live under the prefix whose service they are', async () => {
    const { resolve, network } = world({
      registry: { '0.NA/10.1': [serv(1, '10.1/SERVICE')] },
    });
    const found = await resolve(HANDLE);
    expect(found.outcome).toBe('service-loop');
    expect(messageOf(found)).toContain('10.1/SERVICE');
    expect(network.asked).toEqual([`0.NA/10.1@${ROOT}`]);
  });

  it('are no loop when two ways lead to the same', async () => {
    const { resolve, network } = world({
      registry: {
        '0.NA/10.1': [serv(1, '0.SERV/x'), serv(2, '0.SERV/y')],
        '0.SERV/x': [serv(1, '0.SERV/z')],
        '0.SERV/y': [serv(1, '0.SERV/z')],
        // Not kept, so that only the way there can tell that it was met before.
        '0.SERV/z': [{ ...siteValue(1, site(LOCAL)), ttl: 0 }],
      },
      local: { [HANDLE]: [url(1, A)] },
    });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(network.questionsAbout('0.SERV/z')).toHaveLength(1);
  });

  it('are followed 20 deep, and no deeper', async () => {
    const deep = (depth: number) => {
      const { resolve, registry } = world({ local: { [HANDLE]: [url(1, A)] } });
      registry['0.NA/10.1'] = [serv(1, '0.SERV/1')];
      for (let n = 1; n < depth; n += 1) registry[`0.SERV/${n}`] = [serv(1, `0.SERV/${n + 1}`)];
      registry[`0.SERV/${depth}`] = [siteValue(1, site(LOCAL))];
      return resolve(HANDLE);
    };
    expect((await deep(20)).outcome).toBe('found');
    expect((await deep(21)).outcome).toBe('service-loop');
  });
});
