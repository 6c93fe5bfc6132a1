import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Handle } from '../../../src/handle/handle.ts';
import type { HandleValue } from '../../../src/handle/handle-value.ts';
import type { PublicKey } from '../../../src/handle/public-key.ts';
import { fromKeyObject } from '../../../src/protocol/public-key.ts';
import { encodeCertificate } from '../../../src/protocol/trust/certificate.ts';
import type { Claims } from '../../../src/protocol/trust/claims.ts';
import { encodeSignedRecord } from '../../../src/protocol/trust/signed-record.ts';
import type { SigningRight } from '../../../src/protocol/trust/signing-right.ts';
import { value } from './records.ts';

/** 1 January 2026 in seconds since 1970; everything is signed a day before and good for a year. */
export const NOW = 1_767_225_600;

export const EVERYTHING_RIGHT: readonly SigningRight[] = [{ perm: 'everything' }];

/** Somebody who has a key. */
export interface Authority {
  /** `index:handle` of the key. */
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly publicKey: PublicKey;
}

/** Small keys: nobody has to be kept out here. */
export function authority(name: string, kind: 'rsa' | 'dsa' = 'rsa'): Authority {
  const { privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 1024 })
      : generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
  return { name, privateKey, publicKey: fromKeyObject(privateKey) };
}

/** An HS_CERT value: `issuer` says that the key is that of `subject`. */
export function cert(
  index: number,
  issuer: Authority,
  subject: Authority,
  rights: readonly SigningRight[] = EVERYTHING_RIGHT,
  claims: Partial<Claims> = {},
): HandleValue {
  const stated = { ...claimsOf(issuer, subject.name), ...claims };
  const text = encodeCertificate(stated, subject.publicKey, rights, issuer.privateKey);
  return value(index, 'HS_CERT', text);
}

/** The values and, behind them, an HS_SIGNATURE value of them. */
export function signed(
  handle: Handle,
  values: readonly HandleValue[],
  signer: Authority,
  claims: Partial<Claims> = {},
): readonly HandleValue[] {
  const stated = { ...claimsOf(signer, handle), ...claims };
  const text = encodeSignedRecord(stated, values, signer.privateKey);
  const index = 400 + values.filter(({ type }) => type === 'HS_SIGNATURE').length;
  return [...values, value(index, 'HS_SIGNATURE', text)];
}

function claimsOf({ name }: Authority, subject: string): Claims {
  const [issuedAt, expires] = [NOW - 86_400, NOW + 31_536_000];
  return { issuer: name, subject, expires, notBefore: issuedAt, issuedAt, chain: [] };
}
