import type { Handle } from '../../handle/handle.ts';
import { comparisonForm } from '../../handle/handle.ts';
import type { HandleValue } from '../../handle/handle-value.ts';
import { Permission } from '../../handle/permission.ts';
import type { PublicKey } from '../../handle/public-key.ts';
import { hasType, ValueType } from '../../handle/value-type.ts';
import {
  compareDigests,
  decodeSignedRecord,
  isGoodDigest,
  needsSignature,
  type SignedRecord,
} from '../../protocol/trust/signed-record.ts';
import { MAX_CHECKED_SIGNATURES, MAX_VERIFICATIONS } from '../limits.ts';
import { CertificateFinder, type RecordSource } from './certificate-finder.ts';
import { type ChainContext, checkChain, validityOf } from './chain.ts';
import { type Finding, finding, worstOf } from './finding.ts';
import type { CoveredValue, SignatureReport, TrustReport } from './trust-report.ts';

/** A record as it was delivered: all of its values that everybody may read. */
export interface DeliveredRecord {
  readonly handle: Handle;
  readonly values: readonly HandleValue[];
}

export interface VerifyRecordOptions {
  /** Looks up the records that hold certificates. */
  readonly recordOf: RecordSource;
  /** The keys that certificates have to lead back to: those of the bootstrap. */
  readonly rootKeys: readonly PublicKey[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Verifies the HS_SIGNATURE values of a record: the digests of the values, and the signatures by way
 * of HS_CERT values up to the root key in the bootstrap. Whoever delivered the record need not be
 * trusted for that.
 *
 * Look-ups, certificates and signatures are bounded; what goes beyond is not trusted.
 *
 * @returns everything that was found; never rejects unless `recordOf` does
 */
export async function verifyRecord(
  { handle, values }: DeliveredRecord,
  { recordOf, rootKeys, now }: VerifyRecordOptions,
): Promise<TrustReport> {
  const context: ChainContext = {
    handle,
    rootKeys,
    now: Math.floor(now / 1000),
    finder: new CertificateFinder(recordOf),
    verificationsLeft: MAX_VERIFICATIONS,
  };
  const delivered = values.filter(({ permissions }) => (permissions & Permission.publicRead) !== 0);
  const present = delivered.filter(({ type }) => hasType(type, ValueType.signature));
  const signatures: SignatureReport[] = [];
  for (const value of present.slice(0, MAX_CHECKED_SIGNATURES)) {
    signatures.push(await checkSignature(value, delivered, context));
  }
  const trusted = signatures.filter(({ verdict }) => verdict === 'trusted');
  const covered = new Set(trusted.flatMap(({ covers }) => covers.map(({ index }) => index)));
  const unsigned = delivered
    .filter((value) => needsSignature(handle, value) && !covered.has(value.index))
    .map(({ index }) => index);
  return {
    handle,
    ...recordFinding(signatures, trusted.length > 0, unsigned),
    checkedAt: context.now,
    signatures,
    unsigned,
    unchecked: present.length - signatures.length,
  };
}

/** Of a record that could not be looked up. */
export function unverifiable(handle: Handle, why: string, now: number): TrustReport {
  return {
    handle,
    ...finding('unavailable', { at: handle, name: why }),
    checkedAt: Math.floor(now / 1000),
    signatures: [],
    unsigned: [],
    unchecked: 0,
  };
}

function recordFinding(
  signatures: readonly SignatureReport[],
  isTrusted: boolean,
  unsigned: readonly number[],
): Finding {
  const [first] = signatures;
  if (first === undefined) return finding('unsigned');
  if (isTrusted) {
    return unsigned.length === 0
      ? finding('trusted')
      : finding('partly-signed', { values: unsigned });
  }
  return findingOf(first);
}

function findingOf({ verdict, reason, why, at, name, values, time }: Finding): Finding {
  return {
    verdict,
    reason,
    why,
    ...(at !== undefined && { at }),
    ...(name !== undefined && { name }),
    ...(values !== undefined && { values }),
    ...(time !== undefined && { time }),
  };
}

async function checkSignature(
  value: HandleValue,
  values: readonly HandleValue[],
  context: ChainContext,
): Promise<SignatureReport> {
  const { index } = value;
  const at = `${index}:${context.handle}`;
  let signed: SignedRecord;
  try {
    signed = decodeSignedRecord(value.data);
  } catch (error) {
    const unreadable = finding('unreadable', { at, name: (error as Error).message });
    return { index, ...unreadable, covers: [], chain: [] };
  }
  const covers = compareDigests(signed, values).map(
    (compared): CoveredValue => ({ index: compared.index, digest: compared.state }),
  );
  const { chain, findings } = await checkChain(signed, at, context);
  return {
    index,
    ...worstOf([...ownFindings(signed, covers, at, context.handle), ...findings]),
    signer: signed.issuer,
    subject: signed.subject,
    algorithm: signed.jws.algorithm,
    digestAlgorithm: signed.digestAlgorithm,
    validity: validityOf(signed),
    covers,
    chain,
  };
}

/** What can be said without any key. */
function ownFindings(
  { subject, digestAlgorithm }: SignedRecord,
  covers: readonly CoveredValue[],
  at: string,
  handle: Handle,
): Finding[] {
  const found: Finding[] = [];
  if (!isGoodDigest(digestAlgorithm)) {
    found.push(finding('weak-algorithm', { at, name: digestAlgorithm }));
  }
  if (comparisonForm(subject) !== comparisonForm(handle)) {
    found.push(finding('wrong-subject', { at, name: subject }));
  }
  const values = covers.filter(({ digest }) => digest !== 'holds').map(({ index }) => index);
  if (values.length > 0) found.push(finding('digest-mismatch', { values }));
  return found;
}
