import { keepRepresentation } from './representation.ts';

/** Header names as they go out; values are Latin-1 without control characters. */
export type ResponseHeaders = Readonly<Record<string, string>>;

export const HTML = 'text/html;charset=utf-8';
export const XML = 'text/xml;charset=utf-8';
export const JSON_TYPE = 'application/json;charset=utf-8';
export const NO_STORE: ResponseHeaders = { 'Cache-Control': 'no-store' };

/** Pages about single records are no use in a search engine. */
export const NO_INDEX: ResponseHeaders = { 'X-Robots-Tag': 'noindex' };

const CONTENT_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * On every answer. Without credentials any origin may read what anybody can read, and pages that
 * isolate themselves may embed what a handle leads to.
 */
const ALWAYS: ResponseHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'Content-Length, Location, Link, ETag, Cache-Status, Retry-After, *',
  'Content-Security-Policy': CONTENT_POLICY,
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * On all but redirects: browsers would apply the policy of a redirect to the request that follows,
 * and destinations would learn less of where their visitors come from than the linking page allows.
 */
const STAYING: ResponseHeaders = {
  ...ALWAYS,
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Frame-Options': 'DENY',
};

/**
 * The one way to make a response that stays here. The length is given here, because HEAD has to
 * announce it too.
 */
export function respond(
  status: number,
  headers: ResponseHeaders,
  body: string | Uint8Array<ArrayBuffer>,
): Response {
  const all = joinHeaders(STAYING, headers, lengthOf(body));
  const response = new Response(body, { status, headers: all });
  keepRepresentation(response, { headers: all, body });
  return response;
}

/** A response that sends the visitor elsewhere, with a page for whoever is not sent. */
export function respondElsewhere(status: number, headers: ResponseHeaders, body: string): Response {
  return new Response(body, { status, headers: elsewhereHeaders(headers, body) });
}

/** All headers of a response that sends the visitor elsewhere. */
export function elsewhereHeaders(headers: ResponseHeaders, body: string): ResponseHeaders {
  return joinHeaders(ALWAYS, headers, lengthOf(body));
}

/** A response that has no body by its nature: 204. */
export function respondEmpty(status: 204, headers: ResponseHeaders): Response {
  return new Response(null, { status, headers: joinHeaders(ALWAYS, headers) });
}

function lengthOf(body: string | Uint8Array): ResponseHeaders {
  return { 'Content-Length': String(Buffer.byteLength(body)) };
}

/** Later ones win. Spreading several objects into one takes twenty times as long. */
export function joinHeaders(...parts: readonly ResponseHeaders[]): ResponseHeaders {
  return Object.assign({}, ...parts);
}
