import type { Asking } from './asking.ts';
import type { Bootstrap } from './bootstrap.ts';
import { Flights } from './flights.ts';
import type { RecordResult } from './record-answer.ts';
import type { RecordCache } from './record-cache.ts';
import { RecordLookup } from './record-lookup.ts';
import { ReferralFollower } from './referral-follower.ts';
import { ServiceAsker, type ServiceAskerOptions } from './service-asker.ts';
import type { ServiceCache } from './service-cache.ts';
import { type FoundService, type NoSuchPrefix, ServiceFinder } from './service-finder.ts';
import { type ServiceRecordLookup, SiteCollector } from './site-collector.ts';

export interface LookupOptions extends ServiceAskerOptions {
  readonly bootstrap: Bootstrap;
  readonly recordCache: RecordCache;
  readonly serviceCache: ServiceCache;
  /** Whether what says where to ask must be signed even if the record need not be. */
  readonly certifyServices: boolean;
}

export interface Lookups {
  readonly records: RecordLookup;
  readonly services: ServiceFinder;
}

/**
 * Puts together what looks records and services up. The parts need each other: a record's service has to be found
 * first, and what names a service may be a record like any other.
 */
export function createLookups(options: LookupOptions): Lookups {
  const { bootstrap, clock, observer, certifyServices } = options;
  const lookUp: ServiceRecordLookup = (handle, types, certified, context) => {
    const asking: Asking = {
      handle,
      selection: { types, indexes: [] },
      authoritative: false,
      certified,
      publicOnly: true,
      purpose: 'service',
    };
    return records.lookUp(asking, context);
  };
  const collector = new SiteCollector({ lookUp, rootSites: bootstrap.rootSites, observer });
  const referrals = new ReferralFollower({
    asker: new ServiceAsker(options),
    collector,
    lookUp,
    clock,
    certifyReferrals: certifyServices,
  });
  const services = new ServiceFinder({
    bootstrap,
    referrals,
    collector,
    cache: options.serviceCache,
    flights: new Flights<FoundService | NoSuchPrefix>(clock),
    clock,
    observer,
  });
  const records = new RecordLookup({
    services,
    referrals,
    cache: options.recordCache,
    flights: new Flights<RecordResult>(clock),
    clock,
    observer,
    certifyServices,
  });
  return { records, services };
}
