import type { Handle } from '../../handle/handle.ts';
import type { DigestState } from '../../protocol/trust/signed-record.ts';
import type { SigningRight } from '../../protocol/trust/signing-right.ts';
import type { Finding } from './finding.ts';

/** Whether a record may be trusted, whoever delivered it, and why. */
export interface TrustReport extends Finding {
  readonly handle: Handle;
  /** The instant it holds for, in seconds since 1970. */
  readonly checkedAt: number;
  /** One for each HS_SIGNATURE value, in their order. */
  readonly signatures: readonly SignatureReport[];
  /** Indexes of values that everybody may read and no trusted signature covers. */
  readonly unsigned: readonly number[];
  /** How many more signatures there are than were checked. */
  readonly unchecked: number;
}

/** One HS_SIGNATURE value. What it states of itself is missing where it cannot be read. */
export interface SignatureReport extends Finding {
  readonly index: number;
  /** `index:handle` of the key it says it was made with. */
  readonly signer?: string;
  /** What it says it signs. */
  readonly subject?: string;
  /** RS256, DS256 and the like. */
  readonly algorithm?: string;
  readonly digestAlgorithm?: string;
  readonly validity?: Validity;
  /** What it covers, in its own order. */
  readonly covers: readonly CoveredValue[];
  /** The certificates behind it as far as they were found, the signer's first, the root's last. */
  readonly chain: readonly CertificateReport[];
}

/** In seconds since 1970. */
export interface Validity {
  readonly notBefore: number;
  readonly expires: number;
  readonly issuedAt: number;
}

export interface CoveredValue {
  readonly index: number;
  readonly digest: DigestState;
}

/** One HS_CERT value. */
export interface CertificateReport {
  /** `index:handle` of the value. */
  readonly certificate: string;
  /** `index:handle` of the key it certifies. */
  readonly subject: string;
  readonly issuer: string;
  readonly algorithm: string;
  /** `RSA 2048`: kind and bits. */
  readonly key: string;
  readonly rights: readonly SigningRight[];
  readonly validity: Validity;
  /** What is wrong with it, apart from the certificates above it; empty when nothing is. */
  readonly problems: readonly Finding[];
}
