import { ProtocolError } from '../protocol/errors.ts';
import { readRequest } from '../protocol/read-request.ts';
import type { IncomingRequest } from '../protocol/reply-head.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { HandleService } from './handle-service.ts';
import { distortMessage, distortReply, type OddAnswer } from './odd-answer.ts';
import { encodeReply, type Reply, replyTo } from './reply.ts';

export interface Answer {
  /** Envelope and message. */
  readonly bytes: Uint8Array;
  /** What it answers; undefined when that could not be read. */
  readonly request: IncomingRequest | undefined;
  /** How it differs from the right one, if it was made to. */
  readonly odd: OddAnswer | undefined;
}

/**
 * Answers whatever came, by the server's knowledge alone; at once where it can.
 *
 * @param incoming envelope and message, or bytes that are none
 * @param now in milliseconds since 1970
 * @param chooseOdd says how the answer to a readable request shall be wrong
 */
export function answer(
  service: HandleService,
  incoming: Uint8Array,
  now: number,
  chooseOdd: (request: IncomingRequest) => OddAnswer | undefined = () => undefined,
): Answer | Promise<Answer> {
  const read = readRequest(incoming, now);
  if (read.kind === 'unreadable') return { bytes: read.answer, request: undefined, odd: undefined };
  const { request } = read;
  const reply = replyTo(service, request, now);
  return reply instanceof Promise
    ? reply.then((later) => answerWith(later, request, chooseOdd))
    : answerWith(reply, request, chooseOdd);
}

function answerWith(
  reply: Reply,
  request: IncomingRequest,
  chooseOdd: (request: IncomingRequest) => OddAnswer | undefined,
): Answer {
  const odd = chooseOdd(request);
  if (odd === undefined) return { bytes: encode(reply), request, odd };
  return { bytes: distortMessage(encode(distortReply(reply, odd)), odd), request, odd };
}

/** A record too large for any message gets an error in its place. */
function encode(reply: Reply): Uint8Array {
  try {
    return encodeReply(reply);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return encodeReply({
      ...reply,
      responseCode: ResponseCode.error,
      body: { kind: 'error', message: error.message, indexes: [] },
    });
  }
}
