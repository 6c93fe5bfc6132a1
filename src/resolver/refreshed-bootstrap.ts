import { comparisonForm, type Handle, ROOT_HANDLE, ROOT_PREFIX_HANDLE } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { Site } from '../handle/site.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { decodeSite } from '../protocol/site.ts';
import { decodeSignedRecord } from '../protocol/trust/signed-record.ts';
import type { Clock } from '../system.ts';
import { type Bootstrap, bootstrapOf } from './bootstrap.ts';
import { BootstrapError } from './bootstrap-error.ts';
import { MAX_ROOT_RECORD_BYTES, MAX_ROOT_SERVICES } from './limits.ts';
import type { RecordResult } from './record-answer.ts';
import { holdsService, holdsSite, SERVICE_TYPES, serviceHandleOf } from './site-types.ts';
import type { SourceAnswer } from './trust/certificate-finder.ts';
import type { TrustReport } from './trust/trust-report.ts';
import { verifyRecord } from './trust/verify-record.ts';

export interface RefreshSources {
  /** The whole record as it is now, past the cache, in an answer signed by the server asked. */
  readonly ask: (handle: Handle) => Promise<RecordResult>;
  readonly clock: Clock;
  /** Whether a site can be asked at all. */
  readonly isUsable: (site: Site) => boolean;
}

/** What came of asking the registry for its own records. */
export type Refreshed =
  | {
      readonly kind: 'refreshed';
      readonly bootstrap: Bootstrap;
      /** What is wrong with records that it does without, or of which it keeps the old ones. */
      readonly complaints: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Asks the registry for its own records: its keys, its sites, and the service handles that lead to
 * more of them. They are taken only where signatures lead back to the keys that are known already.
 */
export async function refreshedBootstrap(
  known: Bootstrap,
  sources: RefreshSources,
): Promise<Refreshed> {
  try {
    return await new Refresh(known, sources).run();
  } catch (error) {
    // A value that cannot be read, in a record that the registry signed.
    if (error instanceof BootstrapError) return refused(error.message);
    throw error;
  }
}

/** A record that may be taken, or what is wrong with it. */
type Checked = { readonly values: readonly HandleValue[] } | { readonly problem: string };

class Refresh {
  readonly #known: Bootstrap;
  readonly #sources: RefreshSources;
  readonly #answers = new Map<string, Promise<RecordResult>>();
  readonly #records = new Map<string, readonly HandleValue[]>();
  readonly #complaints: string[] = [];

  constructor(known: Bootstrap, sources: RefreshSources) {
    this.#known = known;
    this.#sources = sources;
  }

  async run(): Promise<Refreshed> {
    for (const handle of [ROOT_HANDLE, ROOT_PREFIX_HANDLE]) {
      const checked = await this.#check(handle);
      if ('problem' in checked) return refused(checked.problem);
      this.#records.set(comparisonForm(handle), checked.values);
    }
    await this.#addServices();
    const bytes = bytesOf([...this.#records.values()].flat());
    if (bytes > MAX_ROOT_RECORD_BYTES) {
      return refused(`they have ${bytes} bytes, and at most ${MAX_ROOT_RECORD_BYTES} may be`);
    }
    const bootstrap = bootstrapOf(this.#records, this.#sources.clock.now());
    if (bootstrap.rootKeys.length === 0) {
      return refused(`${ROOT_HANDLE} has no key any more, so nothing could be verified later`);
    }
    if (!bootstrap.rootSites.some(this.#sources.isUsable)) {
      return refused('none of the sites they name can be asked');
    }
    return { kind: 'refreshed', bootstrap, complaints: this.#complaints };
  }

  /** Where a service's record cannot be had or verified, the one that is known stays in place. */
  async #addServices(): Promise<void> {
    const root = comparisonForm(ROOT_PREFIX_HANDLE);
    const waiting = servicesIn(this.#records.get(root) ?? []);
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const name = comparisonForm(next);
      if (this.#records.has(name)) continue;
      if (this.#records.size >= MAX_ROOT_SERVICES + 2) {
        this.#complaints.push(`more than ${MAX_ROOT_SERVICES} service handles`);
        return;
      }
      const checked = await this.#check(next);
      if ('problem' in checked) this.#complaints.push(checked.problem);
      const values = 'problem' in checked ? this.#known.records.get(name) : checked.values;
      if (values === undefined) continue;
      this.#records.set(name, values);
      waiting.push(...servicesIn(values));
    }
  }

  async #check(handle: Handle): Promise<Checked> {
    const answer = await this.#ask(handle);
    if (answer.kind !== 'values') return { problem: `${handle}: ${answer.message}` };
    const report = await verifyRecord(
      { handle, values: answer.values },
      {
        rootKeys: this.#known.rootKeys,
        now: this.#sources.clock.now(),
        recordOf: (other) => this.#certificatesOf(other),
      },
    );
    if (report.verdict !== 'trusted') return { problem: `${handle}: ${report.why}` };
    const values = withoutStrangers(answer.values, report);
    // Somebody may hand out what was true once.
    if (signedAt(values) < signedAt(this.#known.records.get(comparisonForm(handle)) ?? [])) {
      return { problem: `${handle} was signed earlier than the record in use` };
    }
    const unreadable = values.find(isUnreadableSite);
    if (unreadable === undefined) return { values };
    return { problem: `${handle}: the site in value ${unreadable.index} cannot be read` };
  }

  /** Certificates are worth what their signatures are, whoever hands them out. */
  async #certificatesOf(handle: Handle): Promise<SourceAnswer> {
    const answer = await this.#ask(handle);
    if (answer.kind === 'values') return { values: answer.values };
    const { message } = answer;
    return answer.kind === 'failed' ? { unavailable: message } : { missing: message };
  }

  #ask(handle: Handle): Promise<RecordResult> {
    const name = comparisonForm(handle);
    const answer = this.#answers.get(name) ?? this.#sources.ask(handle);
    this.#answers.set(name, answer);
    return answer;
  }
}

function refused(reason: string): Refreshed {
  return { kind: 'refused', reason };
}

function servicesIn(values: readonly HandleValue[]): Handle[] {
  return values.filter((value) => holdsService(SERVICE_TYPES, value)).map(serviceHandleOf);
}

/**
 * The record without signatures that nobody vouches for: no signature covers them, so anybody may
 * have put them there.
 */
function withoutStrangers(
  values: readonly HandleValue[],
  { signatures }: TrustReport,
): readonly HandleValue[] {
  const reports = signatures.values();
  return values.filter(
    ({ type }) =>
      !hasType(type, ValueType.signature) || reports.next().value?.verdict === 'trusted',
  );
}

/** When the newest of a record's signatures was made, in seconds since 1970; 0 without any. */
function signedAt(values: readonly HandleValue[]): number {
  const times = values
    .filter(({ type }) => hasType(type, ValueType.signature))
    .map(({ data }) => readable(data, decodeSignedRecord)?.issuedAt ?? 0);
  return Math.max(0, ...times);
}

function isUnreadableSite(value: HandleValue): boolean {
  return holdsSite(SERVICE_TYPES, value) && readable(value.data, decodeSite) === undefined;
}

function readable<Result>(
  data: Uint8Array,
  read: (data: Uint8Array) => Result,
): Result | undefined {
  try {
    return read(data);
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

function bytesOf(values: readonly HandleValue[]): number {
  return values.reduce((sum, { type, data }) => sum + type.length + data.length, 0);
}
