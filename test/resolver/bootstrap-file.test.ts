import { describe, expect, it } from 'vitest';
import { ipAddressText } from '../../src/handle/ip-address.ts';
import { publicKeyToJwk } from '../../src/protocol/json/jwk.ts';
import { recordToJson } from '../../src/protocol/json/record-json.ts';
import { siteToJson } from '../../src/protocol/json/site-json.ts';
import { decodePublicKey } from '../../src/protocol/public-key.ts';
import type { Bootstrap } from '../../src/resolver/bootstrap.ts';
import { BootstrapError } from '../../src/resolver/bootstrap-error.ts';
import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import { isPrivateBootstrap } from '../../src/resolver/private-bootstrap.ts';
import { publicRegistry } from '../../src/resolver/public-registry.ts';
import { SOME_KEY, serv, server, site, siteValue, value } from './kit/records.ts';

function addressesIn({ rootSites }: Bootstrap): string[] {
  return rootSites.flatMap(({ servers }) => servers.map(({ address }) => ipAddressText(address)));
}

function siteJson(address: string): object {
  return siteToJson(site(address));
}

/** `bootstrap_handles` as written by handle server software. */
function handlesJson(records: Record<string, Parameters<typeof recordToJson>[1]>): object {
  return Object.fromEntries(
    Object.entries(records).map(([handle, values]) => [handle, recordToJson(handle, values)]),
  );
}

function errorOf(json: unknown): BootstrapError {
  try {
    readBootstrap(json);
  } catch (error) {
    if (error instanceof BootstrapError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('a bootstrap file', () => {
  it('may be the siteinfo.json of one site', () => {
    expect(addressesIn(readBootstrap(siteJson('192.0.2.1')))).toEqual(['192.0.2.1']);
  });

  it('may be an array of sites', () => {
    const json = [siteJson('192.0.2.1'), siteJson('192.0.2.2')];
    expect(addressesIn(readBootstrap(json))).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('may be bootstrap_handles', () => {
    const json = handlesJson({ '0.NA/0.NA': [siteValue(1, site('192.0.2.1'))] });
    expect(addressesIn(readBootstrap(json))).toEqual(['192.0.2.1']);
  });

  it('may be bootstrap_handles in its wrapper', () => {
    const handles = handlesJson({ '0.NA/0.NA': [siteValue(1, site('192.0.2.1'))] });
    expect(addressesIn(readBootstrap({ lastUpdate: 1_564_164_940_000, handles }))).toEqual([
      '192.0.2.1',
    ]);
  });

  it('gives back the public registry when that is written down', () => {
    const registry = publicRegistry();
    const read = readBootstrap(handlesJson(Object.fromEntries(registry.records)));
    expect(read.rootSites).toEqual(registry.rootSites);
  });

  it('gives the root keys of 0.0/0.0', () => {
    const json = handlesJson({
      '0.NA/0.NA': [siteValue(1, site('192.0.2.1'))],
      '0.0/0.0': [value(301, 'HS_PUBKEY', SOME_KEY), value(302, '#HS_PUBKEY', SOME_KEY)],
    });
    expect(readBootstrap(json).rootKeys.map(publicKeyToJwk)).toEqual([
      publicKeyToJwk(decodePublicKey(SOME_KEY)),
    ]);
  });

  it('is followed through its HS_SERV values, circles included', () => {
    const json = handlesJson({
      '0.NA/0.NA': [serv(1, '0.GHR/A'), serv(2, '0.GHR/missing')],
      '0.GHR/A': [serv(1, '0.ghr/b'), siteValue(2, site('192.0.2.1'))],
      '0.GHR/B': [serv(1, '0.GHR/A'), siteValue(2, site('2001:db8::1'), 'HS_SITE.6')],
    });
    expect(addressesIn(readBootstrap(json))).toEqual(['192.0.2.1', '2001:db8::1']);
  });

  it('passes over values that were switched off', () => {
    const json = handlesJson({
      '0.NA/0.NA': [siteValue(1, site('192.0.2.9'), '#HS_SITE'), siteValue(2, site('192.0.2.1'))],
    });
    expect(addressesIn(readBootstrap(json))).toEqual(['192.0.2.1']);
  });

  it.each([
    ['a number', 5, 'form'],
    ['a text', 'x', 'form'],
    ['null', null, 'form'],
    ['an array of nothing', [], 'no-sites'],
    ['an object of nothing', {}, 'no-sites'],
    ['a settings file', { host: '127.0.0.1', port: 80 }, 'form'],
    ['handles that are an array', { handles: [] }, 'form'],
    ['no registry among its records', handlesJson({ '0.NA/10.1': [] }), 'no-sites'],
    ['a site that is none', [{ servers: 'none' }], 'value'],
    ['a record that is none', { '0.NA/0.NA': { values: 'none' } }, 'value'],
    [
      'a site value that cannot be read',
      handlesJson({ '0.NA/0.NA': [value(7, 'HS_SITE', 'no site')] }),
      'value',
    ],
  ])('is refused when it is %s', (_, json, code) => {
    expect(errorOf(json).code).toBe(code);
  });

  it('says which value cannot be read', () => {
    const json = handlesJson({ '0.NA/0.NA': [value(7, 'HS_SITE', 'no site')] });
    expect(errorOf(json).message).toMatch(/HS_SITE value 7 of 0\.NA\/0\.NA/);
  });

  it('says which member of a site is wrong', () => {
    const json = { ...siteJson('192.0.2.1'), serialNumber: 'one' };
    expect(errorOf([siteJson('192.0.2.1'), json]).message).toMatch(/site 2\.serialNumber/);
  });
});

describe('a bootstrap', () => {
  it.each([
    ['10.0.0.1', true],
    ['172.31.0.1', true],
    ['192.168.1.1', true],
    ['127.0.0.1', true],
    ['::1', true],
    ['fd00::1', true],
    ['fe80::1', true],
    ['172.32.0.1', false],
    ['8.8.8.8', false],
    ['2a00::1', false],
    // A name stands for it, which may be anywhere.
    ['0.0.0.0', false],
  ])('with the address %s alone: private is %s', (address, expected) => {
    expect(isPrivateBootstrap(readBootstrap(siteJson(address)))).toBe(expected);
  });

  it('is not private with one public server', () => {
    const mixed = site('10.0.0.1', { servers: [server('10.0.0.1'), server('8.8.8.8')] });
    expect(isPrivateBootstrap(readBootstrap(siteToJson(mixed)))).toBe(false);
  });

  it('is not private when another address of a server is public', () => {
    const attributes = [{ name: 'alt_addr', value: '2a00::1' }];
    const both = site('10.0.0.1', { attributes });
    expect(isPrivateBootstrap(readBootstrap(siteToJson(both)))).toBe(false);
  });
});
