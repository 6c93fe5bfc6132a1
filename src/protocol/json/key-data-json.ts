import { ProtocolError } from '../errors.ts';
import { decodePublicKey, encodePublicKey } from '../public-key.ts';
import { base64At, base64Text, hexAt } from './bytes-json.ts';
import { type Jwk, publicKeyFromJwk, publicKeyToJwk } from './jwk.ts';
import { jsonError, objectAt } from './members.ts';

/** The JSON form of a server's key record: a key that can be read, or its bytes. */
export type KeyDataJson =
  | { readonly format: 'key'; readonly value: Jwk }
  | { readonly format: 'base64'; readonly value: string };

/** The key in a key record. @returns undefined when it is empty or of a kind that JSON cannot hold */
export function jwkOf(keyRecord: Uint8Array): Jwk | undefined {
  try {
    return publicKeyToJwk(decodePublicKey(keyRecord));
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

export function keyRecordOf(jwk: unknown, path: string): Uint8Array {
  return encodePublicKey(publicKeyFromJwk(jwk, path));
}

export function keyDataToJson(keyRecord: Uint8Array): KeyDataJson {
  const jwk = jwkOf(keyRecord);
  return jwk ? { format: 'key', value: jwk } : { format: 'base64', value: base64Text(keyRecord) };
}

/** Reads a server's key record; in old files it is a text of hexadecimal digits, or missing. */
export function keyDataFromJson(json: unknown, path: string): Uint8Array {
  if (json === undefined) return new Uint8Array();
  if (typeof json === 'string') return hexAt(json, path);
  const { format, value } = objectAt(json, path);
  if (format === 'key') return keyRecordOf(value, `${path}.value`);
  if (format === 'base64') return base64At(value, `${path}.value`);
  if (format === 'hex') return hexAt(value, `${path}.value`);
  throw jsonError(`${path}.format`, '"key", "base64" or "hex"', format);
}
