import type { ProtocolVersion } from '../handle/site.ts';
import type { Message } from './message.ts';
import { hasFlag, OpFlag, withFlag } from './op-flag.ts';
import type { Request } from './request.ts';
import { digestAlgorithmFor, digestOfRequest } from './request-digest.ts';
import type { OutgoingResponse } from './response.ts';
import { atLeast, minVersion } from './version.ts';

/** A request as read from a client. */
export type IncomingRequest = Request & { readonly message: Message };

/** What an answer has besides its site, its response code and what it says. */
export type ReplyHead = Omit<OutgoingResponse, 'siteSerial' | 'responseCode' | 'body'>;

/** What an answer repeats of the request's flags. */
const COPIED_FLAGS =
  OpFlag.authoritative |
  OpFlag.certify |
  OpFlag.encrypt |
  OpFlag.cacheCertify |
  OpFlag.publicOnly |
  OpFlag.requestDigest |
  OpFlag.doNotRefer;

/** How long an answer is said to be valid, in seconds; deployed servers say the same. */
const ANSWER_VALIDITY_SECONDS = 43_200;

/** The expiration of an answer given now. @param now in milliseconds since 1970 */
export function expirationOf(now: number): number {
  return Math.floor(now / 1000) + ANSWER_VALIDITY_SECONDS;
}

/**
 * What an answer takes over from its request (RFC 3652 section 2.2): who asked, in which version,
 * with which flags, and the digest of the request where one is due.
 *
 * @param speaks the newest version that the server speaks
 * @param isChallenge whether the answer is one; those have a digest whether asked for or not
 * @param now in milliseconds since 1970
 */
export function replyHead(
  request: IncomingRequest,
  speaks: ProtocolVersion,
  isChallenge: boolean,
  now: number,
): ReplyHead {
  const version = minVersion(request.suggested, speaks);
  // Below 2.1 nobody knows request digests.
  const isDue = hasFlag(request.flags, OpFlag.requestDigest) && atLeast(version, 2, 1);
  const hasDigest = isDue || isChallenge;
  const copied = (request.flags & COPIED_FLAGS) | OpFlag.recursive;
  return {
    version,
    suggested: speaks,
    sessionId: request.sessionId ?? 0,
    requestId: request.requestId,
    opcode: request.opcode,
    flags: withFlag(copied, OpFlag.requestDigest, hasDigest),
    recursionCount: request.recursionCount,
    expiration: expirationOf(now),
    ...(hasDigest && {
      requestDigest: digestOfRequest(request.message, digestAlgorithmFor(version)),
    }),
  };
}
