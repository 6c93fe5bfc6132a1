import { setMaxListeners } from 'node:events';
import type { Observer, UpstreamProtocol } from '../events.ts';
import { comparisonForm, type Handle } from '../handle/handle.ts';
import { EVERYTHING, type Selection } from '../handle/selection.ts';
import type { Clock, Random } from '../system.ts';
import type { Transport } from '../transport/transport.ts';
import { AliasChain, selectionToAsk } from './alias-chain.ts';
import type { Asking } from './asking.ts';
import type { Bootstrap } from './bootstrap.ts';
import { Budget, type RequestBudget } from './budget.ts';
import type { CachedRecord } from './cached-record.ts';
import { createLookups } from './create-lookups.ts';
import { type DnsLookup, systemLookup } from './dns-lookup.ts';
import { DEFAULT_CACHE_BYTES, DEFAULT_DEADLINE_MS, DEFAULT_MAX_EXCHANGES } from './limits.ts';
import { NameTable } from './name-table.ts';
import type { Policy } from './policy.ts';
import { RecordCache } from './record-cache.ts';
import type { Resolution, ResolveOptions } from './resolution.ts';
import { ResponseTimes } from './response-times.ts';
import { ServiceCache } from './service-cache.ts';
import type { ServiceResult } from './service-finder.ts';

/** Which answers must be signed by keys that lead back to the bootstrap's. */
export type Trust =
  /** None, unless the request says so. */
  | 'off'
  /** Those that say where to ask next. */
  | 'services'
  /** All of them. */
  | 'all';

export interface ResolverOptions {
  /** Not closed with the resolver: whoever made it closes it. */
  readonly transport: Transport;
  readonly bootstrap: Bootstrap;
  readonly clock: Clock;
  /** Decides between sites that are equally fast. */
  readonly random: Random;
  readonly observer?: Observer;
  /** @default 'services' */
  readonly trust?: Trust;
  /** In the order in which they are tried. @default ['udp', 'tcp', 'http'] */
  readonly protocols?: readonly UpstreamProtocol[];
  /** For sites that give a name instead of an address. @default the operating system's */
  readonly lookup?: DnsLookup;
  /** Memory for everything cached, in bytes, estimated. @default 67108864 */
  readonly cacheMaxBytes?: number;
  /** How long one request may take, in milliseconds. @default 5000 */
  readonly deadlineMs?: number;
  /** How many exchanges with servers one request may cause. @default 32 */
  readonly maxExchanges?: number;
  /** Numbers of caching and endurance that differ from the defaults. */
  readonly policy?: Partial<Policy>;
}

/** From handles to records. */
export interface Resolver {
  /**
   * Finds a record. Everything that may come of it is a {@link Resolution}.
   *
   * @throws only the reason of `options.signal` when it is aborted (as a rejection)
   */
  resolve(handle: Handle, options?: ResolveOptions): Promise<Resolution>;
  /** What the cache alone can say, at once; undefined when somebody would have to be asked. */
  cached(handle: Handle, options?: ResolveOptions): Resolution | undefined;
  /** Who answers for a handle: where a question about it would go. */
  serviceOf(handle: Handle): Promise<ServiceResult>;
  /** What one user's request may cost, for several look-ups on its behalf. */
  budget(): RequestBudget;
  /** Ends what is under way; later requests fail. */
  close(): Promise<void>;
}

/** Of the bytes for everything cached, the part for services. */
const SERVICE_SHARE = 0.125;

const DEFAULT_PROTOCOLS: readonly UpstreamProtocol[] = ['udp', 'tcp', 'http'];

const NO_OPTIONS: ResolveOptions = {};

/** Outcomes that an operator may want to know of, because somebody's records or servers are wrong. */
const REMARKABLE: ReadonlySet<Resolution['outcome']> = new Set([
  'alias-loop',
  'alias-chain-too-long',
  'service-loop',
  'referral-loop',
  'bad-signature',
] as const);

