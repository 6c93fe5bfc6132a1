import { describe, expect, it } from 'vitest';
import { isInRange, parseAddress, parseAddressRange } from '../../src/handle/address-range.ts';

function contains(range: string, address: string): boolean | undefined {
  const parsed = parseAddressRange(range);
  const literal = parseAddress(address);
  return parsed && literal && isInRange(literal, parsed);
}

describe('a range of addresses', () => {
  it.each([
    ['192.0.2.0/24', '192.0.2.255', true],
    ['192.0.2.0/24', '192.0.3.0', false],
    ['192.0.2.128/25', '192.0.2.127', false],
    ['192.0.2.9/24', '192.0.2.1', true],
    ['0.0.0.0/0', '8.8.8.8', true],
    ['0.0.0.0/0', '::1', false],
    ['192.0.2.1', '192.0.2.1', true],
    ['2001:db8::/33', '2001:db8:7fff::', true],
    ['2001:db8::/33', '2001:db8:8000::', false],
    ['::/0', '::1', true],
    ['::/0', '1.2.3.4', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['::ffff:10.0.0.0/104', '10.1.2.3', true],
    ['::1', '::1', true],
    ['0.0.0.1', '::1', false],
  ])('%s and %s: %s', (range, address, expected) => {
    expect(contains(range, address)).toBe(expected);
  });

  it.each([
    'localhost',
    '',
    '1.2.3',
    '1.2.3.4/33',
    '1.2.3.4/-1',
    '1.2.3.4/8/9',
    '::1/129',
    '1.2.3.4/x',
    '::ffff:1.2.3.4/8',
    'fe80::1%eth0',
  ])('is not %j', (text) => {
    expect(parseAddressRange(text)).toBeUndefined();
  });
});
