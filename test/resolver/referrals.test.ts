import { describe, expect, it } from 'vitest';
import { serv, site, siteValue, url } from './kit/records.ts';
import { LOCAL, messageOf, ROOT, textsOf, world } from './kit/world.ts';

const A = 'https://a.example/';
const HANDLE = '10.1/a';
const DERIVED = '10.1.2/a';
const REGISTRY_OF_DERIVED = '192.0.2.50';
const THERE = '192.0.2.60';

describe('a service referral (302)', () => {
  it('is followed to the sites in its values', async () => {
    const { resolve, network } = world();
    network.at(LOCAL, () => ({ code: 302, values: [siteValue(1, site(THERE))] }));
    network.serve(THERE, { [HANDLE]: [url(1, A)] });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
    expect(network.asked.slice(1)).toEqual([`${HANDLE}@${LOCAL}`, `${HANDLE}@${THERE}`]);
  });

  it('is followed to the service handle that it names', async () => {
    const { resolve, network, registry } = world();
    registry['0.SERV/x'] = [siteValue(1, site(THERE))];
    network.at(LOCAL, () => ({ code: 302, referralHandle: '0.SERV/x' }));
    network.serve(THERE, { [HANDLE]: [url(1, A)] });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
  });

  it('is followed to the service handles in its values', async () => {
    const { resolve, network, registry } = world();
    registry['0.SERV/x'] = [siteValue(1, site(THERE))];
    network.at(LOCAL, () => ({ code: 302, values: [serv(1, '0.SERV/x')] }));
    network.serve(THERE, { [HANDLE]: [url(1, A)] });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
  });

  it('is not taken from sites for derived prefixes', async () => {
    const { resolve, network } = world();
    network.at(LOCAL, () => ({ code: 302, values: [siteValue(1, site(THERE), 'HS_SITE.PREFIX')] }));
    expect(await resolve(HANDLE)).toMatchObject({ outcome: 'bad-answer', responseCode: 302 });
  });

  it('is a bad answer when it names nobody', async () => {
    const { resolve, network } = world();
    network.at(LOCAL, () => ({ code: 302 }));
    const found = await resolve(HANDLE);
    expect(found).toMatchObject({ outcome: 'bad-answer', responseCode: 302 });
    expect(messageOf(found)).toContain(HANDLE);
  });

  it('is a loop when it leads back to the same servers', async () => {
    const { resolve, network, warnings } = world();
    network.at(LOCAL, () => ({ code: 302, values: [siteValue(1, site(THERE))] }));
    network.at(THERE, () => ({ code: 302, values: [siteValue(1, site(LOCAL))] }));
    const found = await resolve(HANDLE);
    expect(found.outcome).toBe('referral-loop');
    expect(messageOf(found)).toContain(HANDLE);
    expect(network.questionsAbout(HANDLE)).toHaveLength(2);
    expect(warnings).toMatchObject([{ name: 'referral-loop' }]);
  });

  it('is a loop when ten were not enough', async () => {
    const { resolve, network } = world();
    network.at(LOCAL, () => ({ code: 302, values: [siteValue(1, site('192.0.2.100'))] }));
    for (let n = 100; n < 120; n += 1) {
      const next = site(`192.0.2.${n + 1}`);
      network.at(`192.0.2.${n}`, () => ({ code: 302, values: [siteValue(1, next)] }));
    }
    expect((await resolve(HANDLE)).outcome).toBe('referral-loop');
    expect(network.questionsAbout(HANDLE)).toHaveLength(11);
  });

  it('may come ten times in a row', async () => {
    const { resolve, network } = world();
    network.at(LOCAL, () => ({ code: 302, values: [siteValue(1, site('192.0.2.100'))] }));
    for (let n = 100; n < 109; n += 1) {
      const next = site(`192.0.2.${n + 1}`);
      network.at(`192.0.2.${n}`, () => ({ code: 302, values: [siteValue(1, next)] }));
    }
    network.serve('192.0.2.109', { [HANDLE]: [url(1, A)] });
    expect(textsOf(await resolve(HANDLE))).toEqual([A]);
  });

  it('keeps its answer under the handle that was asked for', async () => {
    const { resolve, network, resolver } = world();
    network.at(LOCAL, () => ({ code: 302, values: [siteValue(1, site(THERE))] }));
    network.serve(THERE, { [HANDLE]: [url(1, A)] });
    await resolve(HANDLE);
    expect(textsOf(resolver.cached(HANDLE))).toEqual([A]);
  });
});

