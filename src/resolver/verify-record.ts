import { comparisonForm, type Handle, ROOT_HANDLE, sameHandle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { PublicKey } from '../handle/public-key.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { encodePublicKey } from '../protocol/public-key.ts';
import { type Certificate, decodeCertificate } from '../protocol/trust/certificate.ts';
import type { Claims } from '../protocol/trust/claims.ts';
import { isSignedBy, type Jws } from '../protocol/trust/jws.ts';
import {
  compareDigests,
  decodeSignedRecord,
  isGoodDigest,
  needsSignature,
  type SignedRecord,
} from '../protocol/trust/signed-record.ts';
import { maySign } from '../protocol/trust/signing-right.ts';
import { MAX_CERTIFICATES, SIGNATURE_SKEW_SECONDS } from './limits.ts';

/** Who vouches for records, and when. */
export interface Vouching {
  /** The keys that every chain of certificates has to end at. */
  readonly rootKeys: readonly PublicKey[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The record that a certificate stands in; nothing where it cannot be had. */
  readonly valuesOf: (handle: Handle) => Promise<readonly HandleValue[]>;
}

export type RecordVerdict =
  | {
      readonly verified: true;
      /** Seconds since 1970; 0 when it is not told. */
      readonly issuedAt: number;
    }
  | { readonly verified: false; readonly reason: string };

/**
 * Whether a record is what its HS_SIGNATURE was made of, and certificates lead from there to a root
 * key. One good signature is enough.
 */
export async function verifyRecord(
  handle: Handle,
  values: readonly HandleValue[],
  vouching: Vouching,
): Promise<RecordVerdict> {
  let reason = 'it has no HS_SIGNATURE';
  for (const value of values) {
    if (!hasType(value.type, ValueType.signature)) continue;
    try {
      const signature = decodeSignedRecord(value.data);
      const problem =
        coverageProblem(handle, values, signature) ??
        (await chainProblem(handle, signature, vouching));
      if (problem === undefined) return { verified: true, issuedAt: signature.issuedAt };
      reason = `its HS_SIGNATURE ${value.index}: ${problem}`;
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      reason = `its HS_SIGNATURE ${value.index} cannot be followed: ${error.message}`;
    }
  }
  return { verified: false, reason };
}

/** When the newest of a record's signatures says it was made, in seconds since 1970; 0 without any. */
export function signedAt(values: readonly HandleValue[]): number {
  const times = values
    .filter(({ type }) => hasType(type, ValueType.signature))
    .map(({ data }) => readOr(data, decodeSignedRecord)?.issuedAt ?? 0);
  return Math.max(0, ...times);
}

/** Nothing may be added, changed or left out. */
function coverageProblem(
  handle: Handle,
  values: readonly HandleValue[],
  signature: SignedRecord,
): string | undefined {
  if (!sameHandle(handle, signature.subject)) return `it is about ${signature.subject}`;
  if (!isGoodDigest(signature.digestAlgorithm)) {
    return `the digest ${signature.digestAlgorithm} proves nothing`;
  }
  const bad = compareDigests(signature, values).find(({ state }) => state !== 'holds');
  if (bad !== undefined) return `value ${bad.index} ${bad.state}`;
  const covered = new Set(signature.digests.map(({ index }) => index));
  const bare = values.find((each) => needsSignature(handle, each) && !covered.has(each.index));
  return bare && `value ${bare.index} is not signed`;
}

async function chainProblem(
  handle: Handle,
  signature: SignedRecord,
  vouching: Vouching,
): Promise<string | undefined> {
  let child: Claims & { readonly jws: Jws } = signature;
  for (let link = 0; link < MAX_CERTIFICATES; link += 1) {
    const stale = dateProblem(child, vouching.now);
    if (stale !== undefined) return stale;
    const parent = await certificateBehind(child, signature.chain, link, vouching);
    if (parent === undefined) return `there is no certificate for ${child.issuer}`;
    if (!isSignedBy(child.jws, parent.publicKey)) return `it is not signed by ${child.issuer}`;
    if (!maySign(parent.rights, handle)) return `${parent.subject} may not sign ${handle}`;
    if (parent.issuer === parent.subject) return endProblem(parent, vouching);
    child = parent;
  }
  return `more than ${MAX_CERTIFICATES} certificates`;
}

/** By the place that the chain names; without a chain, the newest one that the issuer keeps. */
async function certificateBehind(
  { issuer }: Claims,
  chain: readonly string[],
  link: number,
  { valuesOf }: Vouching,
): Promise<Certificate | undefined> {
  if (chain.length > 0 && link >= chain.length) return undefined;
  const { index, handle } = placeOf(chain[link] ?? handlePart(issuer));
  const values = await valuesOf(handle);
  return values
    .filter((value) => index === undefined || value.index === index)
    .filter(({ type }) => hasType(type, ValueType.cert))
    .map(({ data }) => readOr(data, decodeCertificate))
    .filter((certificate) => certificate !== undefined)
    .filter(({ subject }) => sameName(subject, issuer))
    .sort((a, b) => b.issuedAt - a.issuedAt)[0];
}

function endProblem(last: Certificate, { rootKeys, now }: Vouching): string | undefined {
  const stale = dateProblem(last, now);
  if (stale !== undefined) return stale;
  if (!sameHandle(handlePart(last.subject), ROOT_HANDLE)) {
    return `the certificates end at ${last.subject} and not at the registry's key`;
  }
  const own = Buffer.from(encodePublicKey(last.publicKey));
  if (!rootKeys.some((key) => own.equals(encodePublicKey(key)))) {
    return `the certificates end at a key that is none of the registry's as it is known`;
  }
  return isSignedBy(last.jws, last.publicKey)
    ? undefined
    : 'the last certificate is not signed by its own key';
}

function dateProblem({ notBefore, expires }: Claims, now: number): string | undefined {
  const seconds = now / 1000;
  if (seconds > expires + SIGNATURE_SKEW_SECONDS) return `it expired at ${expires} s after 1970`;
  if (seconds < notBefore - SIGNATURE_SKEW_SECONDS)
    return `it holds from ${notBefore} s after 1970`;
  return undefined;
}

/** `index:handle`, or a handle alone. */
function placeOf(reference: string): { index: number | undefined; handle: Handle } {
  const [, index, handle] = /^(\d{1,10}):(.*)$/s.exec(reference) ?? [];
  return index === undefined
    ? { index: undefined, handle: reference }
    : { index: Number(index), handle: handle ?? '' };
}

function handlePart(name: string): Handle {
  return placeOf(name).handle;
}

function sameName(one: string, other: string): boolean {
  const [a, b] = [placeOf(one), placeOf(other)];
  return a.index === b.index && comparisonForm(a.handle) === comparisonForm(b.handle);
}

function readOr<Result>(data: Uint8Array, read: (data: Uint8Array) => Result): Result | undefined {
  try {
    return read(data);
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}
