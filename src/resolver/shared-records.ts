import { Permission } from '../handle/permission.ts';
import { EVERYTHING, isEverything, isSelected } from '../handle/selection.ts';
import type { Asking } from './asking.ts';
import type { Context } from './context.ts';
import type { ForeignAnswer } from './foreign-answer.ts';
import type { Policy } from './policy.ts';
import type { PrefixWords } from './prefix-words.ts';
import type { RecordCache } from './record-cache.ts';
import {
  decodeForeignRecord,
  decodeNothing,
  encodeNothing,
  encodeRecord,
  keptExpiries,
  type NothingToKeep,
  type RecordToKeep,
} from './record-entry.ts';
import type { ServiceFinder } from './service-finder.ts';
import type { SharedEntries } from './shared-entries.ts';
import { type SharedEntry, SharedKind } from './shared-entry.ts';
import { marksOfRecord, recordName, type Surety } from './shared-name.ts';
import type { Wanted } from './wanted.ts';

export interface SharedRecordsOptions {
  readonly entries: SharedEntries;
  readonly cache: RecordCache;
  readonly services: ServiceFinder;
  readonly policy: Policy;
  /** Whether what says where to ask must be signed even if the record need not be. */
  readonly certifyServices: boolean;
}

/** Found under one name. */
interface Kept extends ForeignAnswer {
  readonly receivedAt: number;
}

/** Stands where the namespaces of a record have their number in memory: others have other numbers. */
const NO_NUMBER = 0;

/** Records, and their absence, that resolvers have in common. */
export class SharedRecords {
  readonly #options: SharedRecordsOptions;

  constructor(options: SharedRecordsOptions) {
    this.#options = options;
  }

  /**
   * Takes over into memory what others know of a handle; what is asked for is then found there by
   * the rules of memory.
   *
   * @returns whether anything came that is newer than what is in memory
   */
  async bring(asking: Asking, context: Context): Promise<boolean> {
    if (asking.authoritative || !asking.publicOnly) return false;
    const { entries, cache } = this.#options;
    const { purges } = entries;
    const kept = await entries.get(this.#questionFor(asking));
    if (kept.length === 0) return false;
    const words = await this.#wordsFor(asking, context);
    // Finding the service can take a while.
    if (words === undefined || purges !== entries.purges) return false;
    let isNewer = false;
    for (const each of kept) isNewer = cache.adopt(each, words) || isNewer;
    return isNewer;
  }

  /** Gives the others an answer that came just now. */
  store(wanted: Wanted, record: RecordToKeep): void {
    const { entries, policy } = this.#options;
    const name = recordName(wanted, this.#surety(record.certified));
    const expiries = keptExpiries(record, policy);
    const kept = expiries.filter(Number.isFinite);
    const isPublic = record.values.every(
      ({ permissions }) => (permissions & Permission.publicRead) !== 0,
    );
    if (kept.length === 0 || !isPublic) {
      entries.remove(name);
      return;
    }
    const uselessFrom = Math.max(...kept) + policy.staleMs;
    entries.store(name, SharedKind.record, encodeRecord(record, expiries, NO_NUMBER), uselessFrom);
  }

  storeNothing({ handle, selection, certified }: Wanted, nothing: NothingToKeep): void {
    const part = nothing.kind === 'handle-not-found' ? EVERYTHING : selection;
    const name = recordName({ handle, selection: part }, this.#surety(certified));
    const content = encodeNothing(nothing, NO_NUMBER);
    this.#options.entries.store(name, SharedKind.nothing, content, nothing.freshUntil);
  }

  /** Takes away what answers a question, for all. */
  remove(asking: Asking): void {
    const { entries } = this.#options;
    for (const name of this.#questionFor(asking).names) entries.remove(name);
  }

  #questionFor({ handle, selection, certified }: Asking) {
    const sureties = certified ? [true] : [false, true];
    const parts = isEverything(selection) ? [EVERYTHING] : [EVERYTHING, selection];
    const wanted = sureties.flatMap((sure) =>
      parts.map((part): Wanted => ({ handle, selection: part, certified: sure })),
    );
    return {
      handle,
      names: wanted.map((each) => recordName(each, this.#surety(each.certified))),
      marks: marksOfRecord(handle),
      decode: (entry: SharedEntry, position: number) =>
        this.#decode(entry, wanted[position] as Wanted),
    };
  }

  #decode({ kind, content }: SharedEntry, wanted: Wanted): Kept | undefined {
    if (kind === SharedKind.record) {
      const record = decodeForeignRecord(content, wanted.certified);
      const isOfIt = record.values.every((value) => isSelected(wanted.selection, value));
      return isOfIt ? { wanted, receivedAt: record.receivedAt, answer: record } : undefined;
    }
    if (kind !== SharedKind.nothing) return undefined;
    const { namespaces: _, ...nothing } = decodeNothing(content);
    const { receivedAt } = nothing;
    const freshUntil = Math.min(nothing.freshUntil, receivedAt + this.#options.policy.notFoundMs);
    return { wanted, receivedAt, answer: { ...nothing, freshUntil } };
  }

  /** What the prefix says goes with every record of it. */
  async #wordsFor(
    { handle, certified }: Asking,
    context: Context,
  ): Promise<PrefixWords | undefined> {
    const { services, certifyServices } = this.#options;
    const sure = certified || certifyServices;
    const usable = services.usable(handle, sure);
    if (usable !== undefined) return usable;
    const found = await services.find(handle, sure, context);
    return found.kind === 'service' ? found.service : undefined;
  }

  #surety(certified: boolean): Surety {
    if (certified) return 'certified';
    return this.#options.certifyServices ? 'signed-way' : 'plain';
  }
}
