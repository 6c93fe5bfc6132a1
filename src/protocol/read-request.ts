import { ANONYMOUS_REQUEST_ID, decodeEnvelope } from './envelope.ts';
import { ProtocolError } from './errors.ts';
import { HEADER_BYTES, UNKNOWN_SITE_SERIAL } from './header.ts';
import { expirationOf, type IncomingRequest } from './reply-head.ts';
import { decodeRequest } from './request.ts';
import { encodeResponse } from './response.ts';
import { ResponseCode } from './response-code.ts';
import { NEWEST_VERSION, UNKNOWN_PEER_VERSION } from './version.ts';

/** A request, or the answer to what is none. */
export type ReadRequest =
  | { readonly kind: 'request'; readonly request: IncomingRequest }
  | { readonly kind: 'unreadable'; readonly answer: Uint8Array };

/** Reads what a client sent; whatever it is, there is an answer to it. */
export function readRequest(bytes: Uint8Array, now: number): ReadRequest {
  try {
    const request = decodeRequest(bytes);
    if (request.opcode === 0) {
      return unreadable(ResponseCode.protocolError, 'opcode 0 is reserved', now);
    }
    return { kind: 'request', request };
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return unreadable(anonymousCode(error, bytes), error.message, now);
  }
}

/**
 * An error that nobody can attribute to a request, since the request could not be read: neither
 * request id nor version are the client's.
 *
 * @param now in milliseconds since 1970
 */
export function anonymousError(responseCode: number, message: string, now: number): Uint8Array {
  return encodeResponse({
    version: UNKNOWN_PEER_VERSION,
    suggested: NEWEST_VERSION,
    requestId: ANONYMOUS_REQUEST_ID,
    opcode: 0,
    responseCode,
    flags: 0,
    siteSerial: UNKNOWN_SITE_SERIAL,
    recursionCount: 0,
    expiration: expirationOf(now),
    body: { kind: 'error', message, indexes: [] },
  });
}

function unreadable(responseCode: number, message: string, now: number): ReadRequest {
  return { kind: 'unreadable', answer: anonymousError(responseCode, message, now) };
}

/** Without a whole header it is no message; with one, something in it could not be understood. */
function anonymousCode(error: ProtocolError, bytes: Uint8Array): number {
  switch (error.code) {
    case 'encrypted':
      return decodeEnvelope(bytes).sessionId === 0
        ? ResponseCode.sessionFailed
        : ResponseCode.sessionTimeout;
    case 'not-a-request':
      return ResponseCode.error;
    default:
      return isTooShort(bytes) ? ResponseCode.protocolError : ResponseCode.error;
  }
}

function isTooShort(bytes: Uint8Array): boolean {
  try {
    return decodeEnvelope(bytes).messageLength < HEADER_BYTES;
  } catch {
    return true;
  }
}
