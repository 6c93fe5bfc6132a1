import type { KeyObject } from 'node:crypto';
import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { fromKeyObject } from '../protocol/public-key.ts';
import { encodeCertificate } from '../protocol/trust/certificate.ts';
import type { Claims } from '../protocol/trust/claims.ts';
import { encodeSignedRecord } from '../protocol/trust/signed-record.ts';
import type { SigningRight } from '../protocol/trust/signing-right.ts';

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

/** Who is certified, and for what. */
export interface Subject {
  /** `index:handle` of the HS_PUBKEY value. */
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly rights: readonly SigningRight[];
}

/**
 * The text of an HS_CERT value: the issuer states that the key belongs to the subject, as a compact
 * JSON Web Signature (RFC 7515).
 *
 * @param now in milliseconds since 1970
 */
export function certificate(issuer: Signer, subject: Subject, now: number): string {
  const key = fromKeyObject(subject.privateKey);
  const claims = claimsOf(issuer, subject.name, now);
  return encodeCertificate(claims, key, subject.rights, issuer.privateKey);
}

/**
 * The text of an HS_SIGNATURE value: digests of all publicly readable values of the record but its
 * signatures, as a compact JSON Web Signature.
 *
 * @param now in milliseconds since 1970
 */
export function recordSignature(
  signer: Signer,
  handle: Handle,
  values: readonly HandleValue[],
  now: number,
): string {
  return encodeSignedRecord(claimsOf(signer, handle, now), values, signer.privateKey);
}

function claimsOf({ name, chain }: Signer, subject: string, now: number): Claims {
  const issuedAt = Math.floor(now / 1000);
  return {
    issuer: name,
    subject,
    expires: issuedAt + VALIDITY_SECONDS,
    notBefore: issuedAt - LEEWAY_SECONDS,
    issuedAt,
    chain,
  };
}
