import type { Handle } from '../handle/handle.ts';
import { type ValueJson, valueToJson } from '../protocol/json/value-json.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { Resolution } from '../resolver/resolution.ts';
import type { TrustReport } from '../resolver/trust/trust-report.ts';
import { responseCodeOf } from './outcome.ts';

/** What the API answers; members are written in this order. */
export type RestBody =
  | {
      responseCode: number;
      handle: string;
      aliases?: Aliases;
      values: readonly ValueJson[];
      trust?: TrustReport;
    }
  | { responseCode: number; values: readonly []; handle: string; aliases?: Aliases }
  | { responseCode: number; message?: string; handle?: string; aliases?: Aliases };

/** The handles passed on the way to `handle`, the one asked for first; empty when none was. */
type Aliases = readonly Handle[];

/**
 * @param followed whether aliases were to be followed, so that the way is told
 * @param trust what was found out about the signatures of the record
 */
export function restBody(resolution: Resolution, followed = false, trust?: TrustReport): RestBody {
  const { handle } = resolution;
  const way = followed && { aliases: resolution.aliases };
  const responseCode = responseCodeOf(resolution);
  if (resolution.outcome === 'found') {
    const values = resolution.values.map(valueToJson);
    return { responseCode, handle, ...way, values, ...(trust && { trust }) };
  }
  if (responseCode === ResponseCode.valuesNotFound) {
    return { responseCode, values: [], handle, ...way };
  }
  // Clients know "not found" without a message.
  const message = resolution.outcome === 'handle-not-found' ? '' : resolution.message;
  return { responseCode, ...(message !== '' && { message }), handle, ...way };
}

/** Without the two line separators that are no line ends in JSON but were in JavaScript. */
export function restText(body: object, pretty = false): string {
  return JSON.stringify(body, undefined, pretty ? 2 : undefined)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
