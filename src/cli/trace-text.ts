import type { ExchangeEvent } from '../events.ts';
import { responseCodeName } from '../protocol/response-code.ts';
import { columns } from './terminal.ts';

/**
 * The exchanges of one resolution as lines for people, in the order in which they ended.
 *
 * @param isLocal whether the record is the operator's own
 */
export function traceText(exchanges: readonly ExchangeEvent[], isLocal: boolean): string[] {
  if (isLocal) return ['The overrides say so; nobody was asked.'];
  if (exchanges.length === 0) return ['Nobody had to be asked.'];
  return columns(
    exchanges.map((exchange, i) => [
      `${i + 1}.`,
      `${exchange.handle} (${exchange.purpose})`,
      `${exchange.protocol} ${endpointText(exchange)}`,
      `${exchange.milliseconds.toFixed(1)} ms`,
      [
        resultText(exchange),
        ...(exchange.attempts > 1 ? [`sent ${exchange.attempts} times`] : []),
        ...(exchange.bytes > 0 ? [`${exchange.bytes} bytes`] : []),
        signatureText(exchange),
        ...(exchange.site === undefined ? [] : [exchange.site]),
      ].join(', '),
    ]),
  );
}

/** SHA-1 is taken only where nothing better can be had, and then said to be weak. */
function signatureText({ signature, signatureKey }: ExchangeEvent): string {
  if (signature === undefined) return 'not verified';
  const made = signatureKey === undefined ? signature : `${signature} with ${signatureKey}`;
  const weakness = signature === 'SHA-1' ? ' (weak, the best its key and version allow)' : '';
  return `signature ${made} good${weakness}`;
}

function endpointText({ address, port }: ExchangeEvent): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function resultText({ error, responseCode }: ExchangeEvent): string {
  if (error !== undefined) return error;
  if (responseCode === undefined) return 'no answer';
  return `${responseCode} ${responseCodeName(responseCode)}`;
}
