import type { KeyObject } from 'node:crypto';
import type { PublicKey } from '../../handle/public-key.ts';
import { ProtocolError } from '../errors.ts';
import { publicKeyFromJwk, publicKeyToJwk } from '../json/jwk.ts';
import { listAt } from '../json/members.ts';
import { MAX_CERTIFIED_DSA_BYTES, MAX_CERTIFIED_RSA_BYTES, MAX_SIGNING_RIGHTS } from '../limits.ts';
import { type Claims, claimsIn, claimsToJson } from './claims.ts';
import { decodeJws, encodeJws, type Jws } from './jws.ts';
import { type SigningRight, signingRightAt } from './signing-right.ts';

/** What an HS_CERT value states: whose key it is, and what it may sign; nobody has verified it. */
export interface Certificate extends Claims {
  readonly jws: Jws;
  readonly publicKey: PublicKey;
  readonly rights: readonly SigningRight[];
}

/**
 * Reads the data of an HS_CERT value.
 *
 * @throws ProtocolError `json`, `too-long`
 */
export function decodeCertificate(data: Uint8Array): Certificate {
  const jws = decodeJws(data);
  const { publicKey, perms } = jws.claims;
  return {
    ...claimsIn(jws.claims),
    jws,
    publicKey: modest(publicKeyFromJwk(publicKey, 'publicKey')),
    rights: perms == null ? [] : listAt(perms, 'perms', MAX_SIGNING_RIGHTS, signingRightAt),
  };
}

/** Anybody can publish a certificate, and with a large enough key verifying takes long. */
function modest(key: PublicKey): PublicKey {
  const isModest =
    key.kty === 'RSA'
      ? key.n.length <= MAX_CERTIFIED_RSA_BYTES
      : key.p.length <= MAX_CERTIFIED_DSA_BYTES;
  if (isModest) return key;
  throw new ProtocolError('json', 'publicKey: larger than any that is in use');
}

/** The data of an HS_CERT value. */
export function encodeCertificate(
  claims: Claims,
  publicKey: PublicKey,
  rights: readonly SigningRight[],
  privateKey: KeyObject,
): string {
  const json = { perms: rights, publicKey: publicKeyToJwk(publicKey), ...claimsToJson(claims) };
  return encodeJws(json, privateKey);
}
