import { ProtocolError } from '../protocol/errors.ts';
import type { Clock } from '../system.ts';
import { adoptService, type ServiceMemory } from './adopt-service.ts';
import { decodeKeptEntry, encodeKeptEntry, type KeptEntry, KeptKind } from './kept-entry.ts';
import type { RecordCache } from './record-cache.ts';
import type { ServiceFinder } from './service-finder.ts';
import { decodeService, encodeService } from './shared-service-entry.ts';

/** What came of an entry of a snapshot. */
export type Restored =
  | 'taken'
  /** It is too old, or something newer is known, or it is no entry. */
  | 'passed-over'
  /** No more is taken: the memory is full, or something was purged that must not come back. */
  | 'over';

export interface Snapshots {
  snapshot(): Generator<Uint8Array>;
  restore(entry: Uint8Array): Restored;
}

export interface SnapshotMemory extends ServiceMemory {
  readonly recordCache: RecordCache;
  readonly services: ServiceFinder;
  readonly clock: Clock;
  /** Whether what says where to ask must be signed even if the record need not be. */
  readonly certifyServices: boolean;
  /** How often anything was purged. */
  readonly purges: () => number;
}

/**
 * Carries what is known from one resolver's memory into the next one's: services first, since what
 * they say about their handles goes with the records. Failures stay behind: they are soon found again.
 */
export function createSnapshots(memory: SnapshotMemory): Snapshots {
  const { recordCache, services, clock, certifyServices, cache } = memory;

  function restoreService({ name, certified, content }: KeptEntry): boolean {
    const service = decodeService(content);
    if (service.freshUntil + memory.policy.staleMs <= clock.now()) return false;
    const prefix = name.slice(name.indexOf('/') + 1);
    return adoptService({ prefixHandle: name, prefix, certified }, service, memory);
  }

  function restoreEntry(entry: KeptEntry): boolean {
    switch (entry.kind) {
      case KeptKind.service:
        return restoreService(entry);
      case KeptKind.record:
      case KeptKind.nothing: {
        const words = services.usable(entry.name, entry.certified || certifyServices);
        return recordCache.kept.restore(entry, words, clock);
      }
      default:
        return false;
    }
  }

  return {
    *snapshot() {
      for (const { key, certified, service } of cache.entries()) {
        yield encodeKeptEntry({
          ...{ kind: KeptKind.service, name: key, part: '', certified },
          ...{ servesPlain: false, wasUsed: false },
          content: encodeService(service),
        });
      }
      for (const entry of recordCache.kept.entries()) yield encodeKeptEntry(entry);
    },
    restore(bytes) {
      if (memory.purges() > 0 || recordCache.statistics.evictions > 0) return 'over';
      try {
        return restoreEntry(decodeKeptEntry(bytes)) ? 'taken' : 'passed-over';
      } catch (error) {
        if (error instanceof ProtocolError) return 'passed-over';
        throw error;
      }
    },
  };
}
