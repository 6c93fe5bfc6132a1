import { sameHandle } from '../handle/handle.ts';
import type { ProtocolVersion } from '../handle/site.ts';
import { ANONYMOUS_REQUEST_ID } from '../protocol/envelope.ts';
import { hasFlag, OpFlag } from '../protocol/op-flag.ts';
import { decodePublicKey } from '../protocol/public-key.ts';
import { matchesRequest } from '../protocol/request-digest.ts';
import { decodeResponse, type Response } from '../protocol/response.ts';
import { responseCodeName } from '../protocol/response-code.ts';
import { verifyResponse } from '../protocol/signature.ts';
import { atLeast } from '../protocol/version.ts';
import type { Failure } from './errors.ts';
import { EXPIRATION_SKEW_SECONDS } from './limits.ts';
import type { AskedQuestion } from './question.ts';

/** An answer that passed all checks. */
export interface CheckedAnswer {
  readonly response: Response;
  readonly verified?: 'SHA-256' | 'SHA-1';
}

export type Verdict =
  | { readonly checked: CheckedAnswer; readonly failure?: undefined }
  | { readonly checked?: undefined; readonly failure: Failure };

/**
 * Decodes an answer and decides whether it may be taken as the answer to this question.
 *
 * Deployed clients compare only the request id; here the operation, the handle, the expiration
 * (RFC 3652 2.2.2.6), the digest of the request and the signature (RFC 3652 2.2.4) have to fit too.
 *
 * @param bytes envelope and message
 * @param now milliseconds since 1970
 */
export function checkAnswer(asked: AskedQuestion, bytes: Uint8Array, now: number): Verdict {
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
  return checkSignature(response, asked.question.serverKey ?? new Uint8Array(0));
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

function checkSignature(response: Response, key: Uint8Array): Verdict {
  if (key.length === 0) {
    return refuse('bad-signature', 'the site record has no key to verify the answer with');
  }
  const signature = verifyResponse(response, key);
  if (!signature.valid) {
    return refuse('bad-signature', `the answer is not certified: ${signature.reason}`);
  }
  const { digest } = signature;
  if (digest === 'MD5' || (digest === 'SHA-1' && !mayUseSha1(response.envelope.version, key))) {
    return refuse('bad-signature', `a ${digest} signature is too weak here`);
  }
  return { checked: { response, verified: digest } };
}

/** SHA-256 came with 2.7 for RSA keys and with 2.11 for DSA keys; before, there was no better. */
function mayUseSha1(version: ProtocolVersion, key: Uint8Array): boolean {
  if (!atLeast(version, 2, 7)) return true;
  return decodePublicKey(key).kty === 'DSA' && !atLeast(version, 2, 11);
}

function wrongAnswer(message: string): Failure {
  return { code: 'wrong-answer', message };
}

function refuse(code: Failure['code'], message: string, cause?: unknown): Verdict {
  return { failure: { code, message, cause } };
}