export function createResolver(options: ResolverOptions): Resolver {
  const { clock, trust = 'services', observer = {}, lookup = systemLookup } = options;
  const {
    cacheMaxBytes = DEFAULT_CACHE_BYTES,
    deadlineMs = DEFAULT_DEADLINE_MS,
    maxExchanges = DEFAULT_MAX_EXCHANGES,
  } = options;
  const closing = new AbortController();
  // Every exchange under way listens to it.
  setMaxListeners(0, closing.signal);
  const recordCache = new RecordCache(cacheMaxBytes * (1 - SERVICE_SHARE));
  const { records, services } = createLookups({
    transport: options.transport,
    bootstrap: options.bootstrap,
    clock,
    random: options.random,
    observer,
    protocols: options.protocols ?? DEFAULT_PROTOCOLS,
    names: new NameTable(clock, lookup),
    times: new ResponseTimes(clock),
    closing: closing.signal,
    recordCache,
    serviceCache: new ServiceCache(cacheMaxBytes * SERVICE_SHARE),
    certifyServices: trust !== 'off',
  });

  function isCertified({ certified = false }: ResolveOptions): boolean {
    return certified || trust === 'all';
  }

  function begin(handle: Handle, wanted: ResolveOptions): { chain: AliasChain; asking: Asking } {
    const { ignoreAliases = false, authoritative = false, publicOnly = true } = wanted;
    const selection = selectionOf(wanted);
    return {
      chain: new AliasChain(handle, ignoreAliases),
      asking: {
        handle,
        selection: selectionToAsk(selection, ignoreAliases),
        authoritative,
        certified: isCertified(wanted),
        publicOnly,
        purpose: 'record',
      },
    };
  }

  function cached(handle: Handle, wanted: ResolveOptions = NO_OPTIONS): Resolution | undefined {
    if (wanted.authoritative === true || wanted.publicOnly === false) return undefined;
    if (selectionOf(wanted) === EVERYTHING) {
      const key = comparisonForm(handle);
      const record = recordCache.findRecord(key, isCertified(wanted), clock.now());
      if (record === undefined) return undefined;
      if (record.aliasAt < 0) return foundIn(record, handle);
    }
    const { chain, asking } = begin(handle, wanted);
    for (;;) {
      const answer = records.cached({ ...asking, handle: chain.current });
      if (answer === undefined) return undefined;
      const end = chain.advance(answer);
      if (end !== undefined) return end;
    }
  }

  function budget(): RequestBudget {
    return new Budget(clock, { deadlineMs, maxExchanges });
  }

  function serviceOf(handle: Handle): Promise<ServiceResult> {
    return services.find(handle, trust !== 'off', {
      budget: budget(),
      flight: undefined,
      depth: 0,
      trace: undefined,
      signal: undefined,
    });
  }

  async function resolve(handle: Handle, wanted: ResolveOptions = NO_OPTIONS): Promise<Resolution> {
    wanted.signal?.throwIfAborted();
    const known = cached(handle, wanted);
    if (known !== undefined) return known;
    const { chain, asking } = begin(handle, wanted);
    const context = {
      budget: wanted.budget ?? budget(),
      flight: undefined,
      depth: 0,
      trace: wanted.trace,
      signal: wanted.signal,
    };
    for (;;) {
      const result = await records.lookUp({ ...asking, handle: chain.current }, context);
      const end = chain.advance(result);
      if (end !== undefined) return remark(end);
    }
  }

  function remark(resolution: Resolution): Resolution {
    if (REMARKABLE.has(resolution.outcome) && 'message' in resolution) {
      const { outcome: name, handle, message } = resolution;
      observer.warning?.({ name, handle, message });
    }
    return resolution;
  }

  return {
    resolve,
    cached,
    serviceOf,
    budget,
    async close() {
      closing.abort();
    },
  };
}

function selectionOf({ types, indexes }: ResolveOptions): Selection {
  if (!types?.length && !indexes?.length) return EVERYTHING;
  return { types: types ?? [], indexes: indexes ?? [] };
}

/** The answer is made once and given to all who ask for the handle in the same spelling. */
function foundIn(record: CachedRecord, handle: Handle): Resolution {
  if (record.found?.asked === handle) return record.found;
  const { values, freshUntil, certified, namespaces } = record;
  record.found = {
    outcome: 'found',
    asked: handle,
    handle,
    aliases: [],
    values,
    freshUntil,
    cache: 'hit',
    authoritative: false,
    certified,
    namespaces,
  };
  return record.found;
}
