/** What was found out about a signature, a certificate, or a whole record. */
export type TrustVerdict =
  /** Signed by keys that lead back to the bootstrap's, as it is. */
  | 'trusted'
  /** Nobody has signed it. */
  | 'unsigned'
  /** Some of its values are signed so, others by nobody. */
  | 'partly-signed'
  /** It is not of the form that it must have. */
  | 'unreadable'
  /** It relies on an algorithm that does not count, such as MD5 or SHA-1. */
  | 'weak-algorithm'
  /** It is a signature of another record. */
  | 'wrong-subject'
  /** It was not made with the key that its issuer has. */
  | 'bad-signature'
  /** The values are not those that were signed. */
  | 'digest-mismatch'
  /** The certificates do not lead to a key of the bootstrap. */
  | 'untrusted-chain'
  /** A certificate could not be looked up: another time it may be. */
  | 'unavailable'
  /** Somebody signed who may not. */
  | 'not-permitted'
  | 'expired'
  | 'not-yet-valid';

/** The verdict, and where it has several reasons, which. */
export type TrustReason =
  | Exclude<TrustVerdict, 'untrusted-chain'>
  | 'certificate-missing'
  | 'wrong-issuer'
  | 'chain-loop'
  | 'chain-too-long'
  | 'foreign-root'
  | 'no-root-keys';

/** What a finding is about, as far as there is anything to name. */
export interface TrustDetails {
  /** The value concerned, as `index:handle`. */
  readonly at?: string;
  /** What it says and should not, or what was looked for. */
  readonly name?: string;
  /** Indexes of values. */
  readonly values?: readonly number[];
  /** In seconds since 1970. */
  readonly time?: number;
}

export interface Finding extends TrustDetails {
  readonly verdict: TrustVerdict;
  readonly reason: TrustReason;
  /** In one plain sentence, in English. */
  readonly why: string;
}

/** Worst first: of several findings the first one is told. */
const SEVERITY: readonly TrustVerdict[] = [
  'unreadable',
  'weak-algorithm',
  'wrong-subject',
  'bad-signature',
  'digest-mismatch',
  'untrusted-chain',
  'unavailable',
  'not-permitted',
  'not-yet-valid',
  'expired',
];

/** For whoever reads English; pages have their own words for each of these. */
export const TRUST_SENTENCES: Readonly<Record<TrustReason, string>> = {
  trusted: 'Signed by keys that lead back to the root key in the bootstrap.',
  unsigned: 'Nobody has signed this record.',
  'partly-signed': 'What is signed is trusted, but nobody has signed the values {values}.',
  unreadable: '{at} cannot be read: {name}.',
  'weak-algorithm': '{at} relies on {name}, which is too weak to count.',
  'wrong-subject': '{at} is a signature of another record, {name}.',
  'bad-signature': '{at} was not signed with the key that its issuer {name} has.',
  'digest-mismatch': 'The values {values} are not those that were signed.',
  unavailable: '{at} could not be looked up: {name}.',
  'not-permitted': 'The certificate {at} does not permit its holder to sign this handle.',
  expired: '{at} was valid until {time} only.',
  'not-yet-valid': '{at} is not valid before {time}.',
  'certificate-missing': 'There is no certificate of {name} in {at}.',
  'wrong-issuer': '{at} certifies the key of somebody else than the issuer {name}.',
  'chain-loop': 'The certificates lead in a circle: {at} comes twice.',
  'chain-too-long': 'There are more certificates on the way than are looked at.',
  'foreign-root': 'The certificates end at {at}, which is no root key of the bootstrap.',
  'no-root-keys': 'The bootstrap has no root key (HS_PUBKEY of 0.0/0.0) to lead back to.',
};

export const TRUST_REASONS = Object.keys(TRUST_SENTENCES) as readonly TrustReason[];

const CHAIN_REASONS: ReadonlySet<TrustReason> = new Set([
  'certificate-missing',
  'wrong-issuer',
  'chain-loop',
  'chain-too-long',
  'foreign-root',
  'no-root-keys',
]);

export function finding(reason: TrustReason, details: TrustDetails = {}): Finding {
  const verdict = CHAIN_REASONS.has(reason) ? 'untrusted-chain' : (reason as TrustVerdict);
  return { verdict, reason, why: sentence(reason, details), ...details };
}

/** The worst of the findings; trust where nothing was found. */
export function worstOf(findings: readonly Finding[]): Finding {
  for (const verdict of SEVERITY) {
    const found = findings.find((each) => each.verdict === verdict);
    if (found !== undefined) return found;
  }
  return finding('trusted');
}

function sentence(reason: TrustReason, { at, name, values, time }: TrustDetails): string {
  const words: Readonly<Record<string, string | undefined>> = {
    at,
    name,
    values: values?.join(', '),
    time: time === undefined ? undefined : instant(time),
  };
  return TRUST_SENTENCES[reason].replace(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '');
}

/** Claims may hold times that no calendar has. */
function instant(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? `${seconds} s after 1970` : date.toISOString();
}
