import type { HandleValue } from '../../../src/handle/handle-value.ts';
import { isSelected } from '../../../src/handle/selection.ts';
import { Budget } from '../../../src/resolver/budget.ts';
import type { Found, Resolution, ResolveOptions } from '../../../src/resolver/resolution.ts';
import type { Resolver } from '../../../src/resolver/resolver.ts';
import { verifyRecord } from '../../../src/resolver/trust/verify-record.ts';
import { systemClock } from '../../../src/system.ts';

/** Milliseconds since 1970 at which all tests of this room happen. */
export const NOW = Date.UTC(2026, 0, 1);

/** A resolver that knows what it is told, and remembers what it was asked. */
export interface FakeResolver extends Resolver {
  readonly asked: { handle: string; options: ResolveOptions }[];
  answer(handle: string, resolution: Partial<Resolution> | Error): void;
  record(handle: string, ...values: HandleValue[]): void;
}

/** Outcomes that say how the cache took part. */
const KEPT = new Set<string | undefined>(['found', 'handle-not-found', 'values-not-found']);

export function fakeResolver(): FakeResolver {
  const answers = new Map<string, Partial<Resolution> | Error>();
  const asked: FakeResolver['asked'] = [];
  const resolution = (handle: string, options: ResolveOptions): Resolution => {
    asked.push({ handle, options });
    const known = answers.get(handle);
    if (known instanceof Error) throw known;
    const common = {
      handle,
      asked: handle,
      aliases: [],
      message: '',
      cache: 'miss',
      namespaces: [],
    };
    if (known === undefined) {
      return { ...common, outcome: 'handle-not-found', responseCode: 100 } as Resolution;
    }
    const { cache, ...uncached } = common;
    const hasCache = KEPT.has(known.outcome);
    const full = { ...uncached, ...(hasCache && { cache }), ...known } as Resolution;
    if (full.outcome !== 'found') return full;
    const { types = [], indexes = [] } = options;
    const values = full.values.filter((value) => isSelected({ types, indexes }, value));
    // As the cache does, the same list each time: what was parsed from it is known by it.
    if (values.length === full.values.length) return full;
    return values.length > 0
      ? { ...full, values }
      : ({ ...common, outcome: 'values-not-found', responseCode: 200 } as Resolution);
  };
  return {
    asked,
    answer: (handle, known) => answers.set(handle, known),
    record: (handle, ...values) =>
      answers.set(handle, {
        outcome: 'found',
        values,
        freshUntil: NOW + 86_400_000,
        authoritative: false,
        certified: false,
      } satisfies Partial<Found>),
    cached(handle, options = {}) {
      const known = answers.get(handle);
      if (known === undefined || known instanceof Error) return undefined;
      return 'cache' in known && known.cache === 'hit' ? resolution(handle, options) : undefined;
    },
    plainUrl: () => undefined,
    resolve: async (handle, options = {}) => resolution(handle, options),
    verify: async (record) => {
      if (typeof record === 'string') throw new Error('only records');
      return verifyRecord(record, {
        recordOf: async () => ({ missing: 'none' }),
        rootKeys: [],
        now: NOW,
      });
    },
    serviceOf: async () => ({ kind: 'failed', outcome: 'unreachable', message: 'there is none' }),
    statistics: () => {
      throw new Error('there are none');
    },
    inspect: () => ({ entries: [], failures: [] }),
    ways: () => [],
    purge: () => {},
    snapshot: () => {
      throw new Error('there is nothing to keep');
    },
    restore: () => 'passed-over',
    budget: () => new Budget(systemClock, { deadlineMs: 5_000, maxExchanges: 32 }),
    close: async () => {},
  };
}
