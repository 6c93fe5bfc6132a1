import { ProtocolError } from '../errors.ts';
import { type JsonObject, jsonError, listAt, textAt } from '../json/members.ts';
import { MAX_NAMED_CERTIFICATES } from '../limits.ts';

/** What every signed text states. Times are in seconds since 1970 (NumericDate of RFC 7519). */
export interface Claims {
  /** `index:handle` of the key it is signed with. */
  readonly issuer: string;
  /** The handle that is signed, or `index:handle` of the key that is certified. */
  readonly subject: string;
  /** Last second of its validity. */
  readonly expires: number;
  /** First second of its validity; 0 when it has none. */
  readonly notBefore: number;
  /** 0 when it is not told. */
  readonly issuedAt: number;
  /** Where the certificates behind it are, `index:handle` or a handle, nearest first. */
  readonly chain: readonly string[];
}

/** @throws ProtocolError `json` */
export function claimsIn(json: JsonObject): Claims {
  const { iss, sub, exp, nbf = 0, iat = 0, chain } = json;
  return {
    issuer: nameAt(iss, 'iss'),
    subject: nameAt(sub, 'sub'),
    // Whatever is valid for ever can never be taken back, so there is no default.
    expires: timeAt(exp, 'exp'),
    notBefore: timeAt(nbf, 'nbf'),
    issuedAt: timeAt(iat, 'iat'),
    chain: chain == null ? [] : listAt(chain, 'chain', MAX_NAMED_CERTIFICATES, nameAt),
  };
}

export function claimsToJson(claims: Claims): JsonObject {
  const { issuer, subject, expires, notBefore, issuedAt, chain } = claims;
  return {
    ...(chain.length > 0 && { chain }),
    iss: issuer,
    sub: subject,
    exp: expires,
    nbf: notBefore,
    iat: issuedAt,
  };
}

function nameAt(json: unknown, path: string): string {
  const name = textAt(json, path);
  if (name === '') throw jsonError(path, 'a name', json);
  return name;
}

function timeAt(json: unknown, path: string): number {
  if (typeof json === 'number' && json >= 0 && json <= Number.MAX_SAFE_INTEGER) return json;
  if (typeof json === 'number') throw new ProtocolError('json', `${path}: no time in seconds`);
  throw jsonError(path, 'a time in seconds', json);
}
