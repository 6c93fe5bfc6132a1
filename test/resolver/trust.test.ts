import { describe, expect, it } from 'vitest';
import { hasFlag, OpFlag } from '../../src/protocol/op-flag.ts';
import type { Reaction } from './kit/fake-network.ts';
import { alias, serv, server, site, siteValue, url } from './kit/records.ts';
import { LOCAL, messageOf, ROOT, textsOf, type WorldSettings, world } from './kit/world.ts';

const A = 'https://a.example/';
const HANDLE = '10.1/a';
const THERE = '192.0.2.60';
const WITHOUT_KEY = { publicKey: new Uint8Array(0) };

/** A prefix behind a service handle, and an alias to it. */
function settings(trust: WorldSettings['trust']): WorldSettings {
  return {
    ...(trust && { trust }),
    registry: { '0.NA/10.1': [serv(1, '0.SERV/x')], '0.SERV/x': [siteValue(1, site(LOCAL))] },
    local: { [HANDLE]: [url(1, A)], '10.1/from': [alias(HANDLE)] },
  };
}

/** Which handles were asked for with the flags for a signature and a digest. */
function signedIn({ network }: ReturnType<typeof world>): Record<string, boolean> {
  return Object.fromEntries(
    network.exchanges.map(({ question: { handle, flags } }) => {
      const signed = hasFlag(flags, OpFlag.certify);
      expect(hasFlag(flags, OpFlag.requestDigest)).toBe(signed);
      return [handle, signed];
    }),
  );
}

/** Answers unsigned, whatever was asked. */
function unsigned(reaction: Exclude<Reaction, 'silence' | { fails: unknown }>): () => Reaction {
  return () => ({ ...reaction, unsigned: true });
}

describe('what has to be signed', () => {
  it.each([
    ['off', false, { '0.NA/10.1': false, '0.SERV/x': false, '10.1/from': false, [HANDLE]: false }],
    [
      'services',
      false,
      { '0.NA/10.1': true, '0.SERV/x': true, '10.1/from': false, [HANDLE]: false },
    ],
    ['all', false, { '0.NA/10.1': true, '0.SERV/x': true, '10.1/from': true, [HANDLE]: true }],
    ['off', true, { '0.NA/10.1': true, '0.SERV/x': true, '10.1/from': true, [HANDLE]: true }],
    ['services', true, { '0.NA/10.1': true, '0.SERV/x': true, '10.1/from': true, [HANDLE]: true }],
  ] as const)('with trust %s and a certified request: %s', async (trust, certified, expected) => {
    const made = world(settings(trust));
    const found = await made.resolve('10.1/from', { certified });
    expect(textsOf(found)).toEqual([A]);
    expect(found).toMatchObject({ certified: certified || trust === 'all' });
    expect(signedIn(made)).toEqual(expected);
  });

  it('is what says where to ask, unless something else is set', async () => {
    const made = world({
      ...settings(undefined),
      // What is handed in as undefined counts as not set.
      ...({ trust: undefined } as unknown as WorldSettings),
    });
    await made.resolve(HANDLE);
    expect(signedIn(made)).toMatchObject({ '0.NA/10.1': true, [HANDLE]: false });
  });

  it('is checked with the key of the site record that was used', async () => {
    const key = Uint8Array.from(server(LOCAL).publicKey);
    key[30] = 0x11;
    const registry = {
      '0.NA/10.1': [siteValue(1, site(LOCAL, { servers: [server(LOCAL, { publicKey: key })] }))],
    };
    const { resolve, network } = world({
      registry,
      trust: 'all',
      local: { [HANDLE]: [url(1, A)] },
    });
    await resolve(HANDLE);
    expect(network.questionsAbout(HANDLE)[0]?.serverKey).toEqual(key);
  });

  it('is never asked of the cache for plain answers', async () => {
    const { resolve, resolver, network } = world(settings('services'));
    await resolve(HANDLE);
    expect(resolver.cached(HANDLE, { certified: true })).toBeUndefined();
    network.forget();
    expect(await resolve(HANDLE, { certified: true })).toMatchObject({ certified: true });
    expect(network.asked).toEqual([`${HANDLE}@${LOCAL}`]);
  });

  it('serves those who do not ask for it, too', async () => {
    const { resolve, resolver } = world(settings('off'));
    await resolve(HANDLE, { certified: true });
    expect(resolver.cached(HANDLE)).toMatchObject({ certified: true });
    expect(resolver.cached(HANDLE, { certified: true })).toMatchObject({ certified: true });
  });

  it('is not taken over from a service that was found without signatures', async () => {
    const made = world(settings('off'));
    await made.resolve(HANDLE);
    made.network.forget();
    await made.resolve(HANDLE, { certified: true });
    expect(signedIn(made)).toEqual({ '0.NA/10.1': true, '0.SERV/x': true, [HANDLE]: true });
  });

  it('makes an answer over an alias certified only if all of it is', async () => {
    const made = world(settings('off'));
    await made.resolve(HANDLE, { certified: true });
    expect(await made.resolve('10.1/from')).toMatchObject({ outcome: 'found', certified: false });
  });
});

