import type { Handle } from '../handle/handle.ts';
import type { Selection } from '../handle/selection.ts';
import type { ProtocolVersion } from '../handle/site.ts';
import { hasFlag, OpFlag } from '../protocol/op-flag.ts';
import { encodeRequest } from '../protocol/request.ts';
import { atLeast, NEWEST_VERSION } from '../protocol/version.ts';
import { REQUEST_LIFETIME_SECONDS } from './limits.ts';

/** What is asked of one server, apart from how its bytes travel. */
export interface Question {
  /** One of `Opcode`. */
  readonly opcode: number;
  readonly handle: Handle;
  readonly selection: Selection;
  /** Bits of `OpFlag`, unsigned. */
  readonly flags: number;
  /** Serial number of the site record in use; 65535 when there is none. */
  readonly siteSerial: number;
  readonly recursionCount: number;
  /** The version to speak: the lower of the site's and our own. */
  readonly version: ProtocolVersion;
  /**
   * The server's key record from the site record. Needed to verify an answer when `certify` is set,
   * and to know the server over HTTPS.
   */
  readonly serverKey?: Uint8Array;
}

/** A question as it was sent, kept to check the answer against. */
export interface AskedQuestion {
  readonly question: Question;
  readonly requestId: number;
  /** The flags really sent. */
  readonly flags: number;
  /** Envelope and message as sent, before they were cut into datagrams. */
  readonly bytes: Uint8Array;
}

/**
 * Writes a question down for one exchange.
 *
 * @param now milliseconds since 1970
 * @throws ProtocolError when something in the question cannot be written
 */
export function askQuestion(question: Question, requestId: number, now: number): AskedQuestion {
  const flags = flagsToSend(question);
  const bytes = encodeRequest({
    version: question.version,
    suggested: NEWEST_VERSION,
    requestId,
    opcode: question.opcode,
    flags,
    siteSerial: question.siteSerial,
    recursionCount: question.recursionCount,
    expiration: Math.floor(now / 1000) + REQUEST_LIFETIME_SECONDS,
    handle: question.handle,
    selection: question.selection,
  });
  return { question, requestId, flags, bytes };
}

/** Peers below 2.1 do not know request digests; deployed servers answer the flag with garbage. */
function flagsToSend({ flags, version }: Question): number {
  if (!hasFlag(flags, OpFlag.requestDigest) || atLeast(version, 2, 1)) return flags;
  return (flags & ~OpFlag.requestDigest) >>> 0;
}
