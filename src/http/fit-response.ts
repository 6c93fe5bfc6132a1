import type { IncomingMessage } from 'node:http';
import { CODINGS_FOR_ONE, type Coding, codingFor } from './content-coding.ts';
import type { Encoder } from './encoder.ts';
import { entityTagOf, isNamed } from './entity-tag.ts';
import { MIN_ENCODED_BYTES } from './limits.ts';
import { type Representation, representationOf } from './representation.ts';
import { joinHeaders, type ResponseHeaders } from './respond.ts';
import { withVary } from './vary.ts';

/** What gets shorter; icons and such are packed already. */
const ENCODABLE = /^(?:text\/|application\/(?:[a-z.+-]+\+)?(?:json|javascript)\b|image\/svg\+xml)/;

/** Describe a body that is not sent, and would only mislead caches that have it. */
const OF_THE_BODY = ['Content-Type', 'Content-Length', 'Content-Encoding'] as const;

/**
 * Fits a response to its client: nothing but 304 to who has it already (RFC 9110 section 13),
 * content in a coding that the client can read. Redirects pass through untouched.
 *
 * There is no Last-Modified to compare with: the newest timestamp in a record does not change when
 * a value is removed.
 */
export function fitResponse(
  response: Response,
  { method, headers: asked }: IncomingMessage,
  encoder: Encoder,
): Response | Promise<Response> {
  const plain = representationOf(response);
  if (plain === undefined) return response;
  const { body } = plain;
  const isRead = method === 'GET' || method === 'HEAD';
  const tag = isRead && response.status === 200 ? tagOf(plain) : undefined;
  const canBeEncoded = isEncodable(plain);
  if (tag === undefined && !canBeEncoded) return response;

  const available = response.status >= 400 ? CODINGS_FOR_ONE : undefined;
  const coding = canBeEncoded ? codingFor(asked['accept-encoding'], available) : undefined;
  const headers: Record<string, string> = Object.assign({}, plain.headers);
  // The encoded bytes differ from one version of the encoder to the next.
  if (tag !== undefined) headers.ETag = coding === undefined ? tag : `W/${tag}`;
  if (canBeEncoded) headers.Vary = withVary(headers.Vary, 'Accept-Encoding');
  if (tag !== undefined && isNamed(tag, asked['if-none-match'] ?? '')) return notModified(headers);
  const { status } = response;
  if (coding === undefined) return new Response(body, { status, headers });
  const encoded = encoder.encode(coding, body, tag);
  return encoded instanceof Promise
    ? encoded.then((done) => encodedResponse(status, headers, coding, done))
    : encodedResponse(status, headers, coding, encoded);
}

function isEncodable({ headers, body }: Representation): boolean {
  return (
    Buffer.byteLength(body) >= MIN_ENCODED_BYTES && ENCODABLE.test(headers['Content-Type'] ?? '')
  );
}

/** The headers for a client that reads it as it is: others may read it encoded. */
export function withCodingNamed(plain: Representation): ResponseHeaders {
  const { headers } = plain;
  if (!isEncodable(plain)) return headers;
  return joinHeaders(headers, { Vary: withVary(headers.Vary, 'Accept-Encoding') });
}

/** What may not be kept needs no tag. */
function tagOf({ headers, body }: Representation): string | undefined {
  return headers.ETag ?? (headers['Cache-Control'] === 'no-store' ? undefined : entityTagOf(body));
}

function notModified(headers: ResponseHeaders): Response {
  const kept: Record<string, string> = { ...headers };
  for (const name of OF_THE_BODY) delete kept[name];
  return new Response(null, { status: 304, headers: kept });
}

function encodedResponse(
  status: number,
  headers: ResponseHeaders,
  coding: Coding,
  bytes: Uint8Array,
): Response {
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    status,
    headers: joinHeaders(headers, {
      'Content-Encoding': coding,
      'Content-Length': String(bytes.length),
    }),
  });
}
