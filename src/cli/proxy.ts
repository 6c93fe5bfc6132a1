import type { Settings } from '../config/settings.ts';
import { shownSettings } from '../config/shown-settings.ts';
import { type CountryDatabase, openCountryDatabase } from '../country/country-database.ts';
import { CountryError } from '../country/errors.ts';
import type { Observer } from '../events.ts';
import { createApp } from '../http/app.ts';
import { startServer } from '../http/server.ts';
import type { Bootstrap } from '../resolver/bootstrap.ts';
import { systemClock } from '../system.ts';
import { checkAdmin, startAdmin } from './admin.ts';
import { createHandleClient } from './handle-client.ts';
import { listenFailure } from './listen-failure.ts';
import type { Invocation } from './run.ts';
import { readSites } from './sites.ts';
import { StartError } from './start-error.ts';
import { startTelemetry } from './telemetry.ts';
import { openTls } from './tls.ts';
import { urlOf } from './url-of.ts';

export interface RunningProxy {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  /** Where it answers operators; undefined when it does not. */
  readonly adminUrl: string | undefined;
  /** Stops accepting, lets the requests in hand finish, and closes everything behind them. */
  close(): Promise<void>;
}

/**
 * Starts the proxy.
 *
 * @throws {StartError} when a file cannot be used, or it cannot listen where the settings say
 */
export async function startProxy(
  invocation: Invocation,
  bootstrap: Bootstrap,
): Promise<RunningProxy> {
  checkAdmin(invocation.settings);
  const opened: Closing[] = [];
  const close = async () => {
    for (const each of opened.reverse()) await each();
  };
  try {
    return { ...(await start(invocation, bootstrap, opened)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Closing = () => Promise<void> | void;

/** @param opened - gets what closes everything, in the order in which it was opened */
async function start(
  { settings, terminal }: Invocation,
  bootstrap: Bootstrap,
  opened: Closing[],
): Promise<Omit<RunningProxy, 'close'>> {
  const { host, port, httpMaxAge, maxRequests, maxRequestsPerClient } = settings;
  const { securityContact, trustedProxies = [], clientAddressHeader } = settings;
  const telemetry = startTelemetry(settings, terminal, {
    statistics: () => client.resolver.statistics(),
    requestsWaiting: () => app.waiting,
  });
  opened.push(telemetry.close);
  const { observer } = telemetry;
  const sites = readSites(settings, observer);
  const countries = await openCountries(settings, observer);
  opened.push(() => countries.close());
  const client = createHandleClient(settings, bootstrap, observer);
  opened.push(client.close);
  const tls = await openTls(settings, observer);
  let ready = false;
  const app = createApp({
    resolver: client.resolver,
    clock: systemClock,
    observer,
    countries,
    clientAddress: { trustedProxies, header: clientAddressHeader },
    ...sites,
    httpMaxAge,
    maxRequests,
    maxRequestsPerClient,
    ...(securityContact !== undefined && { securityContact }),
    ready: () => ready,
  });
  const admin = await startAdmin(settings, {
    ...telemetry,
    resolver: client.resolver,
    clock: systemClock,
    settings: () => shownSettings(settings),
    ready: () => ready,
  });
  opened.push(admin.close);
  const server = await startServer(app, {
    host,
    port,
    ...(tls !== undefined && { tls: tls.pair }),
  }).catch((error: unknown) => {
    throw listenFailure(error, host, port);
  });
  if (tls !== undefined) opened.push(tls.renew(server));
  opened.push(() => server.close(settings.drainGrace * 1000));
  ready = true;
  opened.push(() => {
    ready = false;
  });
  return {
    url: urlOf(tls === undefined ? 'http' : 'https', host, server.port),
    adminUrl: admin.url,
  };
}

async function openCountries(
  { countryDatabase: path }: Settings,
  observer: Observer,
): Promise<CountryDatabase> {
  const onProblem = ({ message }: CountryError) =>
    observer.warning?.({ name: 'country-database', message });
  try {
    return await openCountryDatabase({
      ...(path !== undefined && { path }),
      clock: systemClock,
      onProblem,
    });
  } catch (error) {
    if (!(error instanceof CountryError)) throw error;
    throw new StartError(`countryDatabase: ${error.message}`, 2, error);
  }
}
