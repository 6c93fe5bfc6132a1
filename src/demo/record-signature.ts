import { createHash, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { Permission } from '../handle/permission.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import { valueDigestInput } from '../protocol/value.ts';

/** Clocks differ: what is signed now is valid from a little earlier on, in seconds. */
const LEEWAY_SECONDS = 600;

/** How long a signature is valid: longer than any demo runs, in seconds. */
const VALIDITY_SECONDS = 365 * 86_400;

/** Somebody who signs: a key, the value that holds it, and the certificates behind it. */
export interface Signer {
  /** `index:handle` of the HS_PUBKEY value. */
  readonly name: string;
  readonly privateKey: KeyObject;
  /** `index:handle` of the certificates that lead to the root, nearest first. */
  readonly chain: readonly string[];
}

/** What the holder of a certificate may sign; without a handle it means everything. */
export interface SigningRight {
  readonly perm: 'everything' | 'thisHandle' | 'derivedPrefixes' | 'handlesUnderThisPrefix';
  readonly handle?: Handle;
}

/** Who is certified, and for what. */
export interface Subject {
  /** `index:handle` of the HS_PUBKEY value. */
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly rights: readonly SigningRight[];
}

/**
 * The text of an HS_CERT value: the issuer states that the key belongs to the subject, as a compact
 * JSON Web Signature (RFC 7515) with RS256.
 *
 * @param now in milliseconds since 1970
 */
export function certificate(issuer: Signer, subject: Subject, now: number): string {
  const { kty, n, e } = createPublicKey(subject.privateKey).export({ format: 'jwk' });
  return jws(issuer.privateKey, {
    perms: subject.rights,
    publicKey: { kty, n, e },
    ...(issuer.chain.length > 0 && { chain: issuer.chain }),
    iss: issuer.name,
    sub: subject.name,
    ...dates(now),
  });
}

/**
 * The text of an HS_SIGNATURE value: digests of all publicly readable values of the record but its
 * signatures, as a compact JSON Web Signature with RS256.
 *
 * @param now in milliseconds since 1970
 */
export function recordSignature(
  signer: Signer,
  handle: Handle,
  values: readonly HandleValue[],
  now: number,
): string {
  return jws(signer.privateKey, {
    digests: { alg: 'SHA-256', digests: values.filter(needsSignature).map(valueDigest) },
    chain: signer.chain,
    iss: signer.name,
    sub: handle,
    ...dates(now),
  });
}

function needsSignature(value: HandleValue): boolean {
  const isPublic = (value.permissions & Permission.publicRead) !== 0;
  return isPublic && !hasType(value.type, ValueType.signature);
}

function valueDigest(value: HandleValue): { index: number; digest: string } {
  const digest = createHash('sha256').update(valueDigestInput(value)).digest('base64');
  return { index: value.index, digest };
}

function dates(now: number): { exp: number; nbf: number; iat: number } {
  const iat = Math.floor(now / 1000);
  return { exp: iat + VALIDITY_SECONDS, nbf: iat - LEEWAY_SECONDS, iat };
}

function jws(privateKey: KeyObject, payload: object): string {
  const signed = `${base64url({ alg: 'RS256' })}.${base64url(payload)}`;
  const signature = sign('sha256', Buffer.from(signed), privateKey);
  return `${signed}.${signature.toString('base64url')}`;
}

function base64url(json: object): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}
