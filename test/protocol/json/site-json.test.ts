import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipAddressText, parseIpAddress } from '../../../src/handle/ip-address.ts';
import { siteFromJson, siteToJson } from '../../../src/protocol/json/site-json.ts';
import { decodeSite, encodeSite } from '../../../src/protocol/site.ts';
import { sites } from '../arbitraries.ts';
import { errorOf } from '../error-of.ts';
import { bytesOf, hexOf, vectorNamed, vectorsOf } from '../wire-vectors.ts';

const server = {
  serverId: 1,
  address: '192.0.2.1',
  interfaces: [{ query: true, admin: false, protocol: 'UDP', port: 2641 }],
};

const small = { protocolVersion: '2.11', serialNumber: 3, servers: [server] };

function withInterface(members: object) {
  return {
    ...small,
    servers: [{ ...server, interfaces: [{ protocol: 'TCP', port: 1, ...members }] }],
  };
}

describe('a site in JSON', () => {
  it.each(vectorsOf('site-info'))(
    'is written as by deployed software: $name',
    ({ object, hex }) => {
      expect(JSON.stringify(siteToJson(decodeSite(bytesOf(hex))))).toBe(JSON.stringify(object));
    },
  );

  it.each(vectorsOf('site-info'))('is read as by deployed software: $name', ({ object, hex }) => {
    expect(hexOf(encodeSite(siteFromJson(object)))).toBe(hex);
  });

  it('is read back as written, but for bits and spellings that JSON has no place for', () => {
    fc.assert(
      fc.property(sites, (any) => {
        const site = {
          ...any,
          flags: any.flags & 0xc0,
          servers: any.servers.map((of) => ({
            ...of,
            address: parseIpAddress(ipAddressText(of.address)) as Uint8Array,
            interfaces: of.interfaces.map((door) => ({ ...door, type: door.type & 3 })),
          })),
        };
        expect(siteFromJson(JSON.parse(JSON.stringify(siteToJson(site))))).toEqual(site);
      }),
    );
  });

  it('leaves out an empty list of attributes, as it may be left out', () => {
    const site = siteFromJson(small);
    expect(site.attributes).toEqual([]);
    expect(siteToJson(site)).not.toHaveProperty('attributes');
  });

  it('is a mirror hashed by the whole handle unless it says otherwise', () => {
    expect(siteFromJson(small)).toMatchObject({
      version: 1,
      flags: 0,
      hashOption: 2,
      hashFilter: '',
    });
    expect(siteFromJson({ ...small, hashOption: 0 }).hashOption).toBe(0);
  });

  it('is read in the spelling of old writers', () => {
    const legacy = {
      Version: 1,
      ProtocolVersion: '2.1',
      SerialNumber: 4,
      PrimarySite: true,
      MultiPrimary: true,
      HashOption: 1,
      HashFilter: null,
      Attributes: { desc: 'Old', alt_addr: ['2001:db8::1', '2001:db8::2'] },
      ServerList: [
        {
          ServerId: 9,
          Address: '192.0.2.9',
          PublicKey: '00fF',
          InterfaceList: [{ Query: true, Admin: true, Protocol: 'HTTP', Port: 8000 }],
        },
      ],
    };
    expect(siteFromJson(legacy)).toEqual({
      version: 1,
      protocolVersion: { major: 2, minor: 1 },
      serialNumber: 4,
      flags: 0xc0,
      hashOption: 1,
      hashFilter: '',
      attributes: [
        { name: 'desc', value: 'Old' },
        { name: 'alt_addr', value: '2001:db8::1' },
        { name: 'alt_addr', value: '2001:db8::2' },
      ],
      servers: [
        {
          serverId: 9,
          address: parseIpAddress('192.0.2.9'),
          publicKey: bytesOf('00ff'),
          interfaces: [{ type: 3, protocol: 2, port: 8000 }],
        },
      ],
    });
  });

  it('may name servers and interfaces serverList and interfaceList', () => {
    const { interfaces, ...rest } = server;
    const { servers: _, ...site } = small;
    const listed = { ...site, serverList: [{ ...rest, interfaceList: interfaces }] };
    expect(siteFromJson(listed)).toEqual(siteFromJson(small));
  });

  it('takes the number of a protocol without a name', () => {
    const site = siteFromJson(withInterface({ protocol: 7 }));
    expect(site.servers[0]?.interfaces[0]?.protocol).toBe(7);
    expect(siteToJson(site).servers[0]?.interfaces[0]?.protocol).toBe(7);
  });

  it('shows a server key that cannot be read as Base64', () => {
    const key = { format: 'hex', value: '00000000' };
    const site = siteFromJson({ ...small, servers: [{ ...server, publicKey: key }] });
    expect(siteToJson(site).servers[0]?.publicKey).toEqual({ format: 'base64', value: 'AAAAAA==' });
  });

  it('keeps the key of a server', () => {
    const { restJson } = vectorNamed('handle-value', 'val-hs-site').object;
    const site = (restJson as { data: { value: unknown } }).data.value;
    expect(siteToJson(siteFromJson(site))).toEqual(site);
  });

  it.each([
    [{ ...small, protocolVersion: 2.11 }, 'site.protocolVersion'],
    [{ ...small, protocolVersion: '2' }, 'site.protocolVersion'],
    [{ ...small, protocolVersion: '2.256' }, 'site.protocolVersion'],
    [{ ...small, serialNumber: 65_536 }, 'site.serialNumber'],
    [{ ...small, primarySite: 'yes' }, 'site.primarySite'],
    [{ ...small, attributes: 'none' }, 'site.attributes'],
    [{ ...small, attributes: { desc: 1 } }, 'site.attributes.desc[0]'],
    [{ ...small, attributes: [{ name: 'desc' }] }, 'site.attributes[0].value'],
    [{ ...small, attributes: Array(1025).fill({ name: 'a', value: 'b' }) }, 'site.attributes'],
    [{ ...small, servers: undefined }, 'site.servers'],
    [{ ...small, servers: Array(1025).fill(server) }, 'site.servers'],
    [{ ...small, servers: [{ ...server, address: 'localhost' }] }, 'site.servers[0].address'],
    [{ ...small, servers: [{ ...server, serverId: -1 }] }, 'site.servers[0].serverId'],
    [{ ...small, servers: [{ ...server, publicKey: 'xyz' }] }, 'site.servers[0].publicKey'],
    [
      { ...small, servers: [{ ...server, publicKey: { format: 'site', value: small } }] },
      'site.servers[0].publicKey.format',
    ],
    [withInterface({ port: -1 }), 'site.servers[0].interfaces[0].port'],
    [withInterface({ port: '2641' }), 'site.servers[0].interfaces[0].port'],
    [withInterface({ protocol: 'SCTP' }), 'site.servers[0].interfaces[0].protocol'],
    [withInterface({ protocol: 256 }), 'site.servers[0].interfaces[0].protocol'],
    [withInterface({ query: 1 }), 'site.servers[0].interfaces[0].query'],
  ])('is refused with the name of the wrong member (%#)', (json, member) => {
    const error = errorOf(() => siteFromJson(json));
    expect(error.code).toBe('json');
    expect(error.message.slice(0, error.message.indexOf(': '))).toBe(member);
  });

  it('may have so many attributes under one name, and no more in all', () => {
    const many = { a: Array(600).fill('x'), b: Array(600).fill('x') };
    expect(errorOf(() => siteFromJson({ ...small, attributes: many })).message).toMatch(
      /^site\.attributes: at most 1024/,
    );
  });
});
