import { ProtocolError } from '../protocol/errors.ts';
import { UNKNOWN_SITE_SERIAL } from '../protocol/header.ts';
import { hasFlag, OpFlag, withFlag } from '../protocol/op-flag.ts';
import { type IncomingRequest, replyHead } from '../protocol/reply-head.ts';
import { encodeResponse, type ResponseBody } from '../protocol/response.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import { NEWEST_VERSION } from '../protocol/version.ts';
import type { Resolution } from '../resolver/resolution.ts';
import { responseCodeOf } from './outcome.ts';

/** What a native answer says. */
export interface NativeOutcome {
  readonly responseCode: number;
  readonly body: ResponseBody;
  /** Whether a primary site said so. */
  readonly authoritative: boolean;
  /** Names a challenge. */
  readonly sessionId?: number;
}

/** Bytes of a challenge, as deployed servers send. */
const NONCE_BYTES = 16;

/** An outcome that has nothing but a message for people. */
export function refused(responseCode: number, message: string): NativeOutcome {
  const body = { kind: 'error', message, indexes: [] } as const;
  return { responseCode, body, authoritative: false };
}

/** What became of a resolution, in the terms of the protocol. */
export function nativeOutcome(
  { handle, flags }: IncomingRequest,
  resolution: Resolution,
  random: (size: number) => Uint8Array,
): NativeOutcome {
  if (resolution.outcome === 'found') {
    const { values, authoritative } = resolution;
    const body = { kind: 'values', handle, values } as const;
    return { responseCode: ResponseCode.success, body, authoritative };
  }
  const responseCode = codeFor(resolution);
  if (responseCode === ResponseCode.authenticationNeeded) return challenge(random);
  // Whoever asked past caches got this from a primary site too.
  const authoritative = hasFlag(flags, OpFlag.authoritative);
  return { ...refused(responseCode, resolution.message), authoritative };
}

/**
 * Writes the answer, unsigned. An answer too large for any client gets an error in its place.
 *
 * @param now in milliseconds since 1970
 */
export function encodeNativeReply(
  request: IncomingRequest,
  { responseCode, body, authoritative, sessionId }: NativeOutcome,
  now: number,
): Uint8Array {
  const head = replyHead(request, NEWEST_VERSION, body.kind === 'challenge', now);
  // Marked as certified, an answer without a signature would be refused.
  const unsigned = withFlag(head.flags, OpFlag.certify, false);
  const flags = withFlag(
    unsigned,
    OpFlag.authoritative,
    authoritative && hasFlag(request.flags, OpFlag.authoritative),
  );
  const reply = {
    ...head,
    flags,
    siteSerial: UNKNOWN_SITE_SERIAL,
    ...(sessionId !== undefined && { sessionId }),
  };
  try {
    return encodeResponse({ ...reply, responseCode, body });
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return encodeResponse({ ...reply, ...refused(ResponseCode.error, error.message) });
  }
}

/**
 * A client takes some codes as advice on which server to ask instead (300 to 303). They were meant
 * for us and not for it, so of what the upstream does wrong only being busy is passed on.
 */
function codeFor(resolution: Exclude<Resolution, { outcome: 'found' }>): number {
  switch (resolution.outcome) {
    case 'handle-not-found':
    case 'prefix-not-found':
    case 'values-not-found':
      return responseCodeOf(resolution);
    case 'restricted':
      return resolution.responseCode;
    case 'busy':
      return ResponseCode.serverTooBusy;
    default:
      return ResponseCode.error;
  }
}

/** Tells what the origin told: prove who you are. Nobody can do that here; the nonce is of no use. */
function challenge(random: (size: number) => Uint8Array): NativeOutcome {
  const body = { kind: 'challenge', nonce: random(NONCE_BYTES) } as const;
  // Positive for peers that read it as signed.
  const sessionId = (Buffer.from(random(4)).readUInt32BE() & 0x7fff_ffff) | 1;
  return {
    responseCode: ResponseCode.authenticationNeeded,
    body,
    authoritative: false,
    sessionId,
  };
}
