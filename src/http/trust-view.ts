import { keyNameOf } from '../resolver/trust/certificate-finder.ts';
import type { Finding } from '../resolver/trust/finding.ts';
import type {
  CertificateReport,
  SignatureReport,
  TrustReport,
} from '../resolver/trust/trust-report.ts';
import type { Language } from './language.ts';
import { MAX_SHOWN_VALUES } from './limits.ts';
import { type HandleLink, readableInstant } from './value-view.ts';

/** Whether a record may be trusted, for the record page. */
export interface TrustView {
  readonly trusted: boolean;
  readonly verdict: string;
  readonly signatures: readonly SignatureView[];
  /** How many more signatures there are than were checked. */
  readonly unchecked: number;
}

export interface SignatureView {
  readonly index: number;
  readonly trusted: boolean;
  readonly verdict: string;
  /** Undefined when the signature cannot be read. */
  readonly signer: HandleLink | undefined;
  /** What it covers, how, and until when, each in a sentence. */
  readonly facts: readonly string[];
  readonly chain: readonly CertificateView[];
}

export interface CertificateView {
  readonly certificate: HandleLink;
  readonly facts: string;
  readonly problems: readonly string[];
}

export function trustView(report: TrustReport, language: Language): TrustView {
  return {
    trusted: report.verdict === 'trusted',
    verdict: verdictText(report, language),
    signatures: report.signatures.map((signature) => signatureView(signature, language)),
    unchecked: report.unchecked,
  };
}

/** Records are written by strangers: so are the names and numbers in what was found. */
function verdictText({ reason, at, name, values, time }: Finding, language: Language): string {
  return language.text(`trust.${reason}`, {
    ...(at !== undefined && { at }),
    ...(name !== undefined && { name }),
    ...(values !== undefined && { values: indexList(values, language) }),
    ...(time !== undefined && { time: timeText(time) }),
  });
}

function signatureView(signature: SignatureReport, language: Language): SignatureView {
  const { index, verdict, signer } = signature;
  return {
    index,
    trusted: verdict === 'trusted',
    verdict: verdictText(signature, language),
    signer: signer === undefined ? undefined : linkTo(signer),
    facts: factsOf(signature, language),
    chain: signature.chain.map((certificate) => certificateView(certificate, language)),
  };
}

function factsOf(signature: SignatureReport, language: Language): string[] {
  const { covers, algorithm, digestAlgorithm, validity } = signature;
  if (algorithm === undefined || digestAlgorithm === undefined || validity === undefined) return [];
  const values = indexList(
    covers.map(({ index }) => index),
    language,
  );
  return [
    language.text('trust.covers', { values }),
    language.text('trust.made', { algorithm, digest: digestAlgorithm }),
    language.text('trust.valid', {
      from: timeText(validity.notBefore),
      until: timeText(validity.expires),
    }),
  ];
}

function certificateView(report: CertificateReport, language: Language): CertificateView {
  const { certificate, issuer, subject, key, validity, problems } = report;
  const until = timeText(validity.expires);
  return {
    certificate: linkTo(certificate),
    facts: language.text('trust.certificate', { subject, key, issuer, until }),
    problems: problems.map((problem) => verdictText(problem, language)),
  };
}

function linkTo(name: string): HandleLink {
  return keyNameOf(name) ?? { index: undefined, handle: name };
}

function indexList(indexes: readonly number[], language: Language): string {
  return language.list(indexes.slice(0, MAX_SHOWN_VALUES).map(String));
}

/** Signed texts may hold times that no calendar has. */
function timeText(seconds: number): string {
  const isTime = !Number.isNaN(new Date(seconds * 1000).getTime());
  return isTime ? readableInstant(Math.floor(seconds)) : String(seconds);
}
