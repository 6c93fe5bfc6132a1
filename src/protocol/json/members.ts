import { ProtocolError } from '../errors.ts';
import { MAX_FIELD_BYTES } from '../limits.ts';
import { decodeText, encodeText } from '../text.ts';

/**
 * Readers of single JSON values that nobody has checked. `path` names the value in the error, as
 * `values[0].data.value.port`.
 */

export type JsonObject = { readonly [name: string]: unknown };

/** How much of a wrong text an error repeats. */
const QUOTED_CHARACTERS = 40;

export function jsonError(path: string, expected: string, found: unknown): ProtocolError {
  return new ProtocolError('json', `${path}: ${expected} expected, found ${describe(found)}`);
}

export function objectAt(json: unknown, path: string): JsonObject {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw jsonError(path, 'an object', json);
  }
  return json as JsonObject;
}

/** Reads a list of at most `maximum` elements, each by `read`. */
export function listAt<Element>(
  json: unknown,
  path: string,
  maximum: number,
  read: (element: unknown, path: string) => Element,
): Element[] {
  if (!Array.isArray(json)) throw jsonError(path, 'an array', json);
  if (json.length > maximum) {
    throw new ProtocolError('json', `${path}: ${json.length} elements, at most ${maximum} may be`);
  }
  return json.map((element, position) => read(element, `${path}[${position}]`));
}

/** A text that UTF-8 can hold: lone surrogates only where they stand for a byte. */
export function textAt(json: unknown, path: string): string {
  if (typeof json !== 'string') throw jsonError(path, 'a string', json);
  if (json.length > MAX_FIELD_BYTES) {
    throw new ProtocolError('json', `${path}: longer than ${MAX_FIELD_BYTES} characters`);
  }
  if (!json.isWellFormed() && decodeText(encodeText(json)) !== json) {
    throw jsonError(path, 'a text without lone surrogates', json);
  }
  return json;
}

export function integerAt(json: unknown, path: string, minimum: number, maximum: number): number {
  if (typeof json === 'number' && Number.isInteger(json) && json >= minimum && json <= maximum) {
    // -0 is an integer too, but no number that bytes give back.
    return json + 0;
  }
  throw jsonError(path, `an integer from ${minimum} to ${maximum}`, json);
}

export function int32At(json: unknown, path: string): number {
  return integerAt(json, path, -0x8000_0000, 0x7fff_ffff);
}

export function uint32At(json: unknown, path: string): number {
  return integerAt(json, path, 0, 0xffff_ffff);
}

/** A boolean; false when the member is missing. */
export function flagAt(json: unknown, path: string): boolean {
  if (json === undefined) return false;
  if (typeof json !== 'boolean') throw jsonError(path, 'true or false', json);
  return json;
}

function describe(found: unknown): string {
  if (found === undefined) return 'nothing';
  if (found === null) return 'null';
  if (Array.isArray(found)) return 'an array';
  if (typeof found === 'object') return 'an object';
  if (typeof found !== 'string') return String(found);
  const shown = found.slice(0, QUOTED_CHARACTERS);
  return JSON.stringify(shown) + (shown.length < found.length ? '…' : '');
}
