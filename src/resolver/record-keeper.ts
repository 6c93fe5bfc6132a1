import { isEverything, isSelected } from '../handle/selection.ts';
import type { Clock } from '../system.ts';
import type { Asking } from './asking.ts';
import type { Context } from './context.ts';
import { expiryOf } from './freshness.ts';
import type { Policy } from './policy.ts';
import {
  type NothingFound,
  type RecordAnswer,
  type RecordResult,
  valuesNotFound,
} from './record-answer.ts';
import type { RecordCache } from './record-cache.ts';
import type { NothingToKeep, RecordToKeep } from './record-entry.ts';
import type { Service } from './service.ts';
import type { SharedRecords } from './shared-records.ts';

export interface RecordKeeperOptions {
  readonly cache: RecordCache;
  /** Undefined when nothing is shared. */
  readonly shared: SharedRecords | undefined;
  readonly policy: Policy;
  readonly clock: Clock;
}

/** Values that came just now. */
export interface Received {
  readonly values: RecordAnswer['values'];
  readonly certified: boolean;
  readonly authoritative: boolean;
  /** Until when they may be used at most, whatever their TTLs. */
  readonly latest: number;
  readonly cache: RecordAnswer['cache'];
}

/** Keeps what servers say, in memory and where others find it. */
export class RecordKeeper {
  readonly #options: RecordKeeperOptions;

  constructor(options: RecordKeeperOptions) {
    this.#options = options;
  }

  /** Makes an answer of values that came just now, and keeps it. */
  keep(received: Received, asking: Asking, service: Service, context: Context): RecordResult {
    const { cache, shared, clock, policy } = this.#options;
    const { certified, authoritative, latest } = received;
    // A server may send more than it was asked for; it does not become ours.
    const values = isEverything(asking.selection)
      ? received.values
      : received.values.filter((value) => isSelected(asking.selection, value));
    if (values.length === 0) return valuesNotFound(asking.handle, service.namespaces, 'miss');
    const receivedAt = clock.now();
    if (this.#mayKeep(asking, context) && received.cache !== 'stale') {
      const origin = { pastCache: asking.authoritative, authoritative };
      const record: RecordToKeep = { values, receivedAt, latest, origin, certified };
      cache.store(asking, record, service);
      shared?.store(asking, record);
    }
    return {
      kind: 'values',
      values,
      expiries: values.map((value) => Math.min(expiryOf(value, receivedAt, policy), latest)),
      receivedAt,
      authoritative,
      certified,
      cache: received.cache,
      namespaces: service.namespaces,
    };
  }

  /** Keeps that there is nothing. */
  keepNothing(
    kind: NothingFound['kind'],
    asking: Asking,
    { certified, authoritative }: Pick<Received, 'certified' | 'authoritative'>,
    service: Service,
    context: Context,
  ): void {
    if (!this.#mayKeep(asking, context)) return;
    const { cache, shared, clock, policy } = this.#options;
    const receivedAt = clock.now();
    const freshUntil = Math.min(receivedAt + policy.notFoundMs, latestUse(service));
    const origin = { pastCache: asking.authoritative, authoritative };
    const wanted = { ...asking, certified };
    const nothing: NothingToKeep = { kind, receivedAt, origin, freshUntil };
    cache.storeNothing(wanted, nothing, service);
    shared?.storeNothing(wanted, nothing);
  }

  /** What was asked for before a purge may be what was to be forgotten, here and by others. */
  #mayKeep({ publicOnly }: Asking, { purges }: Context): boolean {
    return publicOnly && purges === this.#options.cache.purges;
  }
}

/** What the prefix says is used with every answer, so none outlives it. */
export function latestUse({ namespaces, freshUntil }: Service): number {
  return namespaces.length === 0 ? Number.POSITIVE_INFINITY : freshUntil;
}
