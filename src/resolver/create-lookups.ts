import type { Handle } from '../handle/handle.ts';
import { EVERYTHING } from '../handle/selection.ts';
import type { Asking } from './asking.ts';
import type { CacheCounters } from './cache-counters.ts';
import type { Context } from './context.ts';
import type { FailureMemory } from './failure-memory.ts';
import { FixedServices, type FixedSites } from './fixed-services.ts';
import { Flights } from './flights.ts';
import { NameQuota } from './name-quota.ts';
import type { Overrides } from './overrides.ts';
import type { Policy } from './policy.ts';
import { type FoundService, PrefixLookup } from './prefix-lookup.ts';
import type { NoSuchPrefix, RecordResult } from './record-answer.ts';
import type { RecordCache } from './record-cache.ts';
import { RecordKeeper } from './record-keeper.ts';
import { RecordLookup } from './record-lookup.ts';
import { RecordQuestion } from './record-question.ts';
import { ReferralFollower } from './referral-follower.ts';
import type { Registry } from './registry.ts';
import { ServiceAsker, type ServiceAskerOptions } from './service-asker.ts';
import type { ServiceCache } from './service-cache.ts';
import { ServiceFinder } from './service-finder.ts';
import { ServiceHealth } from './service-health.ts';
import { ServiceKeys } from './service-key.ts';
import type { SharedEntries } from './shared-entries.ts';
import { SharedRecords } from './shared-records.ts';
import { SharedServices } from './shared-services.ts';
import { type ServiceRecordLookup, SiteCollector } from './site-collector.ts';

export interface LookupOptions extends ServiceAskerOptions {
  readonly registry: Registry;
  readonly fixedSites: FixedSites;
  readonly overrides: Overrides | undefined;
  readonly policy: Policy;
  /** Undefined when nothing is shared. */
  readonly sharedEntries: SharedEntries | undefined;
  readonly recordCache: RecordCache;
  readonly serviceCache: ServiceCache;
  readonly failures: FailureMemory;
  readonly counters: CacheCounters;
  /** For work that nobody waits for. */
  readonly background: () => Context;
  /** Whether what says where to ask must be signed even if the record need not be. */
  readonly certifyServices: boolean;
}

export interface Lookups {
  readonly records: RecordLookup;
  readonly services: ServiceFinder;
  readonly prefixes: PrefixLookup;
  readonly health: ServiceHealth;
  readonly names: NameQuota;
  /** The whole record as it is now, past the cache, in an answer signed by the server asked. */
  readonly askAnew: (handle: Handle, context: Context) => Promise<RecordResult>;
}

/**
 * Puts together what looks records and services up. The parts need each other: a record's service has to be found
 * first, and what names a service may be a record like any other.
 */
export function createLookups(options: LookupOptions): Lookups {
  const { registry, clock, observer, policy, failures, background, certifyServices } = options;
  const lookUp: ServiceRecordLookup = async (handle, types, certified, context) => {
    const asking: Asking = {
      handle,
      selection: { types, indexes: [] },
      authoritative: false,
      certified,
      publicOnly: true,
      purpose: 'service',
    };
    return goodForNow(await records.lookUp(asking, context), clock.now() + policy.staleRecheckMs);
  };
  const collector = new SiteCollector({
    lookUp,
    rootSites: () => registry.root.sites,
    observer,
  });
  const referrals = new ReferralFollower({
    asker: new ServiceAsker(options),
    collector,
    lookUp,
    clock,
    certifyReferrals: certifyServices,
  });
  const keys = new ServiceKeys();
  const health = new ServiceHealth({ referrals, keys, clock, policy });
  const names = new NameQuota(policy.newNamesPerService);
  const prefixes = new PrefixLookup({ registry, health, collector, clock, policy, observer });
  const { sharedEntries: entries, serviceCache } = options;
  const services = new ServiceFinder({
    prefixes,
    fixed: new FixedServices(options.fixedSites, registry),
    health,
    keys,
    cache: serviceCache,
    shared:
      entries && new SharedServices({ entries, cache: serviceCache, prefixes, policy, clock }),
    failures,
    names,
    flights: new Flights<FoundService | NoSuchPrefix>(clock),
    policy,
    clock,
    background,
  });
  const cache = options.recordCache;
  const shared =
    entries && new SharedRecords({ entries, cache, services, policy, certifyServices });
  const questions = new RecordQuestion({
    services,
    health,
    keys,
    names,
    cache,
    keeper: new RecordKeeper({ cache, shared, policy, clock }),
    policy,
    observer,
    certifyServices,
  });
  const records = new RecordLookup({
    questions,
    services,
    overrides: options.overrides,
    cache,
    shared,
    failures,
    counters: options.counters,
    traffic: options.traffic,
    flights: new Flights<RecordResult>(clock),
    policy,
    clock,
    background,
    certifyServices,
  });
  const askAnew = async (handle: Handle, context: Context) => {
    const asking: Asking = {
      handle,
      selection: EVERYTHING,
      authoritative: false,
      certified: true,
      publicOnly: true,
      purpose: 'site-info',
    };
    return questions.ask(asking, context, (other, deeper) => records.lookUp(other, deeper));
  };
  return { records, services, prefixes, health, names, askAnew };
}

/** Sites that a stale record names are used for a while, not looked up anew for each request (RFC 8767). */
function goodForNow(result: RecordResult, until: number): RecordResult {
  if (result.kind !== 'values' || result.cache !== 'stale') return result;
  return { ...result, expiries: result.expiries.map((expiry) => Math.max(expiry, until)) };
}
