import { percentDecodeLeniently } from './percent-decode.ts';

/** The parameters of a request by name, in the order they came. */
export type Parameters = ReadonlyMap<string, readonly string[]>;

export const NO_PARAMETERS: Parameters = new Map();

/**
 * Reads the query of a handle's URL: `&` and `;` separate, `+` is a plus, names are case-sensitive.
 * Handles and URLs to append may hold a plus, and old links use the semicolon.
 */
export function readQuery(query: string): Parameters {
  return query === '' ? NO_PARAMETERS : collect(query.split(/[&;]/), percentDecodeLeniently);
}

/** Reads a form, or the query of the API: only `&` separates, `+` is a space. */
export function readForm(form: string): Parameters {
  return form === ''
    ? NO_PARAMETERS
    : collect(form.split('&'), (text) => percentDecodeLeniently(text.replaceAll('+', ' ')));
}

/** Reads a JSON object whose members act as parameters; undefined when it is none. */
export function readJsonParameters(text: string): Parameters | undefined {
  const object = parseObject(text);
  return object && parametersIn(object);
}

/** A JSON object; undefined when the text is none. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  return json as Record<string, unknown>;
}

/**
 * The members of an object as parameters; a list repeats its parameter.
 *
 * @returns undefined when a member is neither a text, number or boolean nor a list of these
 */
export function parametersIn(object: Readonly<Record<string, unknown>>): Parameters | undefined {
  const parameters = new Map<string, string[]>();
  for (const [name, member] of Object.entries(object)) {
    const values: unknown[] = Array.isArray(member) ? member : [member];
    if (!values.every(isScalar)) return undefined;
    if (values.length > 0) parameters.set(name, values.map(String));
  }
  return parameters;
}

/** Both together; what comes first stays first. */
export function joinParameters(first: Parameters, second: Parameters): Parameters {
  if (second.size === 0) return first;
  const joined = new Map(first);
  for (const [name, values] of second) joined.set(name, [...(first.get(name) ?? []), ...values]);
  return joined;
}

/** The first value of a parameter that has one meaning only. */
export function firstOf(parameters: Parameters, name: string): string | undefined {
  return parameters.get(name)?.[0];
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function collect(pieces: readonly string[], decode: (text: string) => string): Parameters {
  const parameters = new Map<string, string[]>();
  for (const piece of pieces) {
    if (piece === '') continue;
    const equals = piece.indexOf('=');
    const name = decode(equals < 0 ? piece : piece.slice(0, equals));
    const value = equals < 0 ? '' : decode(piece.slice(equals + 1));
    const values = parameters.get(name);
    if (values === undefined) parameters.set(name, [value]);
    else values.push(value);
  }
  return parameters;
}
