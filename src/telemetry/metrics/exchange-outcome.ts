import type { ExchangeEvent } from '../../events.ts';
import { ResponseCode } from '../../protocol/response-code.ts';
import { TRANSPORT_ERROR_CODES } from '../../transport/errors.ts';

/** What came of an exchange with a handle server: an answer of some kind, or why there was none. */
export const EXCHANGE_OUTCOMES = [
  'answered',
  'not-found',
  'referral',
  'restricted',
  /** The server is too busy, or in backup. */
  'busy',
  /** Any other response code. */
  'other-code',
  ...TRANSPORT_ERROR_CODES,
] as const;

export type ExchangeOutcome = (typeof EXCHANGE_OUTCOMES)[number];

export function exchangeOutcome({ error, responseCode }: ExchangeEvent): ExchangeOutcome {
  if (error !== undefined) {
    return TRANSPORT_ERROR_CODES.find((code) => code === error) ?? 'bad-message';
  }
  switch (responseCode) {
    case ResponseCode.success:
      return 'answered';
    case ResponseCode.handleNotFound:
    case ResponseCode.valuesNotFound:
      return 'not-found';
    case ResponseCode.serviceReferral:
    case ResponseCode.prefixReferral:
      return 'referral';
    case ResponseCode.insufficientPermissions:
    case ResponseCode.authenticationNeeded:
      return 'restricted';
    case ResponseCode.serverTooBusy:
    case ResponseCode.serverBackup:
      return 'busy';
    default:
      return 'other-code';
  }
}
