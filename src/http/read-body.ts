import type { IncomingMessage } from 'node:http';
import { namesMessageType } from '../protocol/message-type.ts';
import { MAX_BODY_BYTES, MAX_BULK_BODY_BYTES, MAX_MESSAGE_BODY_BYTES } from './limits.ts';
import { NO_PARAMETERS, type Parameters, readForm, readJsonParameters } from './parameters.ts';

/** What can be wrong with a body. */
export type BodyError = 'badBody' | 'bodyTooLong';

/**
 * Reads the parameters in the body of a request: a form, or a JSON object; other bodies have none.
 *
 * @throws when the visitor goes away before the body has come
 */
export async function readBodyParameters(
  request: IncomingMessage,
): Promise<Parameters | BodyError> {
  const type = contentType(request);
  const form = type === 'application/x-www-form-urlencoded';
  if (!form && type !== JSON_BODY) return NO_PARAMETERS;
  if (isEncoded(request)) return 'badBody';
  const bytes = await readBody(request, MAX_BODY_BYTES);
  if (bytes === undefined) return 'bodyTooLong';
  const text = bytes.toString('utf8');
  if (form) return readForm(text);
  return text.trim() === '' ? NO_PARAMETERS : (readJsonParameters(text) ?? 'badBody');
}

export const JSON_BODY = 'application/json';

/** The media type of the body in lower case, without its parameters. */
export function contentType({ headers }: IncomingMessage): string | undefined {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
}

/** The most bytes that anything here reads of a body of this type, wherever it is sent. */
export function longestBody(request: IncomingMessage): number {
  if (namesMessageType(request.headers['content-type'])) return MAX_MESSAGE_BODY_BYTES;
  return contentType(request) === JSON_BODY ? MAX_BULK_BODY_BYTES : MAX_BODY_BYTES;
}

/** Whether the body is compressed or the like; nothing here decodes that. */
export function isEncoded({ headers }: IncomingMessage): boolean {
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  return encoding !== '' && encoding !== 'identity';
}

/**
 * Reads the body of a request.
 *
 * @returns undefined when it is longer than `maxBytes`
 * @throws when the visitor goes away before the body has come
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length']) > maxBytes) {
    // Read and dropped, so that the connection can go on.
    request.resume();
    return undefined;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  // Events instead of an iterator, which would destroy the connection when left half-way.
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) resolve(undefined);
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', reject);
    request.once('close', () => reject(new Error('The request ended before its body did')));
  });
}
