import type { Interface, Server, Site, SiteAttribute } from '../handle/site.ts';
import { MAX_ATTRIBUTES, MAX_INTERFACES, MAX_SERVERS } from './limits.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';

const ADDRESS_BYTES = 16;

/** The fewest bytes of each list's elements: empty texts, no key, no interfaces. */
const LEAST_ATTRIBUTE_BYTES = 8;
const LEAST_SERVER_BYTES = 28;
const INTERFACE_BYTES = 6;

/**
 * Reads the data of an HS_SITE value (RFC 3651 section 3.2.2, with the numbers that deployed
 * software gives to interfaces).
 */
export function decodeSite(data: Uint8Array): Site {
  const reader = new Reader(data);
  const site = {
    version: reader.uint16(),
    protocolVersion: { major: reader.uint8(), minor: reader.uint8() },
    serialNumber: reader.uint16(),
    flags: reader.uint8(),
    hashOption: reader.uint8(),
    hashFilter: reader.text(),
    attributes: reader.list(decodeAttribute, LEAST_ATTRIBUTE_BYTES, MAX_ATTRIBUTES),
    servers: reader.list(decodeServer, LEAST_SERVER_BYTES, MAX_SERVERS),
  };
  reader.expectEnd();
  return site;
}

export function encodeSite(site: Site): Uint8Array {
  const writer = new Writer();
  writer.uint16(site.version);
  writer.uint8(site.protocolVersion.major);
  writer.uint8(site.protocolVersion.minor);
  writer.uint16(site.serialNumber);
  writer.uint8(site.flags);
  writer.uint8(site.hashOption);
  writer.text(site.hashFilter);
  writer.list(site.attributes, encodeAttribute);
  writer.list(site.servers, encodeServer);
  return writer.finish();
}

function decodeAttribute(reader: Reader): SiteAttribute {
  return { name: reader.text(), value: reader.text() };
}

function encodeAttribute(writer: Writer, attribute: SiteAttribute): void {
  writer.text(attribute.name);
  writer.text(attribute.value);
}

function decodeServer(reader: Reader): Server {
  return {
    serverId: reader.uint32(),
    address: reader.take(ADDRESS_BYTES),
    publicKey: reader.bytes(),
    interfaces: reader.list(decodeInterface, INTERFACE_BYTES, MAX_INTERFACES),
  };
}

function encodeServer(writer: Writer, server: Server): void {
  if (server.address.length !== ADDRESS_BYTES) throw new RangeError('an address has 16 bytes');
  writer.uint32(server.serverId);
  writer.raw(server.address);
  writer.bytes(server.publicKey);
  writer.list(server.interfaces, encodeInterface);
}

function decodeInterface(reader: Reader): Interface {
  return { type: reader.uint8(), protocol: reader.uint8(), port: reader.uint32() };
}

function encodeInterface(writer: Writer, door: Interface): void {
  writer.uint8(door.type);
  writer.uint8(door.protocol);
  writer.uint32(door.port);
}
