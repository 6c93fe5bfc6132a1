import { decodeMessage, encodeMessage } from '../../src/protocol/message.ts';
import { Opcode } from '../../src/protocol/opcode.ts';
import { decodeRequest, encodeRequest } from '../../src/protocol/request.ts';
import { decodeResponse, encodeResponse, type Response } from '../../src/protocol/response.ts';
import { seedsOf } from './corpus.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateMessage } from './mutate-message.ts';
import type { Target } from './target.ts';

function messageTarget(
  name: string,
  weight: number,
  seeds: readonly Uint8Array[],
  recode: (bytes: Uint8Array) => Uint8Array | undefined,
): Target {
  return {
    name,
    weight,
    draw(random) {
      const mutate = random.once(3) ? mutateBytes : mutateMessage;
      return mutate(random, random.pick(seeds), seeds);
    },
    run(input, progress) {
      const bytes = input as Uint8Array;
      decodeMessage(bytes);
      progress.pastHeader();
      return recode(bytes);
    },
  };
}

const REQUESTS = seedsOf('request');
const RESPONSES = seedsOf('response', 'response-decode', 'certified');

/** Both kinds go to both, since nobody knows what comes in. */
export const MESSAGE_TARGETS: readonly Target[] = [
  messageTarget('message', 4, [...REQUESTS, ...RESPONSES], (bytes) =>
    encodeMessage(decodeMessage(bytes)),
  ),
  messageTarget('request', 12, [...REQUESTS, ...REQUESTS, ...RESPONSES], recodeRequest),
  messageTarget('response', 24, [...RESPONSES, ...RESPONSES, ...REQUESTS], recodeResponse),
];

/** Bodies of other opcodes cannot be written. */
function recodeRequest(bytes: Uint8Array): Uint8Array | undefined {
  const request = decodeRequest(bytes);
  return request.opcode === Opcode.resolution ? encodeRequest(request) : undefined;
}

function recodeResponse(bytes: Uint8Array): Uint8Array {
  return encodeResponse(outgoing(decodeResponse(bytes)));
}

function outgoing({ envelope, header, responseCode, body, requestDigest }: Response) {
  return {
    version: envelope.version,
    suggested: envelope.suggested,
    sessionId: envelope.sessionId,
    requestId: envelope.requestId,
    opcode: header.opcode,
    responseCode,
    flags: header.flags,
    siteSerial: header.siteSerial,
    recursionCount: header.recursionCount,
    expiration: header.expiration,
    body,
    ...(requestDigest && { requestDigest }),
  };
}