describe('a prefix referral (303)', () => {
  /** The registry refers for derived prefixes; the record lives at {@link THERE}. */
  function derivedWorld(reaction: { referralHandle?: string; values?: ReturnType<typeof url>[] }) {
    const made = world({
      registry: { '0.SERV/derived': [siteValue(1, site(REGISTRY_OF_DERIVED))] },
    });
    const { network, registry } = made;
    network.at(ROOT, ({ handle }) => {
      const values = registry[handle];
      return values === undefined ? { code: 303, ...reaction } : { values };
    });
    network.serve(REGISTRY_OF_DERIVED, { '0.NA/10.1.2': [siteValue(1, site(THERE))] });
    network.serve(THERE, { [DERIVED]: [url(1, A)] });
    return made;
  }

  const derivedSite = site(REGISTRY_OF_DERIVED);

  it.each([
    ['HS_SITE.PREFIX values', { values: [siteValue(1, derivedSite, 'HS_SITE.PREFIX')] }],
    ['HS_NA_DELEGATE values', { values: [siteValue(1, derivedSite, 'HS_NA_DELEGATE')] }],
    ['HS_SERV.PREFIX values', { values: [serv(1, '0.SERV/derived', 'HS_SERV.PREFIX')] }],
    ['plain HS_SITE values', { values: [siteValue(1, derivedSite)] }],
    ['plain HS_SERV values', { values: [serv(1, '0.SERV/derived')] }],
    ['a service handle', { referralHandle: '0.SERV/derived' }],
  ])('is followed by %s', async (_, reaction) => {
    const { resolve, network } = derivedWorld(reaction);
    expect(textsOf(await resolve(DERIVED))).toEqual([A]);
    expect(network.asked).toContain(`0.NA/10.1.2@${REGISTRY_OF_DERIVED}`);
  });

  it('leads to other sites only if there are none for derived prefixes', async () => {
    const { resolve, network } = derivedWorld({
      values: [siteValue(1, site(LOCAL)), siteValue(2, derivedSite, 'HS_SITE.PREFIX')],
    });
    network.at(REGISTRY_OF_DERIVED, () => ({ fails: 'refused' }));
    expect((await resolve(DERIVED)).outcome).toBe('unreachable');
    expect(network.tried).not.toContain(`udp ${LOCAL}`);
  });

  it('prefers the sites for derived prefixes to others', async () => {
    const { resolve, network } = derivedWorld({
      values: [siteValue(1, site(LOCAL)), siteValue(2, derivedSite, 'HS_SITE.PREFIX')],
    });
    expect(textsOf(await resolve(DERIVED))).toEqual([A]);
    expect(network.tried).not.toContain(`udp ${LOCAL}`);
  });

  it('takes the sites for derived prefixes from the record of the handle that it names', async () => {
    const { resolve, registry, network } = derivedWorld({ referralHandle: '0.NA/10.1' });
    registry['0.NA/10.1'] = [
      siteValue(1, site(LOCAL)),
      siteValue(2, derivedSite, 'HS_SITE.PREFIX'),
    ];
    expect(textsOf(await resolve(DERIVED))).toEqual([A]);
    expect(network.tried).not.toContain(`udp ${LOCAL}`);
  });

  it('is followed when the handle of a prefix is what was asked for', async () => {
    const { resolve } = derivedWorld({ values: [siteValue(1, derivedSite, 'HS_SITE.PREFIX')] });
    expect(await resolve('0.NA/10.1.2')).toMatchObject({ outcome: 'found' });
  });

  it('is not followed for other handles', async () => {
    const { resolve, network } = world();
    network.at(LOCAL, () => ({ code: 303, values: [siteValue(1, site(THERE))] }));
    expect(await resolve(HANDLE)).toMatchObject({ outcome: 'bad-answer', responseCode: 303 });
    expect(network.tried).not.toContain(`udp ${THERE}`);
  });

  it('makes a service like any other: it is not asked for again', async () => {
    const { resolve, network } = derivedWorld({
      values: [siteValue(1, derivedSite, 'HS_SITE.PREFIX')],
    });
    await resolve(DERIVED);
    network.forget();
    await resolve('10.1.2/b');
    expect(network.asked).toEqual([`10.1.2/b@${THERE}`]);
  });
});
