import { createHash, type KeyObject } from 'node:crypto';
import { type Handle, ROOT_PREFIX_HANDLE, sameHandle } from '../../handle/handle.ts';
import type { HandleValue } from '../../handle/handle-value.ts';
import { Permission } from '../../handle/permission.ts';
import { hasType, ValueType } from '../../handle/value-type.ts';
import { base64At } from '../json/bytes-json.ts';
import { int32At, listAt, objectAt, textAt } from '../json/members.ts';
import { MAX_VALUES } from '../limits.ts';
import { bufferOver } from '../text.ts';
import { valueDigestInput } from '../value.ts';
import { type Claims, claimsIn, claimsToJson } from './claims.ts';
import { decodeJws, encodeJws, type Jws } from './jws.ts';

/** What an HS_SIGNATURE value states: whose values these are; nobody has verified it. */
export interface SignedRecord extends Claims {
  readonly jws: Jws;
  /** The name of the digest, as it was written. */
  readonly digestAlgorithm: string;
  readonly digests: readonly ValueDigest[];
}

export interface ValueDigest {
  readonly index: number;
  readonly digest: Uint8Array;
}

/** What a digest says of a value. */
export type DigestState =
  | 'holds'
  /** The value is not the one that was signed. */
  | 'differs'
  /** There is no such value among those that everybody may read. */
  | 'missing';

const DIGEST_NAME = 'SHA-256';

/** The digests that may be relied on, in the spellings of deployed software. */
const HASHES: ReadonlyMap<string, string> = new Map([
  ['SHA-256', 'sha256'],
  ['SHA256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA384', 'sha384'],
  ['SHA-512', 'sha512'],
  ['SHA512', 'sha512'],
]);

/** An older kind of signature, which signs nothing that counts. */
const LEGACY_SIGNATURE_TYPES = ['10320/sig.digest', '10320/sig.sig'];

/**
 * Reads the data of an HS_SIGNATURE value.
 *
 * @throws ProtocolError `json`, `too-long`
 */
export function decodeSignedRecord(data: Uint8Array): SignedRecord {
  const jws = decodeJws(data);
  const { alg, digests } = objectAt(jws.claims.digests, 'digests');
  return {
    ...claimsIn(jws.claims),
    jws,
    digestAlgorithm: textAt(alg, 'digests.alg'),
    digests: listAt(digests, 'digests.digests', MAX_VALUES, (json, path) => {
      const { index, digest } = objectAt(json, path);
      return {
        index: int32At(index, `${path}.index`),
        digest: base64At(digest, `${path}.digest`),
      };
    }),
  };
}

/** The data of an HS_SIGNATURE value over all values that need a signature. */
export function encodeSignedRecord(
  claims: Claims,
  values: readonly HandleValue[],
  privateKey: KeyObject,
): string {
  const digests = values
    .filter((value) => needsSignature(claims.subject, value))
    .map((value) => {
      const digest = bufferOver(digestOf(value, 'sha256')).toString('base64');
      return { index: value.index, digest };
    });
  const json = { digests: { alg: DIGEST_NAME, digests }, ...claimsToJson(claims) };
  return encodeJws(json, privateKey);
}

/** Whether the digest of this name may be relied on; MD5 and SHA-1 may not. */
export function isGoodDigest(name: string): boolean {
  return HASHES.has(name.toUpperCase());
}

/** Whether somebody has to vouch for the value: everybody may read it, and it is no signature. */
export function needsSignature(handle: Handle, value: HandleValue): boolean {
  if ((value.permissions & Permission.publicRead) === 0) return false;
  if (hasType(value.type, ValueType.signature)) return false;
  return !(sameHandle(handle, ROOT_PREFIX_HANDLE) && LEGACY_SIGNATURE_TYPES.includes(value.type));
}

/**
 * Compares digests with values; of several values with one index all must be the one that was signed.
 *
 * @param algorithm see {@link isGoodDigest}; with any other no digest holds
 * @param values all that everybody may read
 */
export function compareDigests(
  { digestAlgorithm: algorithm, digests }: Pick<SignedRecord, 'digestAlgorithm' | 'digests'>,
  values: readonly HandleValue[],
): readonly { readonly index: number; readonly state: DigestState }[] {
  const hash = HASHES.get(algorithm.toUpperCase());
  const byIndex = new Map<number, HandleValue[]>();
  for (const value of values) {
    const known = byIndex.get(value.index);
    if (known === undefined) byIndex.set(value.index, [value]);
    else known.push(value);
  }
  return digests.map(({ index, digest }) => {
    const signed = byIndex.get(index);
    if (signed === undefined) return { index, state: 'missing' };
    const holds =
      hash !== undefined &&
      signed.every((value) => bufferOver(digest).equals(digestOf(value, hash)));
    return { index, state: holds ? 'holds' : 'differs' };
  });
}

function digestOf(value: HandleValue, hash: string): Uint8Array {
  return createHash(hash).update(valueDigestInput(value)).digest();
}
