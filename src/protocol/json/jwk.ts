import type { PublicKey } from '../../handle/public-key.ts';
import { ProtocolError } from '../errors.ts';
import { MAX_KEY_INTEGER_BYTES, MAX_RSA_EXPONENT_BYTES } from '../limits.ts';
import { bufferOver } from '../text.ts';
import { base64urlAt } from './bytes-json.ts';
import { type JsonObject, jsonError, objectAt } from './members.ts';

/**
 * A public key as in HS_PUBKEY and HS_CERT: RSA by RFC 7517 and RFC 7518 section 6.3, DSA in the
 * handle system's own way.
 */
export type Jwk =
  | { readonly kty: 'RSA'; readonly n: string; readonly e: string }
  | {
      readonly kty: 'DSA';
      readonly y: string;
      readonly p: string;
      readonly q: string;
      readonly g: string;
    };

export function publicKeyToJwk(key: PublicKey): Jwk {
  if (key.kty === 'RSA') return { kty: 'RSA', n: base64url(key.n), e: base64url(key.e) };
  return {
    kty: 'DSA',
    y: base64url(key.y),
    p: base64url(key.p),
    q: base64url(key.q),
    g: base64url(key.g),
  };
}

export function publicKeyFromJwk(json: unknown, path = 'key'): PublicKey {
  const jwk = objectAt(json, path);
  if (jwk.kty === 'RSA') {
    return {
      kty: 'RSA',
      n: integerBytesAt(jwk, 'n', path),
      e: integerBytesAt(jwk, 'e', path, MAX_RSA_EXPONENT_BYTES),
    };
  }
  if (jwk.kty === 'DSA') {
    return {
      kty: 'DSA',
      y: integerBytesAt(jwk, 'y', path),
      p: integerBytesAt(jwk, 'p', path),
      q: integerBytesAt(jwk, 'q', path),
      g: integerBytesAt(jwk, 'g', path),
    };
  }
  throw jsonError(`${path}.kty`, '"RSA" or "DSA"', jwk.kty);
}

function base64url(integer: Uint8Array): string {
  return bufferOver(integer).toString('base64url');
}

/** Old files hold a leading zero byte, which says only that the number is not negative. */
function integerBytesAt(
  jwk: JsonObject,
  name: string,
  path: string,
  maximum = MAX_KEY_INTEGER_BYTES,
): Uint8Array {
  const bytes = base64urlAt(jwk[name], `${path}.${name}`);
  const first = bytes.findIndex((byte) => byte !== 0);
  if (first >= 0 && bytes.length - first <= maximum) return bytes.subarray(first);
  throw new ProtocolError('json', `${path}.${name}: a number of 1 to ${maximum} bytes expected`);
}
