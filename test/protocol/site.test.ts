import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/protocol/errors.ts';
import { decodeSite, encodeSite } from '../../src/protocol/site.ts';
import { sites } from './arbitraries.ts';
import { errorOf } from './error-of.ts';
import { bytesOf, hexOf, vectorNamed, vectorsOf } from './wire-vectors.ts';

const [HEAD, NO_ATTRIBUTES] = ['0001020b000780020000 0000'.replaceAll(' ', ''), '00000000'];

/** What becomes of the bytes when they are read and written again. */
function rewritten(bytes: Uint8Array): string {
  try {
    return hexOf(encodeSite(decodeSite(bytes)));
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
    return 'refused';
  }
}

describe('a site record', () => {
  it.each(vectorsOf('site-info'))('is written as it was read: $name', ({ hex }) => {
    expect(hexOf(encodeSite(decodeSite(bytesOf(hex))))).toBe(hex);
  });

  it('is read field by field', () => {
    const site = decodeSite(bytesOf(vectorNamed('site-info', 'site-multi-3').hex));
    expect(site).toMatchObject({
      version: 1,
      protocolVersion: { major: 2, minor: 10 },
      serialNumber: 300,
      flags: 0xc0,
      hashOption: 1,
      hashFilter: '',
    });
    expect(site.attributes.map(({ name }) => name)).toEqual([
      'desc',
      'domain',
      'path',
      'site_filter_keywords',
      'alt_addr.2',
    ]);
    expect(site.servers[1]).toEqual({
      serverId: 2,
      address: bytesOf('000000000000000000000000c0000216'),
      publicKey: bytesOf('00000000'),
      interfaces: [
        { type: 2, protocol: 0, port: 2642 },
        { type: 1, protocol: 1, port: 2642 },
        { type: 2, protocol: 3, port: 8443 },
        { type: 0, protocol: 2, port: 8000 },
      ],
    });
  });

  it('may have no servers', () => {
    const smallest = '0001020100010000000000000000000000000000';
    expect(decodeSite(bytesOf(smallest)).servers).toEqual([]);
    expect(hexOf(encodeSite(decodeSite(bytesOf(smallest))))).toBe(smallest);
  });

  it('may have attributes without text and servers without key and interfaces', () => {
    const smallest = decodeSite(bytesOf('0001020100010000000000000000000000000000'));
    const bare = { serverId: 0, address: new Uint8Array(16), publicKey: new Uint8Array() };
    const attributes = Array(9).fill({ name: '', value: '' });
    const unnamed = { ...smallest, attributes };
    const keyless = { ...smallest, servers: [{ ...bare, interfaces: [] }] };
    expect(decodeSite(encodeSite(unnamed))).toEqual(unnamed);
    expect(decodeSite(encodeSite(keyless))).toEqual(keyless);
  });

  it('is read back as written, also with numbers that nobody knows', () => {
    fc.assert(
      fc.property(sites, (site) => {
        expect(decodeSite(encodeSite(site))).toEqual(site);
      }),
    );
  });

  it('keeps every byte of whatever can be read', () => {
    const whole = bytesOf(vectorNamed('site-info', 'site-multi-3').hex);
    const places = fc.integer({ min: 0, max: whole.length - 1 });
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: 255 }), (place, byte) => {
        const changed = whole.with(place, byte);
        expect([hexOf(changed), 'refused']).toContain(rewritten(changed));
      }),
      { numRuns: 500 },
    );
  });

  it('has nothing after its last server', () => {
    const { hex } = vectorNamed('site-info', 'site-v4-single');
    expect(errorOf(() => decodeSite(bytesOf(`${hex}00`))).code).toBe('trailing-bytes');
  });

  it('is refused when cut short anywhere', () => {
    const whole = bytesOf(vectorNamed('site-info', 'site-multi-3').hex);
    for (let length = 0; length < whole.length; length += 1) {
      expect(errorOf(() => decodeSite(whole.subarray(0, length))).code).toBe('truncated');
    }
  });

  it.each([
    ['attributes', `${HEAD}000003ff`],
    ['servers', `${HEAD}${NO_ATTRIBUTES}00000002${'00'.repeat(28)}`],
    ['attributes', `${HEAD}ffffffff`],
  ])('is refused when it announces more %s than there are bytes for', (_, hex) => {
    expect(errorOf(() => decodeSite(bytesOf(hex))).code).toMatch(/truncated|too-many/);
  });

  it('throws nothing but its own error, whatever the bytes', () => {
    const start = bytesOf(HEAD);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (junk, whole) => {
        try {
          decodeSite(whole ? junk : new Uint8Array([...start, ...junk]));
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
    );
  });

  it('cannot be written with an address of another length', () => {
    const site = decodeSite(bytesOf(vectorNamed('site-info', 'site-v4-single').hex));
    const servers = site.servers.map((server) => ({ ...server, address: new Uint8Array(4) }));
    expect(() => encodeSite({ ...site, servers })).toThrow(RangeError);
  });
});
