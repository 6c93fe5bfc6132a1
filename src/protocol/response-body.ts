import { type Handle, MAX_HANDLE_BYTES } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { ProtocolVersion, Site } from '../handle/site.ts';
import { MAX_ERROR_INDEXES, MAX_NONCE_BYTES } from './limits.ts';
import { Opcode } from './opcode.ts';
import type { Reader } from './reader.ts';
import { ResponseCode } from './response-code.ts';
import { decodeSite, encodeSite } from './site.ts';
import { decodeValueList, encodeValueList } from './value.ts';
import { atLeast } from './version.ts';
import type { Writer } from './writer.ts';

/** What an answer says, after its request digest. */
export type ResponseBody =
  /** A successful resolution (RFC 3652 section 3.2.2). */
  | {
      readonly kind: 'values';
      /** As the request had it, case included. */
      readonly handle: Handle;
      readonly values: readonly HandleValue[];
    }
  /** The server's own site. */
  | { readonly kind: 'site'; readonly site: Site }
  /** Anything that went wrong (RFC 3652 section 3.3), and what was not found. */
  | {
      readonly kind: 'error';
      readonly message: string;
      /** Of the values concerned; deployed servers name none. */
      readonly indexes: readonly number[];
    }
  /** Codes 302 and 303: who to ask instead (RFC 3652 section 3.4). */
  | {
      readonly kind: 'referral';
      /** Empty when the values say it all. */
      readonly referralHandle: Handle;
      /** undefined when the answer had no list at all. */
      readonly values: readonly HandleValue[] | undefined;
    }
  /** Code 402: prove who you are (RFC 3652 section 3.5.1). */
  | { readonly kind: 'challenge'; readonly nonce: Uint8Array }
  /** A success of any other opcode, not looked into. */
  | { readonly kind: 'other'; readonly bytes: Uint8Array };

/**
 * Reads what is left of a body once the request digest is read. A site has to fill the body; after
 * everything else further bytes are passed over, since later versions may add fields.
 *
 * @param responseCode in the sense of the newest version
 */
export function decodeResponseBody(
  reader: Reader,
  opcode: number,
  responseCode: number,
  version: ProtocolVersion,
): ResponseBody {
  switch (responseCode) {
    case ResponseCode.success:
      return decodeSuccess(reader, opcode);
    case ResponseCode.serviceReferral:
    case ResponseCode.prefixReferral:
      return decodeReferral(reader);
    case ResponseCode.authenticationNeeded:
      return { kind: 'challenge', nonce: reader.bytes(MAX_NONCE_BYTES) };
    default:
      return decodeError(reader, version);
  }
}

export function encodeResponseBody(writer: Writer, body: ResponseBody): void {
  switch (body.kind) {
    case 'values':
      writer.text(body.handle);
      encodeValueList(writer, body.values);
      break;
    case 'site':
      writer.raw(encodeSite(body.site));
      break;
    case 'error':
      writer.text(body.message);
      if (body.indexes.length > 0) writer.list(body.indexes, writeIndex);
      break;
    case 'referral':
      writer.text(body.referralHandle);
      if (body.values !== undefined) encodeValueList(writer, body.values);
      break;
    case 'challenge':
      writer.bytes(body.nonce);
      break;
    case 'other':
      writer.raw(body.bytes);
      break;
  }
}

function decodeSuccess(reader: Reader, opcode: number): ResponseBody {
  switch (opcode) {
    case Opcode.resolution:
      return {
        kind: 'values',
        handle: reader.text(MAX_HANDLE_BYTES),
        values: decodeValueList(reader),
      };
    case Opcode.siteInfo:
      return { kind: 'site', site: decodeSite(reader.rest()) };
    default:
      return { kind: 'other', bytes: reader.rest() };
  }
}

function decodeReferral(reader: Reader): ResponseBody {
  const referralHandle = reader.text(MAX_HANDLE_BYTES);
  const values = reader.remaining > 0 ? decodeValueList(reader) : undefined;
  return { kind: 'referral', referralHandle, values };
}

/** Below 2.1 an error may come without a message. */
function decodeError(reader: Reader, version: ProtocolVersion): ResponseBody {
  if (reader.remaining === 0 && !atLeast(version, 2, 1)) {
    return { kind: 'error', message: '', indexes: [] };
  }
  const message = reader.text();
  const indexes = reader.remaining > 0 ? reader.list(readIndex, 4, MAX_ERROR_INDEXES) : [];
  return { kind: 'error', message, indexes };
}

function readIndex(reader: Reader): number {
  return reader.int32();
}

function writeIndex(writer: Writer, index: number): void {
  writer.int32(index);
}
