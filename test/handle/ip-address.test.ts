import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ipAddressText,
  isIpv4Bytes,
  isUnspecifiedAddress,
  parseIpAddress,
} from '../../src/handle/ip-address.ts';

function hex(text: string): string | undefined {
  const bytes = parseIpAddress(text);
  return bytes && Buffer.from(bytes).toString('hex');
}

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

describe('parseIpAddress', () => {
  it('puts IPv4 into the last four bytes, after zeros', () => {
    expect(hex('192.0.2.21')).toBe('000000000000000000000000c0000215');
  });

  it('reads full and compressed IPv6', () => {
    expect(hex('2001:db8::10')).toBe('20010db8000000000000000000000010');
    expect(hex('2001:DB8:0:0:0:0:0:10')).toBe('20010db8000000000000000000000010');
    expect(hex('::')).toBe('00000000000000000000000000000000');
    expect(hex('fe80::')).toBe('fe800000000000000000000000000000');
    expect(hex('::1')).toBe('00000000000000000000000000000001');
  });

  it('reads trailing zero groups written out, as deployed software prints them', () => {
    expect(hex('2a09:bd00:ffc9:1:100:0:0:0')).toBe('2a09bd00ffc900010100000000000000');
  });

  it('takes an IPv4-mapped address for the IPv4 address', () => {
    expect(hex('::ffff:192.0.2.1')).toBe('000000000000000000000000c0000201');
    expect(hex('::FFFF:c000:201')).toBe('000000000000000000000000c0000201');
  });

  it('reads IPv4 at the end of an IPv6 address', () => {
    expect(hex('64:ff9b::192.0.2.33')).toBe('0064ff9b0000000000000000c0000221');
    expect(hex('::192.0.2.33')).toBe('000000000000000000000000c0000221');
    expect(hex('1:2:3:4:5:6:192.0.2.33')).toBe('000100020003000400050006c0000221');
  });

  it.each(['fe80::1%eth0', 'fe80::1%1', '::ffff:192.0.2.1%lo'])(
    'refuses the zone id of %s',
    (text) => {
      expect(parseIpAddress(text)).toBeUndefined();
    },
  );

  it.each([
    '',
    ' 192.0.2.1',
    '192.0.2.1 ',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.01',
    '0x7f.0.0.1',
    '3221225985',
    '192.0.2.1:80',
    '[::1]',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    'example.org',
    'localhost',
  ])('refuses "%s"', (text) => {
    expect(parseIpAddress(text)).toBeUndefined();
  });
});

describe('ipAddressText', () => {
  it('writes IPv4 as four numbers, after zeros and after ::ffff:', () => {
    expect(ipAddressText(bytesOf('000000000000000000000000c0000215'))).toBe('192.0.2.21');
    expect(ipAddressText(bytesOf('00000000000000000000ffffc0000215'))).toBe('192.0.2.21');
    expect(ipAddressText(new Uint8Array(16))).toBe('0.0.0.0');
  });

  it('writes the IPv6 loopback address as such', () => {
    expect(ipAddressText(bytesOf('00000000000000000000000000000001'))).toBe('::1');
  });

  it('shortens the first of the longest runs of zero groups', () => {
    expect(ipAddressText(bytesOf('20010db8000000000000000000000010'))).toBe('2001:db8::10');
    expect(ipAddressText(bytesOf('2a09bd00ffc900010100000000000000'))).toBe(
      '2a09:bd00:ffc9:1:100::',
    );
    expect(ipAddressText(bytesOf('20010db8000000000001000000000001'))).toBe('2001:db8::1:0:0:1');
  });

  it('writes a lone zero group out', () => {
    expect(ipAddressText(bytesOf('00010000000200030004000500060007'))).toBe('1:0:2:3:4:5:6:7');
  });

  it('refuses anything but 16 bytes', () => {
    expect(() => ipAddressText(new Uint8Array(4))).toThrow(RangeError);
  });

  it('is read back as the same bytes', () => {
    const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const bytes = new Uint8Array(groups.flatMap((value) => [value >> 8, value & 0xff]));
        const mapped = ipAddressText(bytes).includes('.') && bytes[10] === 0xff;
        fc.pre(!mapped);
        expect(parseIpAddress(ipAddressText(bytes))).toEqual(bytes);
      }),
    );
  });
});

describe('isIpv4Bytes', () => {
  it('knows IPv4 after zeros and after ::ffff:', () => {
    expect(isIpv4Bytes(bytesOf('000000000000000000000000c0000215'))).toBe(true);
    expect(isIpv4Bytes(bytesOf('00000000000000000000ffffc0000215'))).toBe(true);
    expect(isIpv4Bytes(new Uint8Array(16))).toBe(true);
  });

  it('does not take IPv6 for IPv4', () => {
    expect(isIpv4Bytes(bytesOf('20010db8000000000000000000000010'))).toBe(false);
    expect(isIpv4Bytes(bytesOf('00000000000000000000000000000001'))).toBe(false);
    expect(isIpv4Bytes(bytesOf('00000000000000000001ffffc0000215'))).toBe(false);
  });
});

describe('isUnspecifiedAddress', () => {
  it('is true of zeros only', () => {
    expect(isUnspecifiedAddress(new Uint8Array(16))).toBe(true);
    expect(isUnspecifiedAddress(bytesOf('00000000000000000000000000000001'))).toBe(false);
  });
});
