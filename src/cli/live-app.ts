import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import { type App, createApp, type RoutedApp } from '../http/app.ts';
import type { Resolver } from '../resolver/resolver.ts';
import type { RateLedger } from '../shared-cache/rate-ledger.ts';
import { systemClock } from '../system.ts';
import { openCountries } from './open-countries.ts';
import { readAdmission } from './read-admission.ts';
import { readSites } from './sites.ts';

/** What stays as it is while settings change. */
export interface Surroundings {
  readonly resolver: Resolver;
  readonly observer: Observer;
  /** Where other processes write down whom they let in, if there are any. */
  readonly rates: RateLedger | undefined;
  readonly ready: () => boolean;
}

/** An app that can be given other settings while it serves. */
export interface LiveApp {
  readonly app: App & Pick<RoutedApp, 'waiting'>;
  /**
   * Serves new requests by these settings. Those in hand end as they began, so for their while the
   * limits of requests are counted twice.
   *
   * @throws {StartError} when a file that the settings name cannot be used; nothing is changed then
   */
  apply(settings: Settings): Promise<void>;
  close(): void;
}

/** @throws {StartError} when a file that the settings name cannot be used */
export async function createLiveApp(
  settings: Settings,
  surroundings: Surroundings,
): Promise<LiveApp> {
  const { observer, rates } = surroundings;
  let countries = await openCountries(settings, observer);
  let databasePath = settings.countryDatabase;
  let current: RoutedApp;

  function appOf(now: Settings): RoutedApp {
    const { trustedProxies = [], clientAddressHeader, securityContact } = now;
    return createApp({
      ...surroundings,
      clock: systemClock,
      countries,
      clientAddress: { trustedProxies, header: clientAddressHeader },
      ...readSites(now, observer),
      httpMaxAge: now.httpMaxAge,
      surrogateKeys: now.surrogateKeys,
      maxRequests: now.maxRequests,
      maxRequestsPerClient: now.maxRequestsPerClient,
      admission: readAdmission(now, observer, rates),
      ...(securityContact !== undefined && { securityContact }),
    });
  }

  try {
    current = appOf(settings);
  } catch (error) {
    countries.close();
    throw error;
  }
  return {
    app: {
      quick: (from) => current.quick(from),
      fetch: (request, from) => current.fetch(request, from),
      warn: (name, error) => current.warn(name, error),
      get waiting() {
        return current.waiting;
      },
    },
    async apply(next) {
      const before = countries;
      if (next.countryDatabase !== databasePath) countries = await openCountries(next, observer);
      try {
        current = appOf(next);
      } catch (error) {
        if (countries !== before) countries.close();
        countries = before;
        throw error;
      }
      if (countries !== before) before.close();
      databasePath = next.countryDatabase;
    },
    close: () => countries.close(),
  };
}
