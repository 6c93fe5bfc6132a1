import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import type { Bootstrap } from '../resolver/bootstrap.ts';
import { isPrivateBootstrap } from '../resolver/private-bootstrap.ts';
import { createResolver, type Resolver } from '../resolver/resolver.ts';
import { usableSites } from '../resolver/usable-site.ts';
import { systemClock } from '../system.ts';
import { createAddressGuard } from '../transport/address-guard.ts';
import { createTransport } from '../transport/transport.ts';
import { KeptBootstrap } from './kept-bootstrap.ts';
import { openStateFolder } from './state-folder.ts';

/** The resolver with the transport it sits on. */
export interface HandleClient {
  readonly resolver: Resolver;
  close(): Promise<void>;
}

export interface HandleClientOptions {
  readonly settings: Settings;
  readonly bootstrap: Bootstrap;
  readonly observer: Observer;
  /** Whether it runs long enough to ask the registry for its own records, and to keep them. */
  readonly refreshes: boolean;
}

const BYTES_PER_MEGABYTE = 2 ** 20;

/**
 * Puts transport and resolver together as the settings say.
 *
 * @throws {StartError} when the state folder cannot be used
 */
export function createHandleClient(options: HandleClientOptions): HandleClient {
  const { settings, bootstrap, observer, refreshes } = options;
  const { stateDir, trust } = settings;
  // What the operator gave decides: nothing that came over the network may open the private one.
  const allowed = settings.allowPrivateUpstreams ?? isPrivateBootstrap(bootstrap);
  const allowAddress = createAddressGuard(allowed);
  const protocols = [...settings.upstreamProtocols];
  if (refreshes && stateDir !== undefined) openStateFolder(stateDir);
  const store = stateDir === undefined ? undefined : new KeptBootstrap(stateDir, bootstrap);
  const transport = createTransport({ clock: systemClock, allowAddress });
  const resolver = createResolver({
    transport,
    bootstrap: store?.newest(usableSites(protocols, allowAddress), observer) ?? bootstrap,
    clock: systemClock,
    random: Math.random,
    observer,
    trust,
    protocols,
    cacheMaxBytes: settings.cacheMegabytes * BYTES_PER_MEGABYTE,
    ...(refreshes && { refresh: { allowAddress, ...(store && { store }) } }),
  });
  return {
    resolver,
    async close() {
      await resolver.close();
      await transport.close();
    },
  };
}
