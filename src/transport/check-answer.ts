import { sameHandle } from '../handle/handle.ts';
import type { ProtocolVersion } from '../handle/site.ts';
import { ANONYMOUS_REQUEST_ID } from '../protocol/envelope.ts';
import { hasFlag, OpFlag } from '../protocol/op-flag.ts';
import { matchesRequest } from '../protocol/request-digest.ts';
import { decodeResponse, type Response } from '../protocol/response.ts';
import { responseCodeName } from '../protocol/response-code.ts';
import { type KeyKind, verifyResponse } from '../protocol/signature.ts';
import { VerificationKeys } from '../protocol/verification-keys.ts';
import { atLeast } from '../protocol/version.ts';
import type { Clock } from '../system.ts';
import type { Failure } from './errors.ts';
import { EXPIRATION_SKEW_SECONDS } from './limits.ts';
import type { AskedQuestion } from './question.ts';

/** An answer that passed all checks. */
export interface CheckedAnswer {
  readonly response: Response;
  /** The digest of the signature, when one was asked for. */
  readonly verified?: 'SHA-256' | 'SHA-1';
  /** The kind of key that made it. */
  readonly verifiedBy?: KeyKind;
}

/** See {@link checkAnswer}; by its own clock, with the keys it has seen before. */
export type AnswerCheck = (asked: AskedQuestion, bytes: Uint8Array) => Verdict;

export type Verdict =
  | { readonly checked: CheckedAnswer; readonly failure?: undefined }
  | { readonly checked?: undefined; readonly failure: Failure };

export function createAnswerCheck(clock: Clock): AnswerCheck {
  const keys = new VerificationKeys();
  return (asked, bytes) => checkAnswer(asked, bytes, clock.now(), keys);
}

/**
 * Decodes an answer and decides whether it may be taken as the answer to this question.
 *
 * Deployed clients compare only the request id; here the operation, the handle, the expiration
 * (RFC 3652 2.2.2.6), the digest of the request and the signature (RFC 3652 2.2.4) have to fit too.
 *
 * @param bytes envelope and message
 * @param now milliseconds since 1970
 */
export function checkAnswer(
  asked: AskedQuestion,
  bytes: Uint8Array,
  now: number,
  keys: VerificationKeys = new VerificationKeys(),
): Verdict {
  let response: Response;
  try {
    response = decodeResponse(bytes);
  } catch (cause) {
    return refuse('bad-message', `the answer cannot be read: ${(cause as Error).message}`, cause);
  }
  const failure =
    identityFailure(asked, response) ??
    expirationFailure(response, now) ??
    digestFailure(asked, response);
  if (failure !== undefined) return { failure };
  if (!hasFlag(asked.flags, OpFlag.certify)) return { checked: { response } };
  return checkSignature(response, asked.question.serverKey ?? new Uint8Array(0), keys);
}

function identityFailure(asked: AskedQuestion, response: Response): Failure | undefined {
  const { envelope, header, body } = response;
  if (envelope.requestId !== asked.requestId) {
    const text = body.kind === 'error' ? `: ${body.message}` : '';
    return envelope.requestId === ANONYMOUS_REQUEST_ID
      ? wrongAnswer(
          `the server did not understand: ${responseCodeName(response.responseCode)}${text}`,
        )
      : wrongAnswer('the answer is to another request');
  }
  if (header.opcode !== asked.question.opcode) {
    return wrongAnswer(`the answer is to another operation (${header.opcode})`);
  }
  if (body.kind === 'values' && !sameHandle(asked.question.handle, body.handle)) {
    return wrongAnswer(`the answer is about another handle (${JSON.stringify(body.handle)})`);
  }
  return undefined;
}

/** 0 is no expiration, as in the RFC; clocks may differ a little. */
function expirationFailure({ header }: Response, now: number): Failure | undefined {
  if (header.expiration === 0 || header.expiration + EXPIRATION_SKEW_SECONDS >= now / 1000) {
    return undefined;
  }
  return { code: 'expired', message: `the answer expired at ${header.expiration} s after 1970` };
}

function digestFailure(asked: AskedQuestion, response: Response): Failure | undefined {
  if (!hasFlag(asked.flags, OpFlag.requestDigest)) return undefined;
  if (response.requestDigest === undefined) {
    return { code: 'bad-digest', message: 'the answer lacks the digest of the request' };
  }
  if (matchesRequest(response.requestDigest, asked.bytes)) return undefined;
  return { code: 'bad-digest', message: 'the answer holds the digest of another request' };
}

function checkSignature(
  response: Response,
  keyRecord: Uint8Array,
  keys: VerificationKeys,
): Verdict {
  if (keyRecord.length === 0) {
    return refuse('bad-signature', 'the site record has no key to verify the answer with');
  }
  const signature = verifyResponse(response, keyRecord, keys);
  if (!signature.valid) {
    return refuse('bad-signature', `the answer is not certified: ${signature.reason}`);
  }
  const { digest, key } = signature;
  if (digest === 'MD5' || (digest === 'SHA-1' && !mayUseSha1(response.envelope.version, key))) {
    return refuse('bad-signature', `a ${digest} signature is too weak here`);
  }
  return { checked: { response, verified: digest, verifiedBy: key } };
}

/** SHA-256 came with 2.7 for RSA keys and with 2.11 for DSA keys; before, there was no better. */
function mayUseSha1(version: ProtocolVersion, key: KeyKind): boolean {
  if (!atLeast(version, 2, 7)) return true;
  return key === 'DSA' && !atLeast(version, 2, 11);
}

function wrongAnswer(message: string): Failure {
  return { code: 'wrong-answer', message };
}

function refuse(code: Failure['code'], message: string, cause?: unknown): Verdict {
  return { failure: { code, message, cause } };
}
