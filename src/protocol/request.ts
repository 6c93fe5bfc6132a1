import type { Handle } from '../handle/handle.ts';
import { EVERYTHING, type Selection } from '../handle/selection.ts';
import type { ProtocolVersion } from '../handle/site.ts';
import { ProtocolError } from './errors.ts';
import { MAX_REQUESTED } from './limits.ts';
import {
  bodyReader,
  decodeMessage,
  endBody,
  endMessage,
  type Message,
  startMessage,
} from './message.ts';
import { Opcode } from './opcode.ts';
import type { Reader } from './reader.ts';
import { textCapacity } from './text.ts';
import type { Writer } from './writer.ts';

/** A question to a server (RFC 3652 section 3.2 for resolutions). */
export interface Request {
  /** The version the request is written in. */
  readonly version: ProtocolVersion;
  /** The newest version the client speaks; the answer comes in it if the server can. */
  readonly suggested: ProtocolVersion;
  /** 0 outside sessions. @default 0 */
  readonly sessionId?: number;
  /** Unsigned 32 bits; 1 to 2^31 − 1 is what every peer handles well. */
  readonly requestId: number;
  readonly opcode: number;
  /** Bits of `OpFlag`. */
  readonly flags: number;
  /** Of the site record in use; `UNKNOWN_SITE_SERIAL` without one. */
  readonly siteSerial: number;
  readonly recursionCount: number;
  /** Seconds since 1970; servers ignore it. */
  readonly expiration: number;
  readonly handle: Handle;
  /** Sent with resolutions only. */
  readonly selection: Selection;
}

/** The least bytes of a handle or type: its length alone. */
const LEAST_TEXT_BYTES = 4;

/**
 * Writes envelope and message, unsigned. The body of a resolution is the handle and the selection,
 * that of any other opcode the handle alone.
 */
export function encodeRequest(request: Request): Uint8Array {
  const { handle, selection, opcode } = request;
  const writer = startMessage(
    {
      version: request.version,
      suggested: request.suggested,
      compressed: false,
      encrypted: false,
      truncated: false,
      sessionId: request.sessionId ?? 0,
      requestId: request.requestId,
      sequenceNumber: 0,
    },
    {
      opcode,
      responseCode: 0,
      flags: request.flags,
      siteSerial: request.siteSerial,
      recursionCount: request.recursionCount,
      reserved: 0,
      expiration: request.expiration,
    },
    bodyCapacity(handle, selection),
  );
  writer.text(handle);
  if (opcode === Opcode.resolution) {
    writer.list(selection.indexes, writeIndex);
    writer.list(selection.types, writeType);
  }
  endBody(writer);
  return endMessage(writer);
}

/**
 * Reads what a client sent, as forgivingly as deployed servers do: a resolution without one or both
 * of its lists asks for everything, bytes after the lists are passed over, and a request for the
 * site's own record need not name a handle.
 *
 * Of other opcodes the body is not looked into: `message.body` has it, the handle is empty.
 *
 * @throws ProtocolError whatever `decodeMessage` throws, and `not-a-request`, `truncated`,
 * `too-many`
 */
export function decodeRequest(bytes: Uint8Array): Request & { readonly message: Message } {
  const message = decodeMessage(bytes);
  const { envelope, header } = message;
  if (header.responseCode !== 0) {
    throw new ProtocolError('not-a-request', `a request with response code ${header.responseCode}`);
  }
  const reader = bodyReader(bytes, message);
  let handle = '';
  let selection = EVERYTHING;
  if (header.opcode === Opcode.resolution) {
    handle = reader.text();
    selection = decodeSelection(reader);
  } else if (header.opcode === Opcode.siteInfo && reader.remaining > 0) {
    handle = reader.text();
  }
  return {
    version: envelope.version,
    suggested: envelope.suggested,
    sessionId: envelope.sessionId,
    requestId: envelope.requestId,
    opcode: header.opcode,
    flags: header.flags,
    siteSerial: header.siteSerial,
    recursionCount: header.recursionCount,
    expiration: header.expiration,
    handle,
    selection,
    message,
  };
}

function decodeSelection(reader: Reader): Selection {
  const indexes = hasList(reader) ? reader.list(readIndex, 4, MAX_REQUESTED) : [];
  const types = hasList(reader) ? reader.list(readType, LEAST_TEXT_BYTES, MAX_REQUESTED) : [];
  return { indexes, types };
}

/** What is shorter than a count is no list but trailing bytes. */
function hasList(reader: Reader): boolean {
  return reader.remaining >= 4;
}

function bodyCapacity(handle: Handle, selection: Selection): number {
  let capacity = 4 + textCapacity(handle) + 4 + 4 * selection.indexes.length + 4;
  for (const type of selection.types) capacity += 4 + textCapacity(type);
  return capacity;
}

function readIndex(reader: Reader): number {
  return reader.int32();
}

function readType(reader: Reader): string {
  return reader.text();
}

function writeIndex(writer: Writer, index: number): void {
  writer.int32(index);
}

function writeType(writer: Writer, type: string): void {
  writer.text(type);
}
