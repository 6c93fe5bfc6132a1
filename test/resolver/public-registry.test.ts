import { describe, expect, it } from 'vitest';
import { ipAddressText } from '../../src/handle/ip-address.ts';
import { InterfaceProtocol, SiteFlag } from '../../src/handle/site.ts';
import { decodePublicKey } from '../../src/protocol/public-key.ts';
import { isPrivateBootstrap } from '../../src/resolver/private-bootstrap.ts';
import { publicRegistry } from '../../src/resolver/public-registry.ts';

const PRIMARY = SiteFlag.primary;
const MULTI_PRIMARY = SiteFlag.primary | SiteFlag.multiPrimary;

/** Address, flags, serial number, description; some are listed more than once. */
const PUBLISHED = [
  ['38.100.138.131', MULTI_PRIMARY, 15, 'CNRI'],
  ['2001:550:100:6::4', MULTI_PRIMARY, 15, 'CNRI'],
  ['132.151.1.179', 0, 6, 'East coast root mirror'],
  ['134.76.10.100', 0, 1, 'global handle service at gwdg'],
  ['38.100.138.153', PRIMARY, 1, 'IDF GHR'],
  ['2001:550:100:6::138:153', PRIMARY, 1, 'IDF GHR'],
  ['41.231.118.2', PRIMARY, 1, "ATI'S MPA GHR SERVICE"],
  ['86.111.195.107', PRIMARY, 1, 'Saudi Arabia GHR'],
  ['196.12.152.22', PRIMARY, 1, 'Smart Africa - RURA MPA GHR Service'],
  ['212.193.120.1', PRIMARY, 1, 'MPA 77 GHR, Rostelecom, TCI, Russia'],
  ['2a09:bd00:ffc9:1:100::', PRIMARY, 1, 'MPA 77 GHR, Rostelecom, TCI, Russia'],
  ['134.76.30.197', PRIMARY, 3, 'GWDG MPA21 GHR Site'],
  ['119.90.34.34', PRIMARY, 1, 'CHC MPA'],
  ['47.90.103.77', 0, 1, '86.ARS.HK'],
  ['124.193.169.170', 0, 1, 'GHR-86 ARS@CIC'],
  ['156.106.193.155', PRIMARY, 1, 'ITU MPA GHR 11'],
];

const { rootSites, rootKeys, records } = publicRegistry();

function descriptionOf(attributes: readonly { name: string; value: string }[]): string {
  return attributes.find(({ name }) => name === 'desc')?.value ?? '';
}

describe('the public registry', () => {
  it('has 19 sites', () => {
    expect(rootSites).toHaveLength(19);
  });

  it('has the published addresses, flags, serial numbers and descriptions', () => {
    const ours = rootSites.map(({ servers: [server], flags, serialNumber, attributes }) => [
      ipAddressText(server?.address ?? new Uint8Array(16)),
      flags,
      serialNumber,
      descriptionOf(attributes),
    ]);
    const unique = [...new Set(ours.map((row) => JSON.stringify(row)))].sort();
    expect(unique).toEqual(PUBLISHED.map((row) => JSON.stringify(row)).sort());
  });

  it('speaks 2.10, with one server a site', () => {
    expect(new Set(rootSites.map((site) => JSON.stringify(site.protocolVersion)))).toEqual(
      new Set(['{"major":2,"minor":10}']),
    );
    expect(rootSites.every(({ servers }) => servers.length === 1)).toBe(true);
  });

  it('takes queries over UDP and TCP everywhere at 2641', () => {
    for (const { servers } of rootSites) {
      const queries = (servers[0]?.interfaces ?? []).filter(({ type }) => (type & 2) !== 0);
      const ports = queries.map(({ protocol, port }) => `${protocol} ${port}`);
      expect(ports).toEqual(
        expect.arrayContaining([`${InterfaceProtocol.udp} 2641`, `${InterfaceProtocol.tcp} 2641`]),
      );
    }
  });

  it('has two HTTP interfaces that take no queries', () => {
    const without = rootSites
      .flatMap(({ servers }) => servers)
      .filter(({ interfaces }) =>
        interfaces.some(({ protocol, type }) => protocol === 2 && (type & 2) === 0),
      );
    expect(without.map(({ address }) => ipAddressText(address)).sort()).toEqual([
      '119.90.34.34',
      '86.111.195.107',
    ]);
  });

  it('has a DSA key of 1024 bits for each server, one for each IPv4 address', () => {
    const keys = rootSites.flatMap(({ servers }) =>
      servers.map(({ publicKey }) => decodePublicKey(publicKey)),
    );
    expect(keys.map((key) => (key.kty === 'DSA' ? key.p.length * 8 : 0))).toEqual(
      rootSites.map(() => 1024),
    );
    const values = keys.map((key) => (key.kty === 'DSA' ? Buffer.from(key.y).toString('hex') : ''));
    expect(new Set(values).size).toBe(13);
  });

  it('has the trust key of 4096 bits', () => {
    expect(rootKeys.map((key) => (key.kty === 'RSA' ? key.n.length * 8 : 0))).toEqual([4096]);
  });

  it('keeps the records that the sites come from', () => {
    const handles = ['20', '21', '86', '11', '10', '44', '22', '25', '77'].map((n) => `0.GHR/${n}`);
    expect([...records.keys()].sort()).toEqual(['0.0/0.0', '0.NA/0.NA', ...handles].sort());
  });

  it('is not private', () => {
    expect(isPrivateBootstrap(publicRegistry())).toBe(false);
  });
});
