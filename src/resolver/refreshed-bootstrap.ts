import { comparisonForm, type Handle, ROOT_HANDLE, ROOT_PREFIX_HANDLE } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { Site } from '../handle/site.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { decodeSite } from '../protocol/site.ts';
import type { Clock } from '../system.ts';
import { type Bootstrap, bootstrapOf } from './bootstrap.ts';
import { BootstrapError } from './bootstrap-error.ts';
import { MAX_CERTIFICATE_RECORDS, MAX_ROOT_RECORD_BYTES, MAX_ROOT_SERVICES } from './limits.ts';
import type { RecordResult } from './record-answer.ts';
import { holdsService, holdsSite, SERVICE_TYPES, serviceHandleOf } from './site-types.ts';
import { signedAt, verifyRecord } from './verify-record.ts';

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
    const { values } = answer;
    const verdict = await verifyRecord(handle, values, {
      rootKeys: this.#known.rootKeys,
      now: this.#sources.clock.now(),
      valuesOf: (other) => this.#valuesOf(other),
    });
    if (!verdict.verified) return { problem: `${handle} is not verified: ${verdict.reason}` };
    // Somebody may hand out what was true once.
    const knownSince = signedAt(this.#known.records.get(comparisonForm(handle)) ?? []);
    if (verdict.issuedAt < knownSince) {
      return { problem: `${handle} was signed before the one that is known` };
    }
    const unreadable = values.find(isUnreadableSite);
    if (unreadable === undefined) return { values };
    return { problem: `${handle}: the site in value ${unreadable.index} cannot be read` };
  }

  /** For certificates: they are worth what their signatures are, whoever hands them out. */
  async #valuesOf(handle: Handle): Promise<readonly HandleValue[]> {
    const isNew = !this.#answers.has(comparisonForm(handle));
    if (isNew && this.#answers.size >= MAX_ROOT_SERVICES + MAX_CERTIFICATE_RECORDS) return [];
    const answer = await this.#ask(handle);
    return answer.kind === 'values' ? answer.values : [];
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

function isUnreadableSite(value: HandleValue): boolean {
  if (!holdsSite(SERVICE_TYPES, value)) return false;
  try {
    decodeSite(value.data);
    return false;
  } catch (error) {
    if (error instanceof ProtocolError) return true;
    throw error;
  }
}

function bytesOf(values: readonly HandleValue[]): number {
  return values.reduce((sum, { type, data }) => sum + type.length + data.length, 0);
}
