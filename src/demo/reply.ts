import type { KeyObject } from 'node:crypto';
import { isPrimary } from '../handle/site.ts';
import { hasFlag, OpFlag, withFlag } from '../protocol/op-flag.ts';
import { Opcode } from '../protocol/opcode.ts';
import { type IncomingRequest, replyHead } from '../protocol/reply-head.ts';
import type { Request } from '../protocol/request.ts';
import { encodeResponse, type OutgoingResponse } from '../protocol/response.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { SignatureDigest } from '../protocol/signature.ts';
import { encodeSite } from '../protocol/site.ts';
import type { HandleService } from './handle-service.ts';
import { type Outcome, type PreparedValues, refusal, resolve } from './resolve.ts';

/** Everything that will stand in the answer. */
export interface Reply extends Omit<OutgoingResponse, 'body'> {
  readonly body: OutgoingResponse['body'] | PreparedValues;
  /** The handle as the client wrote it, with its length before it. */
  readonly echo: Uint8Array;
  /** The key to sign with, when the client asked for a signature. */
  readonly privateKey: KeyObject | undefined;
  /** @default what the version of the answer calls for */
  readonly signatureDigest?: SignatureDigest;
}

/**
 * Decides on the answer to a request (RFC 3652 sections 2.2 and 3), at once where it can.
 *
 * @param now in milliseconds since 1970
 */
export function replyTo(
  service: HandleService,
  request: IncomingRequest,
  now: number,
): Reply | Promise<Reply> {
  const outcome = decide(service, request);
  return outcome instanceof Promise
    ? outcome.then((later) => replyWith(later, service, request, now))
    : replyWith(outcome, service, request, now);
}

function replyWith(
  outcome: Outcome,
  service: HandleService,
  request: IncomingRequest,
  now: number,
): Reply {
  const head = replyHead(request, service.version, outcome.body.kind === 'challenge', now);
  const isAuthoritative = isPrimary(service.site) || hasFlag(request.flags, OpFlag.authoritative);
  return {
    ...head,
    sessionId: sessionIdOf(service, request, outcome),
    responseCode: outcome.responseCode,
    flags: withFlag(head.flags, OpFlag.authoritative, isAuthoritative),
    siteSerial: service.site.serialNumber,
    recursionCount: (head.recursionCount + (outcome.recursed ? 1 : 0)) & 0xff,
    body: outcome.body,
    echo: echoOf(request),
    privateKey: hasFlag(head.flags, OpFlag.certify) ? service.privateKey : undefined,
  };
}

/** Envelope and message, signed where asked for. @throws ProtocolError `too-long` */
export function encodeReply(reply: Reply): Uint8Array {
  const { body, echo, privateKey, signatureDigest: digest } = reply;
  return encodeResponse(
    {
      ...reply,
      body:
        body.kind === 'prepared'
          ? { kind: 'other', bytes: Buffer.concat([echo, body.list]) }
          : body,
    },
    privateKey && { privateKey, ...(digest && { digest }) },
  );
}

function decide(service: HandleService, request: IncomingRequest): Outcome | Promise<Outcome> {
  if (request.sessionId !== 0) {
    return refusal(ResponseCode.sessionTimeout, 'there is no such session');
  }
  switch (request.opcode) {
    case Opcode.resolution:
      return resolve(service, request);
    case Opcode.siteInfo:
      return {
        responseCode: ResponseCode.success,
        body: { kind: 'other', bytes: encodeSite(service.site) },
        recursed: false,
      };
    default:
      return refusal(ResponseCode.operationNotSupported);
  }
}

/** A challenge is known by a session id of its own, positive for peers that read it as signed. */
function sessionIdOf(service: HandleService, request: Request, outcome: Outcome): number {
  if (outcome.body.kind !== 'challenge') return request.sessionId ?? 0;
  return (Buffer.from(service.randomBytes(4)).readUInt32BE() & 0x7fff_ffff) | 1;
}

/** The handle's bytes stand at the beginning of the body, after their length. */
function echoOf(request: IncomingRequest): Uint8Array {
  if (request.opcode !== Opcode.resolution) return new Uint8Array(4);
  const { body } = request.message;
  const length = new DataView(body.buffer, body.byteOffset, 4).getUint32(0);
  return body.subarray(0, 4 + length);
}
