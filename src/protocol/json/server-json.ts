import { ipAddressText, parseIpAddress } from '../../handle/ip-address.ts';
import {
  type Interface,
  InterfaceProtocol,
  InterfaceType,
  type Server,
} from '../../handle/site.ts';
import { MAX_INTERFACES } from '../limits.ts';
import { type KeyDataJson, keyDataFromJson, keyDataToJson } from './key-data-json.ts';
import { legacyMember } from './legacy-member.ts';
import { flagAt, integerAt, jsonError, listAt, objectAt, uint32At } from './members.ts';

/** The JSON form of one server of a site. */
export interface ServerJson {
  readonly serverId: number;
  readonly address: string;
  readonly publicKey: KeyDataJson;
  readonly interfaces: readonly InterfaceJson[];
}

export interface InterfaceJson {
  readonly query: boolean;
  readonly admin: boolean;
  /** `UDP`, `TCP`, `HTTP`, `HTTPS`, or the number of a protocol without a name. */
  readonly protocol: string | number;
  readonly port: number;
}

const PROTOCOL_NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(InterfaceProtocol).map(([name, number]) => [number, name.toUpperCase()]),
);

export function serverToJson(server: Server): ServerJson {
  return {
    serverId: server.serverId,
    address: ipAddressText(server.address),
    publicKey: keyDataToJson(server.publicKey),
    interfaces: server.interfaces.map(interfaceToJson),
  };
}

export function serverFromJson(json: unknown, path: string): Server {
  const member = legacyMember(objectAt(json, path));
  return {
    serverId: uint32At(member('serverId'), `${path}.serverId`),
    address: addressAt(member('address'), `${path}.address`),
    publicKey: keyDataFromJson(member('publicKey'), `${path}.publicKey`),
    interfaces: listAt(
      member('interfaces', 'interfaceList'),
      `${path}.interfaces`,
      MAX_INTERFACES,
      interfaceFromJson,
    ),
  };
}

function interfaceToJson({ type, protocol, port }: Interface): InterfaceJson {
  return {
    query: (type & InterfaceType.query) !== 0,
    admin: (type & InterfaceType.admin) !== 0,
    protocol: PROTOCOL_NAMES.get(protocol) ?? protocol,
    port,
  };
}

function interfaceFromJson(json: unknown, path: string): Interface {
  const member = legacyMember(objectAt(json, path));
  const query = flagAt(member('query'), `${path}.query`) ? InterfaceType.query : 0;
  const admin = flagAt(member('admin'), `${path}.admin`) ? InterfaceType.admin : 0;
  return {
    type: query | admin,
    protocol: protocolAt(member('protocol'), `${path}.protocol`),
    port: uint32At(member('port'), `${path}.port`),
  };
}

function protocolAt(json: unknown, path: string): number {
  if (typeof json === 'number') return integerAt(json, path, 0, 0xff);
  for (const [number, name] of PROTOCOL_NAMES) {
    if (json === name) return number;
  }
  throw jsonError(path, '"UDP", "TCP", "HTTP", "HTTPS" or a number', json);
}

function addressAt(json: unknown, path: string): Uint8Array {
  const address = typeof json === 'string' ? parseIpAddress(json) : undefined;
  if (address === undefined) throw jsonError(path, 'an IPv4 or IPv6 address', json);
  return address;
}
