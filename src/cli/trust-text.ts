import type {
  CertificateReport,
  SignatureReport,
  TrustReport,
} from '../resolver/trust/trust-report.ts';
import { printable } from './terminal.ts';

/** Who has signed a record, as lines for people. */
export function trustText(report: TrustReport): string[] {
  const { verdict, why, signatures, unchecked } = report;
  return [
    '',
    `trust: ${verdict}. ${why}`,
    ...signatures.flatMap(signatureText),
    ...(unchecked > 0 ? [`signatures not checked: ${unchecked}`] : []),
  ].map(printable);
}

function signatureText(signature: SignatureReport): string[] {
  const { index, verdict, why, signer, algorithm, digestAlgorithm, covers, chain } = signature;
  const made = `${algorithm} over ${digestAlgorithm} digests of ${digestsText(covers)}`;
  return [
    `signature in value ${index}: ${verdict}${verdict === 'trusted' ? '' : `. ${why}`}`,
    ...(signer === undefined ? [] : [`  by ${signer}, ${made}, ${validityText(signature)}`]),
    ...chain.flatMap(certificateText),
  ];
}

function digestsText(covers: SignatureReport['covers']): string {
  if (covers.length === 0) return 'no values';
  const words = covers.map(({ index, digest }) =>
    digest === 'holds' ? String(index) : `${index} (${digest})`,
  );
  return `value${words.length > 1 ? 's' : ''} ${words.join(', ')}`;
}

function certificateText(report: CertificateReport): string[] {
  const { certificate, key, subject, issuer, rights, problems } = report;
  const may = rights.map(({ perm, handle }) => (handle === undefined ? perm : `${perm} ${handle}`));
  return [
    `  ${certificate}: ${key} key of ${subject}, issued by ${issuer}, may sign ${may.join(', ') || 'nothing'}, ${validityText(report)}`,
    ...problems.map((problem) => `    ${problem.why}`),
  ];
}

function validityText({ validity }: Pick<SignatureReport, 'validity'>): string {
  if (validity === undefined) return '';
  return `valid from ${timeText(validity.notBefore)} until ${timeText(validity.expires)}`;
}

/** Signed texts may hold times that no calendar has. */
function timeText(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime())
    ? `${seconds} s after 1970`
    : date.toISOString().slice(0, 16).replace('T', ' ');
}
