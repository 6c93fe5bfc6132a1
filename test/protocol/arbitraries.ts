import fc from 'fast-check';
import type { AdminRecord } from '../../src/handle/admin-record.ts';
import type { HandleValue } from '../../src/handle/handle-value.ts';
import type { Reference } from '../../src/handle/reference.ts';
import type { Interface, Server, Site } from '../../src/handle/site.ts';
import { decodeText } from '../../src/protocol/text.ts';

export const uint8 = fc.integer({ min: 0, max: 0xff });
export const uint16 = fc.integer({ min: 0, max: 0xffff });
export const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
export const int32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
export const bytes = fc.uint8Array({ maxLength: 40 });

/** Also what is no UTF-8 on the wire. */
export const texts = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  bytes.map((raw) => decodeText(raw)),
);

export const types = fc.oneof(
  texts,
  fc.constantFrom(
    'URL',
    'HS_ADMIN',
    'hs_vlist',
    'HS_SITE',
    'HS_SITE.6',
    'HS_PUBKEY',
    'HS_PUBKEY.X',
  ),
);

export const references: fc.Arbitrary<Reference[]> = fc.array(
  fc.record({ handle: texts, index: int32 }),
  { maxLength: 4 },
);

/** Values as they may come from any server, with numbers that nobody knows. */
export const values: fc.Arbitrary<HandleValue> = fc.record({
  index: int32,
  timestamp: uint32,
  ttlType: uint8,
  ttl: uint32,
  permissions: uint8,
  type: types,
  data: bytes,
  references,
});

export const adminRecords: fc.Arbitrary<AdminRecord> = fc.record(
  {
    handle: texts,
    index: int32,
    permissions: uint16,
    legacyByteLength: fc.constant(true as const),
  },
  { requiredKeys: ['handle', 'index', 'permissions'] },
);

const interfaces: fc.Arbitrary<Interface> = fc.record({
  type: uint8,
  protocol: uint8,
  port: uint32,
});

const servers: fc.Arbitrary<Server> = fc.record({
  serverId: uint32,
  address: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  publicKey: bytes,
  interfaces: fc.array(interfaces, { maxLength: 4 }),
});

export const sites: fc.Arbitrary<Site> = fc.record({
  version: uint16,
  protocolVersion: fc.record({ major: uint8, minor: uint8 }),
  serialNumber: uint16,
  flags: uint8,
  hashOption: uint8,
  hashFilter: texts,
  attributes: fc.array(fc.record({ name: texts, value: texts }), { maxLength: 4 }),
  servers: fc.array(servers, { maxLength: 3 }),
});
