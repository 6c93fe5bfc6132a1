import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ENVELOPE_BYTES } from '../protocol/envelope.ts';
import { MAX_MESSAGE_BYTES } from '../protocol/limits.ts';
import { MESSAGE_TYPE, namesMessageType, withoutLineEnd } from '../protocol/message-type.ts';
import { hasFlag, OpFlag } from '../protocol/op-flag.ts';
import { Opcode } from '../protocol/opcode.ts';
import { readRequest } from '../protocol/read-request.ts';
import type { IncomingRequest } from '../protocol/reply-head.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { ResolveOptions } from '../resolver/resolution.ts';
import type { HttpContext } from './http-context.ts';
import { MAX_MESSAGE_BODY_BYTES } from './limits.ts';
import { lookUp } from './look-up.ts';
import { encodeNativeReply, type NativeOutcome, nativeOutcome, refused } from './native-reply.ts';
import { isEncoded, readBody } from './read-body.ts';
import { NO_STORE, respond } from './respond.ts';
import { restError } from './rest-api.ts';
import type { Visit } from './visit.ts';

const { protocolError, operationNotSupported, serverTooBusy, sessionTimeout } = ResponseCode;

/** Whether a request carries such a message; deployed servers want it in Accept as well. */
export function isNativeMessage({ method, headers }: IncomingMessage): boolean {
  return method === 'POST' && namesMessageType(headers['content-type']);
}

/**
 * Answers a message of the native protocol that came with POST, so that clients behind a firewall
 * can use this proxy as the HTTP interface of a server: resolutions only, and unsigned, since the
 * keys that could sign are not here.
 *
 * What goes wrong in the protocol is said in the protocol, with HTTP status 200; only what is no
 * message at all gets an HTTP error.
 *
 * @param random gives the nonces of challenges
 */
export async function nativeMessage(
  context: HttpContext,
  visit: Visit,
  random: (size: number) => Uint8Array = randomBytes,
): Promise<Response> {
  const refuse = (status: number, message: string) =>
    restError(status, { responseCode: protocolError, message });
  if (isEncoded(visit.incoming)) return refuse(415, 'A message must come as it is, not encoded');
  const body = await readBody(visit.incoming, MAX_MESSAGE_BODY_BYTES);
  if (body === undefined) return refuse(413, `A message can have ${MAX_MESSAGE_BYTES} bytes`);
  const bytes = withoutLineEnd(body);
  if (bytes.length < ENVELOPE_BYTES) {
    return refuse(400, `A message begins with ${ENVELOPE_BYTES} bytes of envelope`);
  }
  const now = context.clock.now();
  const read = readRequest(bytes, now);
  if (read.kind === 'unreadable') return respondMessage(read.answer);
  const { request } = read;
  visit.messageVersion = `${request.version.major}.${request.version.minor}`;
  const answer = (outcome: NativeOutcome) => {
    visit.responseCode = outcome.responseCode;
    return respondMessage(encodeNativeReply(request, outcome, now));
  };
  const refusal = refusalOf(request);
  if (refusal !== undefined) return answer(refusal);
  const response = await lookUp(context, visit, request.handle, optionsOf(request), (resolution) =>
    answer(nativeOutcome(request, resolution, random)),
  );
  return visit.isShed ? answer(refused(serverTooBusy, 'too much to do: ask again')) : response;
}

function refusalOf({ opcode, flags, sessionId }: IncomingRequest): NativeOutcome | undefined {
  if (opcode !== Opcode.resolution) {
    return refused(operationNotSupported, 'handles can be resolved here, and nothing else');
  }
  if (hasFlag(flags, OpFlag.certify)) {
    return refused(operationNotSupported, 'answers cannot be signed here');
  }
  if (sessionId !== 0) return refused(sessionTimeout, 'there is no such session');
  return undefined;
}

function optionsOf({ selection, flags }: IncomingRequest): ResolveOptions {
  return {
    ...selection,
    authoritative: hasFlag(flags, OpFlag.authoritative),
    publicOnly: hasFlag(flags, OpFlag.publicOnly),
    // Following aliases is up to the client.
    ignoreAliases: true,
  };
}

function respondMessage(message: Uint8Array): Response {
  return respond(200, { 'Content-Type': MESSAGE_TYPE, ...NO_STORE }, Buffer.from(message));
}