describe('an answer that is not signed as it must be', () => {
  it.each(['off', 'services', 'all'] as const)(
    'does not count with trust %s when the request says so, and the message names the setting',
    async (trust) => {
      const { resolve, network } = world(settings(trust));
      network.at(LOCAL, unsigned({ values: [url(1, A)] }));
      const found = await resolve(HANDLE, { certified: true });
      expect(found.outcome).toBe('bad-signature');
      expect(messageOf(found)).toContain('"trust"');
    },
  );

  it('does not count for a prefix', async () => {
    const { resolve, network } = world(settings('services'));
    network.at(ROOT, unsigned({ values: [siteValue(1, site(THERE))] }));
    const found = await resolve(HANDLE);
    expect(found.outcome).toBe('bad-signature');
    expect(network.tried).not.toContain(`udp ${THERE}`);
  });

  it.each([2, 3, 4, 5, 7, 100, 102, 200, 301, 402])(
    'does not end a certified request, though it says code %i',
    async (code) => {
      const { resolve, network } = world({
        trust: 'all',
        registry: { '0.NA/10.1': [siteValue(1, site(THERE)), siteValue(2, site(LOCAL))] },
        local: { [HANDLE]: [url(1, A)] },
      });
      network.at(THERE, unsigned({ code }));
      expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    },
  );

  it('is kept from neither cache: there is nothing to keep', async () => {
    const { resolve, resolver, network } = world(settings('all'));
    network.at(LOCAL, unsigned({ values: [url(1, A)] }));
    await resolve(HANDLE);
    expect(resolver.cached(HANDLE)?.outcome).toBe('bad-signature');
  });

  it('that refers to other servers is asked for again, signed', async () => {
    const { resolve, network } = world(settings('services'));
    network.at(LOCAL, () => ({ code: 302, values: [siteValue(1, site(THERE))] }));
    network.serve(THERE, { [HANDLE]: [url(1, A)] });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    const flags = network.questionsAbout(HANDLE).map((question) => question.flags);
    expect(flags.map((each) => hasFlag(each, OpFlag.certify))).toEqual([false, true, false]);
  });

  it('is not taken for the record of a service handle in a referral', async () => {
    const { resolve, network, registry } = world(settings('services'));
    registry['0.SERV/there'] = [siteValue(1, site(THERE))];
    network.at(LOCAL, () => ({ code: 302, referralHandle: '0.SERV/there' }));
    network.serve(THERE, { [HANDLE]: [url(1, A)] });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    const [question] = network.questionsAbout('0.SERV/there');
    expect(hasFlag(question?.flags ?? 0, OpFlag.certify)).toBe(true);
  });

  it('that refers to other servers is not followed when nobody signs it', async () => {
    const { resolve, network } = world(settings('services'));
    network.at(LOCAL, unsigned({ code: 302, values: [siteValue(1, site(THERE))] }));
    const found = await resolve(HANDLE);
    expect(found.outcome).toBe('bad-signature');
    expect(messageOf(found)).toContain('"trust"');
    expect(network.tried).not.toContain(`udp ${THERE}`);
  });
});

describe('a server without a key that can be read', () => {
  it('is not asked for signatures, and the message says why', async () => {
    const registry = {
      '0.NA/10.1': [siteValue(1, site(LOCAL, { servers: [server(LOCAL, WITHOUT_KEY)] }))],
    };
    const { resolve, network } = world({ registry, trust: 'all' });
    const found = await resolve(HANDLE);
    expect(found.outcome).toBe('bad-signature');
    expect(messageOf(found)).toMatch(/site record of 192\.0\.2\.10 has no key/);
    expect(network.tried).not.toContain(`udp ${LOCAL}`);
  });

  it('is explained when it is the registry in the bootstrap', async () => {
    const rootSites = [site(ROOT, { servers: [server(ROOT, WITHOUT_KEY)] })];
    const { resolve, network, warnings } = world({ ...settings('services'), rootSites });
    const found = await resolve(HANDLE);
    expect(found.outcome).toBe('bad-signature');
    expect(messageOf(found)).toContain("the bootstrap's site record of 192.0.2.1 has no key");
    expect(messageOf(found)).toContain('"trust"');
    expect(network.asked).toEqual([]);
    expect(warnings).toMatchObject([{ name: 'bad-signature' }]);
  });

  it('is no hindrance when nothing has to be signed', async () => {
    const rootSites = [site(ROOT, { servers: [server(ROOT, WITHOUT_KEY)] })];
    const { resolve } = world({ ...settings('off'), rootSites });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
  });

  it('is passed over for one that has a key', async () => {
    const servers = [server(THERE, WITHOUT_KEY)];
    const registry = {
      '0.NA/10.1': [siteValue(1, site(THERE, { servers })), siteValue(2, site(LOCAL))],
    };
    const { resolve } = world({ registry, trust: 'all', local: { [HANDLE]: [url(1, A)] } });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
  });
});
