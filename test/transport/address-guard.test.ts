import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipAddressText } from '../../src/handle/ip-address.ts';
import { createAddressGuard } from '../../src/transport/address-guard.ts';

const PORT = 2641;
const onlyPublic = createAddressGuard(false);

describe('without private upstreams', () => {
  it.each([
    '8.8.8.8',
    '132.151.1.179',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '169.253.255.255',
    '223.255.255.255',
    '2001:550:100:6::4',
    '2a09:bd00:ffc9:1:100::',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '2002:808:808::1',
  ])('%s is allowed', (address) => {
    expect(onlyPublic(address, PORT)).toBe(true);
  });

  it.each([
    ['unspecified', '0.0.0.0', '::'],
    ['this network', '0.1.2.3'],
    ['loopback', '127.0.0.1', '127.255.255.255', '::1'],
    ['private', '10.0.0.0', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ['carrier-grade NAT', '100.64.0.1', '100.127.255.255'],
    ['link-local', '169.254.169.254', 'fe80::1', 'febf::1'],
    ['multicast', '224.0.0.1', '239.255.255.255', 'ff02::1'],
    ['broadcast and reserved', '255.255.255.255', '240.0.0.1'],
    ['benchmarking', '198.18.0.1', '198.19.255.255', '2001:2::1'],
    ['documentation', '192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
    ['protocol assignments', '192.0.0.1', '2001::1', '2001:1ff::'],
    ['unique local', 'fc00::1', 'fdff::1'],
    ['site-local', 'fec0::1'],
    ['discard', '100::1'],
    ['not given out', '4000::1', '1::1'],
    ['private, in IPv6', '::ffff:10.0.0.1', '::10.0.0.1', '::ffff:7f00:1', '::ffff:0:10.0.0.1'],
    ['private, translated', '64:ff9b::a00:1', '64:ff9b::127.0.0.1', '64:ff9b:1::1'],
    ['private, in 6to4', '2002:a00:1::', '2002:7f00:1::1', '2002:c0a8:101::1'],
    ['no address', '', 'localhost', 'example.org', '127.1', '0x7f000001', '[::1]', 'fe80::1%eth0'],
  ])('%s is refused', (_what, ...addresses) => {
    expect(addresses.filter((address) => onlyPublic(address, PORT))).toEqual([]);
  });

  it('no IPv4 address becomes allowed by being written as IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), (ipv4) => {
        const allowed = onlyPublic(ipv4, PORT);
        for (const prefix of ['::ffff:', '64:ff9b::', '::ffff:0:']) {
          expect(onlyPublic(prefix + ipv4, PORT)).toBe(allowed);
        }
      }),
    );
  });

  it('an address is judged in whatever form it is written', () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(bytes, (address) => {
        const groups = Array.from({ length: 8 }, (_, i) =>
          (((address[2 * i] as number) << 8) | (address[2 * i + 1] as number)).toString(16),
        );
        expect(onlyPublic(groups.join(':').toUpperCase(), PORT)).toBe(
          onlyPublic(ipAddressText(address), PORT),
        );
      }),
    );
  });
});

describe('a port', () => {
  it.each([80, 443, 1024, 2641, 8000, 65_535])('%i is allowed', (port) => {
    expect(onlyPublic('8.8.8.8', port)).toBe(true);
  });

  it.each([0, -1, 1, 22, 25, 53, 389, 444, 1023, 6000, 6667, 10_080, 65_536, 2641.5, Number.NaN])(
    '%d is refused, on private addresses too',
    (port) => {
      expect(onlyPublic('8.8.8.8', port)).toBe(false);
      expect(createAddressGuard(true)('127.0.0.1', port)).toBe(false);
      expect(createAddressGuard(['127.0.0.1'])('127.0.0.1', port)).toBe(false);
    },
  );
});

describe('with all private upstreams', () => {
  it.each(['127.0.0.1', '10.0.0.1', '::1', 'fd00::1', '8.8.8.8'])('%s is allowed', (address) => {
    expect(createAddressGuard(true)(address, PORT)).toBe(true);
  });

  it('a name is still no address', () => {
    expect(createAddressGuard(true)('localhost', PORT)).toBe(false);
  });
});

describe('with a list of private upstreams', () => {
  it.each([
    ['10.0.0.0/8', '10.255.0.1', 2641],
    ['10.1.2.3/8', '10.255.0.1', 2641],
    ['10.0.0.0/8', '::ffff:10.0.0.1', 2641],
    ['::ffff:10.0.0.0/104', '10.0.0.1', 2641],
    ['127.0.0.1', '127.0.0.1', 8000],
    ['127.0.0.1:389', '127.0.0.1', 389],
    ['10.0.0.0/8:2641', '10.0.0.1', 2641],
    ['0.0.0.0/0', '192.168.0.1', 2641],
    ['::1', '::1', 2641],
    ['[::1]', '::1', 2641],
    ['[::1]:389', '::1', 389],
    ['fd00::/8', 'fdff::1', 2641],
    ['fd00::/8:2641', 'fdff::1', 2641],
    ['[fd00::/8]:2641', 'fdff::1', 2641],
    ['[fd00::]/8:2641', 'fdff::1', 2641],
    ['::/0', 'fd00::1', 2641],
    ['192.168.128.0/17', '192.168.255.1', 2641],
  ])('%s allows %s port %i', (entry, address, port) => {
    expect(createAddressGuard(['192.0.2.1', entry])(address, port)).toBe(true);
  });

  it.each([
    ['10.0.0.0/8', '11.0.0.1', 389],
    ['10.0.0.0/8', '192.168.0.1', 2641],
    ['10.0.0.0/8', '10.0.0.1', 389],
    ['10.0.0.0/8:2641', '10.0.0.1', 2642],
    ['127.0.0.1', '127.0.0.2', 2641],
    ['192.168.128.0/17', '192.168.127.255', 2641],
    ['0.0.0.0/0', '::1', 2641],
    ['::/0', '127.0.0.1', 2641],
  ])('%s does not allow %s port %i', (entry, address, port) => {
    expect(createAddressGuard([entry])(address, port)).toBe(false);
  });

  it('public addresses stay allowed', () => {
    expect(createAddressGuard(['10.0.0.0/8'])('8.8.8.8', PORT)).toBe(true);
    expect(createAddressGuard([])('8.8.8.8', PORT)).toBe(true);
  });

  it.each([
    '',
    '*',
    'localhost',
    '10.0.0/8',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.1:',
    '10.0.0.1:0',
    '10.0.0.1:70000',
    '10.0.0.1 ',
    '256.0.0.1',
    'fd00::/129',
    'fe80::1%eth0',
    '[10.0.0.1]:80',
    '[::1',
    '::1]:80',
    '[fd00::/8]/8',
    'http://10.0.0.1',
  ])('%j is refused by name', (entry) => {
    expect(() => createAddressGuard([entry])).toThrow(RangeError);
    expect(() => createAddressGuard([entry])).toThrow(JSON.stringify(entry));
  });
});
