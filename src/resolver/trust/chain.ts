import { type Handle, ROOT_HANDLE } from '../../handle/handle.ts';
import type { PublicKey } from '../../handle/public-key.ts';
import { publicKeyToJwk } from '../../protocol/json/jwk.ts';
import type { Certificate } from '../../protocol/trust/certificate.ts';
import type { Claims } from '../../protocol/trust/claims.ts';
import { isSignedBy, type Jws, jwsAlgorithm } from '../../protocol/trust/jws.ts';
import { maySign } from '../../protocol/trust/signing-right.ts';
import { MAX_CHAIN_LENGTH } from '../limits.ts';
import { type CertificateFinder, keyNameOf, sameKeyName } from './certificate-finder.ts';
import { type Finding, finding } from './finding.ts';
import type { CertificateReport, Validity } from './trust-report.ts';

/** What all chains of one record share. */
export interface ChainContext {
  readonly handle: Handle;
  /** The keys that chains have to lead to. */
  readonly rootKeys: readonly PublicKey[];
  /** In seconds since 1970. */
  readonly now: number;
  readonly finder: CertificateFinder;
  /** Signatures that may still be verified. */
  verificationsLeft: number;
}

interface Signed extends Claims {
  readonly jws: Jws;
}

export interface ChainReport {
  readonly chain: readonly CertificateReport[];
  /** What is wrong with the chain, or with the signature it begins at. */
  readonly findings: readonly Finding[];
}

/**
 * Goes from a signature by way of certificates to one that its subject gave itself. Each one verifies
 * the signature below it, permits it, and is in its time; the last must be a root key of the bootstrap.
 *
 * @param at where the signature stands, as `index:handle`
 */
export async function checkChain(
  signature: Signed,
  at: string,
  context: ChainContext,
): Promise<ChainReport> {
  const chain: CertificateReport[] = [];
  const findings: Finding[] = [...timeFindings(signature, at, context)];
  const end = (last: Finding): ChainReport => ({ chain, findings: [...findings, last] });
  const visited = new Set<string>();
  let named = signature.chain;
  let child: Signed = signature;
  let childAt = at;
  while (chain.length < MAX_CHAIN_LENGTH) {
    if (named.length === 0) named = child.chain;
    const [place, ...others] = named;
    named = others;
    const found = await context.finder.find(place, child.issuer);
    if ('verdict' in found) return end(found);
    const { certificate } = found;
    if (visited.has(found.at)) return end(finding('chain-loop', { at: found.at }));
    visited.add(found.at);
    if (!sameKeyName(certificate.subject, child.issuer)) {
      return end(finding('wrong-issuer', { at: found.at, name: child.issuer }));
    }
    const broken = signatureFinding(child, childAt, certificate, context);
    if (broken !== undefined) return end(broken);
    const isLast = sameKeyName(certificate.issuer, certificate.subject);
    const own = [
      ...timeFindings(certificate, found.at, context),
      ...rightFindings(certificate, found.at, context),
      ...(isLast ? rootFindings(certificate, found.at, context) : []),
    ];
    findings.push(...own);
    chain.push(reportOf(certificate, found.at, own));
    if (isLast) return { chain, findings };
    child = certificate;
    childAt = found.at;
  }
  return end(finding('chain-too-long'));
}

function signatureFinding(
  { jws, issuer }: Signed,
  at: string,
  { publicKey }: Certificate,
  context: ChainContext,
): Finding | undefined {
  if (jwsAlgorithm(jws.algorithm) === undefined) {
    return finding('weak-algorithm', { at, name: jws.algorithm });
  }
  if (context.verificationsLeft <= 0) return finding('chain-too-long');
  context.verificationsLeft -= 1;
  if (isSignedBy(jws, publicKey)) return undefined;
  return finding('bad-signature', { at, name: issuer });
}

function timeFindings(
  { expires, notBefore }: Claims,
  at: string,
  { now }: ChainContext,
): Finding[] {
  if (now > expires) return [finding('expired', { at, time: expires })];
  return now < notBefore ? [finding('not-yet-valid', { at, time: notBefore })] : [];
}

function rightFindings({ rights }: Certificate, at: string, { handle }: ChainContext): Finding[] {
  return maySign(rights, handle) ? [] : [finding('not-permitted', { at })];
}

/** The last certificate is one that its subject gave itself: it has to be of the bootstrap. */
function rootFindings(certificate: Certificate, at: string, context: ChainContext): Finding[] {
  const broken = signatureFinding(certificate, at, certificate, context);
  if (broken !== undefined) return [broken];
  const { rootKeys } = context;
  if (rootKeys.length === 0) return [finding('no-root-keys')];
  const key = textOf(certificate.publicKey);
  const isRoot = keyNameOf(certificate.subject)?.handle === ROOT_HANDLE;
  const isKnown = isRoot && rootKeys.some((each) => textOf(each) === key);
  return isKnown ? [] : [finding('foreign-root', { at })];
}

function textOf(key: PublicKey): string {
  return JSON.stringify(publicKeyToJwk(key));
}

function reportOf(
  certificate: Certificate,
  at: string,
  problems: readonly Finding[],
): CertificateReport {
  const { subject, issuer, rights, publicKey, jws } = certificate;
  return {
    certificate: at,
    subject,
    issuer,
    algorithm: jws.algorithm,
    key: `${publicKey.kty} ${bitsOf(publicKey)}`,
    rights,
    validity: validityOf(certificate),
    problems,
  };
}

export function validityOf({ notBefore, expires, issuedAt }: Claims): Validity {
  return { notBefore, expires, issuedAt };
}

function bitsOf(key: PublicKey): number {
  const number = key.kty === 'RSA' ? key.n : key.p;
  return number.length * 8 - Math.clz32(number[0] ?? 0) + 24;
}
