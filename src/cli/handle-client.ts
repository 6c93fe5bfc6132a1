import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import type { Bootstrap } from '../resolver/bootstrap.ts';
import { createResolver, type Resolver } from '../resolver/resolver.ts';
import type { SharedCache } from '../resolver/shared-cache.ts';
import { usableSites } from '../resolver/usable-site.ts';
import { systemClock } from '../system.ts';
import { createTransport, type Transport } from '../transport/transport.ts';
import { KeptBootstrap } from './kept-bootstrap.ts';
import { loadFixedSites } from './load-fixed-sites.ts';
import { openOverrides } from './open-overrides.ts';
import { openStateFolder } from './state-folder.ts';
import { upstreamGuard } from './upstream-guard.ts';

/** The resolver with the transport it sits on. */
export interface HandleClient {
  readonly resolver: Resolver;
  readonly transport: Transport;
  close(): Promise<void>;
}

export interface HandleClientOptions {
  readonly settings: Settings;
  readonly bootstrap: Bootstrap;
  readonly observer: Observer;
  /** Whether it runs long enough to ask the registry for its own records, and to keep them. */
  readonly refreshes: boolean;
  /** What copies share. @default nothing */
  readonly sharedCache?: SharedCache | undefined;
}

const BYTES_PER_MEGABYTE = 2 ** 20;

/**
 * Puts transport and resolver together as the settings say.
 *
 * @throws {StartError} when a file that the settings name, or the state folder, cannot be used
 */
export function createHandleClient(options: HandleClientOptions): HandleClient {
  const { settings, bootstrap, observer, sharedCache } = options;
  const { stateDir, trust } = settings;
  // Where one site is asked about everything, the registry never is.
  const refreshes = options.refreshes && settings.resolverSite === undefined;
  const fixedSites = loadFixedSites(settings);
  const overrides = settings.overrides && openOverrides(settings.overrides, systemClock, observer);
  // What the operator gave decides: nothing that came over the network may open the private one.
  const allowAddress = upstreamGuard(settings, bootstrap, fixedSites);
  const protocols = [...settings.upstreamProtocols];
  if (refreshes && stateDir !== undefined) openStateFolder(stateDir);
  const store = stateDir === undefined ? undefined : new KeptBootstrap(stateDir, bootstrap);
  const transport = createTransport({ clock: systemClock, allowAddress });
  const resolver = createResolver({
    transport,
    bootstrap: store?.newest(usableSites(protocols, allowAddress), observer) ?? bootstrap,
    ...fixedSites,
    ...(overrides && { overrides }),
    clock: systemClock,
    random: Math.random,
    observer,
    trust,
    protocols,
    ...(sharedCache !== undefined && { sharedCache }),
    cacheMaxBytes: settings.cacheMegabytes * BYTES_PER_MEGABYTE,
    ...(refreshes && { refresh: { allowAddress, ...(store && { store }) } }),
  });
  return {
    resolver,
    transport,
    async close() {
      await resolver.close();
      await transport.close();
    },
  };
}
