import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

/** The fixed beginning of every message (RFC 3652 section 2.2.2). */
export interface Header {
  /** One of `Opcode`; other numbers are kept as they came. */
  readonly opcode: number;
  /** 0 in requests, one of `ResponseCode` in responses; as on the wire. */
  readonly responseCode: number;
  /** Bits of `OpFlag`, unsigned; unknown bits are kept as they came. */
  readonly flags: number;
  /** Unsigned 16 bits: of the site record the client used, or the server's own. */
  readonly siteSerial: number;
  readonly recursionCount: number;
  /** Always 0 as deployed; kept as it came. */
  readonly reserved: number;
  /** Seconds since 1970, unsigned; 0 for none. */
  readonly expiration: number;
  /** Bytes between header and credential. */
  readonly bodyLength: number;
}

/** A header of a message whose body is not written yet. */
export type OutgoingHeader = Omit<Header, 'bodyLength'>;

export const HEADER_BYTES = 24;

/** Where the body length stands in a header. */
export const BODY_LENGTH_OFFSET = 20;

/** The serial of a client that has no site record. */
export const UNKNOWN_SITE_SERIAL = 0xffff;

export function decodeHeader(reader: Reader): Header {
  return {
    opcode: reader.uint32(),
    responseCode: reader.uint32(),
    flags: reader.uint32(),
    siteSerial: reader.uint16(),
    recursionCount: reader.uint8(),
    reserved: reader.uint8(),
    expiration: reader.uint32(),
    bodyLength: reader.uint32(),
  };
}

export function encodeHeader(writer: Writer, header: OutgoingHeader, bodyLength: number): void {
  writer.uint32(header.opcode);
  writer.uint32(header.responseCode);
  writer.uint32(header.flags);
  writer.uint16(header.siteSerial);
  writer.uint8(header.recursionCount);
  writer.uint8(header.reserved);
  writer.uint32(header.expiration);
  writer.uint32(bodyLength);
}
