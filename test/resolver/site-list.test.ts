import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipAddressText } from '../../src/handle/ip-address.ts';
import { alternativeSite } from '../../src/resolver/alternative-site.ts';
import { SiteList, sitesKey } from '../../src/resolver/site-list.ts';
import { server, site, siteValue } from './kit/records.ts';

function attribute(name: string, value: string) {
  return { name, value };
}

describe('a list of sites', () => {
  it('keeps the order in which they were met, each once', () => {
    const list = new SiteList();
    list.addAll([site('192.0.2.2'), site('192.0.2.1'), site('192.0.2.2')]);
    expect(list.sites).toEqual([site('192.0.2.2'), site('192.0.2.1')]);
  });

  it('takes sites that differ in anything for different', () => {
    const list = new SiteList();
    list.addAll([site('192.0.2.1'), site('192.0.2.1', { serialNumber: 2 })]);
    expect(list.size).toBe(2);
  });

  it('holds 256 at most', () => {
    const list = new SiteList();
    for (let n = 0; n < 1_000; n += 1) list.add(site('192.0.2.1', { serialNumber: n }));
    expect(list.size).toBe(256);
  });

  it('puts the alternative of a site right behind it', () => {
    const list = new SiteList();
    const attributes = [attribute('alt_addr', '192.0.2.9')];
    list.addValue(siteValue(1, site('192.0.2.1', { attributes })));
    list.addValue(siteValue(2, site('192.0.2.2')));
    const addresses = list.sites.map(({ servers: [first] }) =>
      ipAddressText(first?.address ?? new Uint8Array(16)),
    );
    expect(addresses).toEqual(['192.0.2.1', '192.0.2.9', '192.0.2.2']);
  });

  it('has the same key as another with the same sites, whatever their order', () => {
    const sites = [site('192.0.2.1'), site('192.0.2.2'), site('192.0.2.3')];
    fc.assert(
      fc.property(fc.shuffledSubarray(sites, { minLength: 3 }), (shuffled) => {
        expect(sitesKey(shuffled)).toBe(sitesKey(sites));
      }),
    );
    expect(sitesKey(sites.slice(1))).not.toBe(sitesKey(sites));
  });
});

describe('the alternative of a site', () => {
  it.each([
    ['without attributes', []],
    ['whose other address is none', [attribute('alt_addr', 'localhost')]],
    ['whose other address is of a server it does not have', [attribute('alt_addr.9', '192.0.2.9')]],
  ])('does not exist for one %s', (_, attributes) => {
    expect(alternativeSite(site('192.0.2.1', { attributes }))).toBeUndefined();
  });

  it('has the other addresses of those servers that have one', () => {
    const servers = [server('192.0.2.1', { serverId: 1 }), server('192.0.2.2', { serverId: 2 })];
    const attributes = [attribute('alt_addr.2', '2001:db8::2'), attribute('alt_addr', '192.0.2.7')];
    const other = alternativeSite(site('192.0.2.1', { servers, attributes }));
    expect(other?.servers.map(({ address }) => ipAddressText(address))).toEqual([
      '192.0.2.1',
      '2001:db8::2',
    ]);
  });

  it('is the same in everything else', () => {
    const original = site('192.0.2.1', { attributes: [attribute('alt_addr', '192.0.2.9')] });
    expect(alternativeSite(original)).toEqual({ ...original, servers: [server('192.0.2.9')] });
  });
});
