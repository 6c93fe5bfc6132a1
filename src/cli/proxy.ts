import { createApp } from '../http/app.ts';
import { startServer } from '../http/server.ts';
import type { Bootstrap } from '../resolver/bootstrap.ts';
import { systemClock } from '../system.ts';
import { createLog } from '../telemetry/log.ts';
import { createHandleClient } from './handle-client.ts';
import { listenFailure } from './listen-failure.ts';
import { openCountries } from './open-countries.ts';
import type { Invocation } from './run.ts';
import { readSites } from './sites.ts';

export interface RunningProxy {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  /** Stops accepting, lets the requests in hand finish, and closes everything behind them. */
  close(): Promise<void>;
}

/** How long requests in hand may take after a stop signal; container platforms allow 10 s. */
const DRAIN_MS = 8000;

/**
 * Starts the proxy.
 *
 * @throws {StartError} when it cannot listen where the settings say
 */
export async function startProxy(
  { settings, terminal }: Invocation,
  bootstrap: Bootstrap,
): Promise<RunningProxy> {
  const { host, port, logLevel, accessLog, httpMaxAge } = settings;
  const { maxRequests, maxRequestsPerClient, securityContact } = settings;
  const { trustedProxies = [], clientAddressHeader } = settings;
  const observer = createLog({ level: logLevel, accessLog, clock: systemClock, ...terminal });
  const sites = readSites(settings, observer);
  const client = createHandleClient(settings, bootstrap, observer);
  const countries = await openCountries(settings, observer).catch(async (error: unknown) => {
    await client.close();
    throw error;
  });
  let ready = true;
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
  const server = await startServer(app, { host, port }).catch(async (error: unknown) => {
    await client.close();
    countries.close();
    throw listenFailure(error, host, port);
  });
  return {
    url: urlOf(host, server.port),
    async close() {
      ready = false;
      await server.close(DRAIN_MS);
      await client.close();
      countries.close();
    },
  };
}

/** A URL at which the listener can be reached from this machine. */
function urlOf(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
