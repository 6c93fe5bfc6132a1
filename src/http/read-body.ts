import type { IncomingMessage } from 'node:http';
import { MAX_BODY_BYTES } from './limits.ts';
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
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  const form = type === 'application/x-www-form-urlencoded';
  const json = type === 'application/json';
  if (!form && !json) return NO_PARAMETERS;
  // Said before it is sent: nobody has to wait for what is refused anyhow.
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return 'bodyTooLong';
  const text = await readText(request);
  if (text === undefined) return 'bodyTooLong';
  if (form) return readForm(text);
  return text.trim() === '' ? NO_PARAMETERS : (readJsonParameters(text) ?? 'badBody');
}

async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Events instead of an iterator, which would destroy the connection when left half-way.
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_BODY_BYTES) resolve(undefined);
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.once('error', reject);
    request.once('close', () => reject(new Error('The request ended before its body did')));
  });
}
