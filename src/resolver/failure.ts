import type { Handle } from '../handle/handle.ts';
import { responseCodeName } from '../protocol/response-code.ts';
import type { FailureOutcome } from './resolution.ts';

/** It could not be found out, and why; what {@link UpstreamFailure} is made of. */
export interface Failure {
  readonly kind: 'failed';
  readonly outcome: FailureOutcome;
  readonly message: string;
  readonly responseCode?: number;
  readonly retryAfterSeconds?: number;
  /** The request's time or exchanges ran out: whoever has some left may try again. */
  readonly exhausted?: boolean;
  /** It was refused here, for want of capacity: it says nothing about any server. */
  readonly shed?: boolean;
  /** It is an earlier one, told again. */
  readonly remembered?: boolean;
  /** A server said that the handle is not its own (300, 301): the site records may be out of date. */
  readonly wrongService?: boolean;
}

export function failure(
  outcome: FailureOutcome,
  message: string,
  details: Partial<Omit<Failure, 'kind' | 'outcome' | 'message'>> = {},
): Failure {
  return { kind: 'failed', outcome, message, ...details };
}

/** An answer that holds for a whole service and is no use. */
export function badAnswer(handle: Handle, responseCode: number): Failure {
  return failure(
    'bad-answer',
    `the answer for ${handle} is "${responseCodeName(responseCode)}" (code ${responseCode})`,
    { responseCode },
  );
}
