import {
  DEFAULT_TTL_SECONDS,
  type HandleValue,
  TtlType,
} from '../../../src/handle/handle-value.ts';
import { parseIpAddress } from '../../../src/handle/ip-address.ts';
import { DEFAULT_PERMISSIONS } from '../../../src/handle/permission.ts';
import {
  HashOption,
  type Interface,
  InterfaceProtocol,
  InterfaceType,
  type Server,
  type Site,
  SiteFlag,
} from '../../../src/handle/site.ts';
import { encodePublicKey } from '../../../src/protocol/public-key.ts';
import { encodeSite } from '../../../src/protocol/site.ts';
import { encodeText } from '../../../src/protocol/text.ts';

export function value(
  index: number,
  type: string,
  data: string | Uint8Array,
  fields: Partial<HandleValue> = {},
): HandleValue {
  return {
    index,
    timestamp: 0,
    ttlType: TtlType.relative,
    ttl: DEFAULT_TTL_SECONDS,
    permissions: DEFAULT_PERMISSIONS,
    type,
    data: typeof data === 'string' ? encodeText(data) : data,
    references: [],
    ...fields,
  };
}

export function url(index: number, text: string, fields: Partial<HandleValue> = {}): HandleValue {
  return value(index, 'URL', text, fields);
}

/** A key that can be read; nothing is ever signed with it. */
export const SOME_KEY = encodePublicKey({
  kty: 'RSA',
  n: new Uint8Array(64).fill(0xab),
  e: Uint8Array.of(1, 0, 1),
});

export const UDP: Interface = {
  type: InterfaceType.query,
  protocol: InterfaceProtocol.udp,
  port: 2641,
};
export const TCP: Interface = { ...UDP, protocol: InterfaceProtocol.tcp };
export const HTTP: Interface = { ...UDP, protocol: InterfaceProtocol.http, port: 8000 };

export function addressOf(text: string): Uint8Array {
  const address = parseIpAddress(text);
  if (address === undefined) throw new RangeError(`no address: ${text}`);
  return address;
}

export function server(address: string, fields: Partial<Server> = {}): Server {
  return {
    serverId: 1,
    address: addressOf(address),
    publicKey: SOME_KEY,
    interfaces: [UDP, TCP],
    ...fields,
  };
}

/** A primary site of one server. */
export function site(address: string, fields: Partial<Site> = {}): Site {
  return {
    version: 1,
    protocolVersion: { major: 2, minor: 11 },
    serialNumber: 1,
    flags: SiteFlag.primary,
    hashOption: HashOption.byHandle,
    hashFilter: '',
    attributes: [],
    servers: [server(address)],
    ...fields,
  };
}

export function siteValue(index: number, described: Site, type = 'HS_SITE'): HandleValue {
  return value(index, type, encodeSite(described));
}

export function serv(index: number, handle: string, type = 'HS_SERV'): HandleValue {
  return value(index, type, handle);
}

export function alias(handle: string, fields: Partial<HandleValue> = {}): HandleValue {
  return value(1, 'HS_ALIAS', handle, fields);
}
