import { type ValueJson, valueToJson } from '../protocol/json/value-json.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { Resolution } from '../resolver/resolution.ts';
import { responseCodeOf } from './outcome.ts';

/** What the API answers; members are written in this order. */
export type RestBody =
  | { responseCode: number; handle: string; values: readonly ValueJson[] }
  | { responseCode: number; values: readonly []; handle: string }
  | { responseCode: number; message?: string; handle?: string };

export function restBody(resolution: Resolution): RestBody {
  const { handle } = resolution;
  const responseCode = responseCodeOf(resolution);
  if (resolution.outcome === 'found') {
    return { responseCode, handle, values: resolution.values.map(valueToJson) };
  }
  if (responseCode === ResponseCode.valuesNotFound) return { responseCode, values: [], handle };
  // Clients know "not found" without a message.
  const message = resolution.outcome === 'handle-not-found' ? '' : resolution.message;
  return { responseCode, ...(message !== '' && { message }), handle };
}

/** Without the two line separators that are no line ends in JSON but were in JavaScript. */
export function restText(body: RestBody, pretty = false): string {
  return JSON.stringify(body, undefined, pretty ? 2 : undefined)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
