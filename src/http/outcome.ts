import { ResponseCode } from '../protocol/response-code.ts';
import type { Resolution } from '../resolver/resolution.ts';

/** A resolution that found no values. */
export type Failure = Exclude<Resolution, { outcome: 'found' }>;

/**
 * The HTTP status of an outcome, where it has no better one: a redirect for what was found, and 200
 * in the API for values not found.
 */
export function statusOf(resolution: Resolution): number {
  switch (resolution.outcome) {
    case 'found':
      return 200;
    case 'handle-not-found':
    case 'values-not-found':
    case 'prefix-not-found':
    case 'alias-loop':
    case 'alias-chain-too-long':
    case 'alias-dangling':
      return 404;
    case 'restricted':
      return 403;
    case 'timeout':
    case 'unreachable':
      return 504;
    case 'busy':
      return 503;
    case 'bad-answer':
    case 'bad-signature':
    case 'service-loop':
    case 'referral-loop':
    case 'too-many-exchanges':
      return 502;
  }
}

/** The response code of the handle protocol that clients of the API know this outcome by. */
export function responseCodeOf(resolution: Resolution): number {
  switch (resolution.outcome) {
    case 'found':
      return ResponseCode.success;
    case 'handle-not-found':
    case 'prefix-not-found':
    case 'alias-loop':
    case 'alias-chain-too-long':
    case 'alias-dangling':
      return ResponseCode.handleNotFound;
    case 'values-not-found':
      return ResponseCode.valuesNotFound;
    case 'restricted':
      return ResponseCode.authenticationNeeded;
    case 'timeout':
    case 'unreachable':
    case 'busy':
    case 'bad-answer':
    case 'bad-signature':
    case 'service-loop':
    case 'referral-loop':
    case 'too-many-exchanges':
      return resolution.responseCode ?? ResponseCode.error;
  }
}
