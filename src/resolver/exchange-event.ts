import type { ExchangeEvent } from '../events.ts';
import type { Answer } from '../transport/answer.ts';
import { TransportError } from '../transport/errors.ts';
import type { Asking } from './asking.ts';
import type { Door } from './doors.ts';
import { siteDescription } from './site-attributes.ts';

/** What is told of one exchange. */
export function exchangeEvent(
  { site, endpoint }: Door,
  { handle, purpose }: Asking,
  answer: Answer | TransportError,
): ExchangeEvent {
  const { protocol, address, port } = endpoint;
  const description = siteDescription(site);
  const { milliseconds, attempts } = answer;
  return {
    handle,
    purpose,
    protocol,
    address,
    port,
    ...(description !== undefined && { site: description }),
    milliseconds,
    attempts,
    ...(answer instanceof TransportError
      ? { bytes: 0, error: answer.code }
      : {
          bytes: answer.bytes,
          responseCode: answer.response.responseCode,
          ...(answer.verified && { signature: answer.verified }),
          ...(answer.verifiedBy && { signatureKey: answer.verifiedBy }),
        }),
  };
}
