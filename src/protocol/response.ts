import type { ProtocolVersion } from '../handle/site.ts';
import { type Credential, decodeCredential } from './credential.ts';
import type { Envelope } from './envelope.ts';
import { ProtocolError } from './errors.ts';
import type { Header } from './header.ts';
import {
  bodyReader,
  decodeMessage,
  endBody,
  endMessage,
  headerAndBodyIn,
  type Message,
  startMessage,
} from './message.ts';
import { hasFlag, OpFlag, withFlag } from './op-flag.ts';
import { decodeRequestDigest, encodeRequestDigest, type RequestDigest } from './request-digest.ts';
import { decodeResponseBody, encodeResponseBody, type ResponseBody } from './response-body.ts';
import { ResponseCode } from './response-code.ts';
import { type MessageSigner, signMessage } from './signature.ts';
import { atLeast } from './version.ts';

export type { ResponseBody } from './response-body.ts';

/** A server's answer. */
export interface Response {
  readonly envelope: Envelope;
  /** As on the wire; of the response code see below. */
  readonly header: Header;
  /** One of `ResponseCode` in the sense of the newest version, whatever version the answer has. */
  readonly responseCode: number;
  /** undefined when the answer has none. */
  readonly requestDigest: RequestDigest | undefined;
  readonly body: ResponseBody;
  /** undefined when the answer is unsigned; nobody has verified it. */
  readonly credential: Credential | undefined;
  readonly message: Message;
}

/** An answer to be written. */
export interface OutgoingResponse {
  /** The version to write in: the older of the client's suggestion and the server's own. */
  readonly version: ProtocolVersion;
  /** The newest version the server speaks. */
  readonly suggested: ProtocolVersion;
  /** 0 outside sessions; names the challenge in a 402. @default 0 */
  readonly sessionId?: number;
  readonly requestId: number;
  readonly opcode: number;
  /** One of `ResponseCode` in the sense of the newest version. */
  readonly responseCode: number;
  /** Bits of `OpFlag`; the one for the request digest follows from `requestDigest`. */
  readonly flags: number;
  readonly siteSerial: number;
  readonly recursionCount: number;
  /** Seconds since 1970; deployed clients refuse answers whose expiration has passed, or is 0. */
  readonly expiration: number;
  readonly requestDigest?: RequestDigest;
  readonly body: ResponseBody;
}

/** Enough for the body of most answers; more is made as needed. */
const BODY_CAPACITY = 1024;

/**
 * Reads an answer; those to nobody in particular (opcode 0 or `ANONYMOUS_REQUEST_ID`) are read like
 * others. Whether it answers the request, has expired or is signed well is for the caller to check.
 *
 * Byte strings in it are views of `bytes`.
 *
 * @param bytes one envelope and one whole message
 * @throws ProtocolError whatever `decodeMessage` throws, and `not-a-response`, `missing-digest`,
 * `unknown-digest`, `truncated`, `too-long`, `too-many`, `trailing-bytes`, `wrong-length`
 */
export function decodeResponse(bytes: Uint8Array): Response {
  const message = decodeMessage(bytes);
  const { envelope, header } = message;
  if (header.responseCode === 0) {
    throw new ProtocolError('not-a-response', 'a response without a response code');
  }
  const responseCode = fromWire(header.responseCode, envelope.version);
  const reader = bodyReader(bytes, message);
  const requestDigest = hasRequestDigest(header) ? decodeRequestDigest(reader) : undefined;
  return {
    envelope,
    header,
    responseCode,
    requestDigest,
    body: decodeResponseBody(reader, header.opcode, responseCode, envelope.version),
    credential: message.credential.length > 0 ? decodeCredential(message.credential) : undefined,
    message,
  };
}

/**
 * Writes envelope and message.
 *
 * @param signer signs the answer with its private key, RSA or DSA
 * @throws ProtocolError `too-long` when the answer would be larger than any client takes
 */
export function encodeResponse(response: OutgoingResponse, signer?: MessageSigner): Uint8Array {
  const { version, requestDigest, flags } = response;
  const envelope = {
    version,
    suggested: response.suggested,
    compressed: false,
    encrypted: false,
    truncated: false,
    sessionId: response.sessionId ?? 0,
    requestId: response.requestId,
    sequenceNumber: 0,
  };
  const header = {
    opcode: response.opcode,
    responseCode: toWire(response.responseCode, version),
    flags: withFlag(flags, OpFlag.requestDigest, requestDigest !== undefined),
    siteSerial: response.siteSerial,
    recursionCount: response.recursionCount,
    reserved: 0,
    expiration: response.expiration,
  };
  const writer = startMessage(envelope, header, BODY_CAPACITY);
  if (requestDigest !== undefined) encodeRequestDigest(writer, requestDigest);
  encodeResponseBody(writer, response.body);
  endBody(writer);
  if (signer === undefined) return endMessage(writer);
  const headerAndBody = headerAndBodyIn(writer);
  return endMessage(writer, signMessage({ envelope, headerAndBody }, signer));
}

/** Challenges always have one, whether they say so or not. */
function hasRequestDigest(header: Header): boolean {
  return (
    hasFlag(header.flags, OpFlag.requestDigest) ||
    header.responseCode === ResponseCode.authenticationNeeded
  );
}

/** Below 2.5 the number of prefix referrals meant that the server is a backup. */
function fromWire(code: number, version: ProtocolVersion): number {
  const isOld = code === ResponseCode.prefixReferral && !atLeast(version, 2, 5);
  return isOld ? ResponseCode.serverBackup : code;
}

/** Below 2.5 there is one number less for values that are refused, too. */
function toWire(code: number, version: ProtocolVersion): number {
  if (atLeast(version, 2, 5)) return code;
  if (code === ResponseCode.serverBackup) return ResponseCode.prefixReferral;
  return code === ResponseCode.invalidValue ? ResponseCode.valueAlreadyExists : code;
}
