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

/** On every answer. Without credentials any origin may read what anybody can read. */
const ALWAYS: ResponseHeaders = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Content-Length, Location, Link, Cache-Status, Retry-After',
  'Content-Security-Policy': CONTENT_POLICY,
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * The one way to make a response. The length is given here, because HEAD has to announce it too and
 * Hono drops the body before anybody could measure it.
 */
export function respond(
  status: number,
  headers: ResponseHeaders,
  body: string | Uint8Array<ArrayBuffer>,
): Response {
  return new Response(body, {
    status,
    headers: { ...ALWAYS, ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
  });
}

/** A response that has no body by its nature: 204 or 304. */
export function respondEmpty(status: 204 | 304, headers: ResponseHeaders): Response {
  return new Response(null, { status, headers: { ...ALWAYS, ...headers } });
}
