import { describe, expect, it } from 'vitest';
import { url, value } from '../resolver/kit/records.ts';
import { LOCAL, type WorldSettings } from '../resolver/kit/world.ts';
import { type Compared, compared } from './kit/compared.ts';

const HANDLE = '10.1/a';
const PATH = `/${HANDLE}`;
const A = 'https://a.example/';
const B = 'https://b.example/';
const TTL = 600;

/** Requests within a second that make a record worth keeping ready. */
const OFTEN = 70;

/** Of one URL, packed or ready for use; and of a choice. */
const RECORDS = [
  ['asked for once', [url(1, A, { ttl: TTL })], 0],
  ['asked for often', [url(1, A, { ttl: TTL })], OFTEN],
  [
    'with a choice',
    [
      value(1, '10320/loc', `<locations><location href="${A}" country="de"/></locations>`, {
        ttl: TTL,
      }),
    ],
    3,
  ],
] as const;

describe.each(RECORDS)('a record %s, answered at once', (_, values, times) => {
  async function known(settings: WorldSettings = {}): Promise<Compared> {
    const proxy = await compared(PATH, { local: { [HANDLE]: values }, ...settings });
    await proxy.resolve(HANDLE);
    for (let i = 0; i < times; i += 1) await proxy.get();
    return proxy;
  }

  it('tells at each moment what the straight way tells', async () => {
    const proxy = await known();
    for (const milliseconds of [...Array(12).fill(250), 37_250, 100_000, 200_000]) {
      proxy.clock.advance(milliseconds);
      const { headers } = await proxy.both();
      expect(headers.location).toBe(A);
    }
  });

  it('is gone when it is purged', async () => {
    const proxy = await known();
    await proxy.both();
    proxy.resolver.purge({ handle: HANDLE });
    proxy.local[HANDLE] = [url(1, B, { ttl: TTL })];
    await proxy.resolve(HANDLE);
    expect((await proxy.both()).headers.location).toBe(B);
  });

  it('is gone when it has expired', async () => {
    const proxy = await known();
    await proxy.both();
    proxy.clock.advance(TTL * 1000);
    proxy.local[HANDLE] = [url(1, B, { ttl: TTL })];
    const waiting = proxy.get();
    await expect.poll(() => proxy.clock.alarms).toBeGreaterThan(0);
    expect(proxy.wasQuick()).toBe(false);
    await proxy.clock.run(waiting);
    expect((await proxy.both()).headers.location).toBe(B);
  });

  it('is told as stale while its servers are down', async () => {
    const proxy = await known();
    proxy.clock.advance(TTL * 1000 + 5000);
    proxy.network.at(LOCAL, () => ({ fails: 'refused' as const }));
    await proxy.resolve(HANDLE);
    const { headers } = await proxy.both();
    expect(headers).toMatchObject({
      location: A,
      'cache-status': 'hdl-edge; hit; ttl=-5; detail=stale',
    });
  });

  it('is fetched ahead before it expires', async () => {
    const proxy = await known();
    await proxy.get();
    proxy.clock.advance(TTL * 990);
    proxy.local[HANDLE] = [url(1, B, { ttl: TTL })];
    await proxy.get();
    expect(proxy.wasQuick()).toBe(true);
    await proxy.clock.pass(1_000);
    expect((await proxy.both()).headers.location).toBe(B);
  });

  it('goes the straight way where the URL may lead back here', async () => {
    const proxy = await known();
    for (const Host of ['a.example', 'A.EXAMPLE:80', 'b.example']) {
      await proxy.get(PATH, { Host });
      expect(proxy.wasQuick()).toBe(Host === 'b.example');
    }
  });

  it('counts as a hit', async () => {
    const proxy = await known();
    const { hits } = proxy.resolver.statistics();
    await proxy.get();
    expect(proxy.resolver.statistics().hits).toBe(hits + 1);
  });

  it('gives way to what the operator says', async () => {
    const given: Record<string, readonly ReturnType<typeof url>[]> = {};
    const proxy = await known({ overrides: { find: (handle) => given[handle] } });
    await proxy.get();
    given[HANDLE] = [url(1, B)];
    const { headers } = await proxy.get();
    expect(headers.location).toBe(B);
  });
});

it('a record of one URL is made ready for use once it is asked for often within a second', async () => {
  const proxy = await compared(PATH, { local: { [HANDLE]: [url(1, A, { ttl: TTL })] } });
  await proxy.resolve(HANDLE);
  for (let i = 0; i < OFTEN; i += 1) await proxy.get();
  expect(proxy.resolver.statistics().hotRecords).toBe(1);
});

it('a record of one URL stays packed when it is asked for as often over many seconds', async () => {
  const proxy = await compared(PATH, { local: { [HANDLE]: [url(1, A, { ttl: TTL })] } });
  await proxy.resolve(HANDLE);
  for (let i = 0; i < OFTEN; i += 1) {
    proxy.clock.advance(100);
    await proxy.get();
  }
  expect(proxy.resolver.statistics().hotRecords).toBe(0);
});

describe('visitors of one record in turn', () => {
  const LOCATIONS = `<locations>
    <location href="https://de.example/" country="de"/>
    <location href="https://xml.example/" http_role="conneg" ctype="application/xml"/>
    <location href="https://fr.example/" language="fr"/>
    <location href="https://browser.example/" http_role="browser"/>
  </locations>`;
  const HEADERS = [
    {},
    { Accept: 'application/xml' },
    { Accept: '*/*', 'User-Agent': 'Mozilla/5.0' },
    { Accept: '*/*', 'User-Agent': 'curl/8' },
    { 'Accept-Language': 'fr' },
    { 'Accept-Language': 'de, fr;q=0.5', Accept: 'text/html' },
  ] as const;

  it('are sent where the straight way sends them, wherever they are', async () => {
    let country: string | undefined = 'DE';
    const proxy = await compared(
      PATH,
      { local: { [HANDLE]: [value(1, '10320/loc', LOCATIONS, { ttl: TTL })] } },
      { countries: { countryOf: () => country }, random: () => 0.5 },
    );
    await proxy.resolve(HANDLE);
    await proxy.get(`${PATH}?unknown`);
    const places = new Set<string | undefined>();
    for (const now of ['DE', 'US', undefined, 'DE']) {
      country = now;
      for (const headers of [...HEADERS, ...HEADERS]) {
        const answer = await proxy.both({ ...headers });
        places.add(answer.headers.location);
      }
    }
    expect([...places].sort()).toEqual([
      'https://browser.example/',
      'https://de.example/',
      'https://fr.example/',
      'https://xml.example/',
    ]);
  });
});
