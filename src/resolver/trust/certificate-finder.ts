import { comparisonForm, type Handle } from '../../handle/handle.ts';
import type { HandleValue } from '../../handle/handle-value.ts';
import type { Reference } from '../../handle/reference.ts';
import { hasType, ValueType } from '../../handle/value-type.ts';
import { type Certificate, decodeCertificate } from '../../protocol/trust/certificate.ts';
import { MAX_CERTIFICATE_RECORDS, MAX_CERTIFICATES_PER_RECORD } from '../limits.ts';
import { type Finding, finding } from './finding.ts';

/** Looks up the values of a record among which its HS_CERT values are. */
export type RecordSource = (handle: Handle) => Promise<SourceAnswer>;

export type SourceAnswer =
  | { readonly values: readonly HandleValue[] }
  /** There is no such record, or nothing of the kind in it. */
  | { readonly missing: string }
  /** It could not be found out. */
  | { readonly unavailable: string };

export interface FoundCertificate {
  /** `index:handle` of the value. */
  readonly at: string;
  readonly certificate: Certificate;
}

/** Finds certificates where signatures say they are; each record is looked up once. */
export class CertificateFinder {
  readonly #source: RecordSource;
  readonly #records = new Map<string, Promise<SourceAnswer>>();
  readonly #decoded = new Map<HandleValue, Certificate | Finding>();

  constructor(source: RecordSource) {
    this.#source = source;
  }

  /**
   * @param place `index:handle`, or a handle that may have several; where the signature names none,
   * the issuer's own handle
   * @param issuer whose key is to be certified
   */
  async find(place: string | undefined, issuer: string): Promise<FoundCertificate | Finding> {
    const named = place === undefined ? undefined : keyNameOf(place);
    const handle = named?.handle ?? place ?? keyNameOf(issuer)?.handle ?? issuer;
    const at = place ?? handle;
    const answer = await this.#record(handle);
    if (answer === undefined) return finding('chain-too-long');
    if ('unavailable' in answer) return finding('unavailable', { at, name: answer.unavailable });
    if ('missing' in answer) return finding('certificate-missing', { at, name: issuer });
    const values = answer.values.filter(({ type }) => hasType(type, ValueType.cert));
    const found =
      named === undefined ? this.#latestFor(issuer, handle, values) : this.#at(named, values, at);
    return found ?? finding('certificate-missing', { at, name: issuer });
  }

  #at(
    { index }: Reference,
    values: readonly HandleValue[],
    at: string,
  ): FoundCertificate | Finding | undefined {
    const value = values.find((each) => each.index === index);
    return value && this.#decode(value, at);
  }

  #latestFor(
    issuer: string,
    handle: Handle,
    values: readonly HandleValue[],
  ): FoundCertificate | undefined {
    let latest: FoundCertificate | undefined;
    for (const value of values.slice(0, MAX_CERTIFICATES_PER_RECORD)) {
      const found = this.#decode(value, `${value.index}:${handle}`);
      // What cannot be read, or is somebody else's, is not what was meant.
      if (!('certificate' in found) || !sameKeyName(found.certificate.subject, issuer)) continue;
      const { issuedAt } = found.certificate;
      if (latest === undefined || issuedAt > latest.certificate.issuedAt) latest = found;
    }
    return latest;
  }

  #decode(value: HandleValue, at: string): FoundCertificate | Finding {
    const known = this.#decoded.get(value) ?? decode(value, at);
    this.#decoded.set(value, known);
    return 'verdict' in known ? known : { at, certificate: known };
  }

  /** @returns undefined when as many were looked up as may be */
  #record(handle: Handle): Promise<SourceAnswer> | undefined {
    const name = comparisonForm(handle);
    const known = this.#records.get(name);
    if (known !== undefined) return known;
    if (this.#records.size >= MAX_CERTIFICATE_RECORDS) return undefined;
    const asked = this.#source(handle);
    this.#records.set(name, asked);
    return asked;
  }
}

/** `index:handle`, the name of a key or of a certificate; undefined for what has no index. */
export function keyNameOf(text: string): Reference | undefined {
  const [, index = '', handle = ''] = /^(\d{1,10}):(.+)$/s.exec(text) ?? [];
  return handle === '' ? undefined : { index: Number(index), handle };
}

/** Whether two names mean the same key: the same index of the same handle. */
export function sameKeyName(one: string, other: string): boolean {
  if (one === other) return true;
  const [first, second] = [keyNameOf(one), keyNameOf(other)];
  if (first === undefined || second === undefined) return false;
  return (
    first.index === second.index && comparisonForm(first.handle) === comparisonForm(second.handle)
  );
}

function decode({ data }: HandleValue, at: string): Certificate | Finding {
  try {
    return decodeCertificate(data);
  } catch (error) {
    return finding('unreadable', { at, name: (error as Error).message });
  }
}
