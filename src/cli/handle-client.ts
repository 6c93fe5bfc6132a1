import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import type { Bootstrap } from '../resolver/bootstrap.ts';
import { createResolver, type Resolver } from '../resolver/resolver.ts';
import { systemClock } from '../system.ts';
import { createTransport, type Transport } from '../transport/transport.ts';
import { loadFixedSites } from './load-fixed-sites.ts';
import { openOverrides } from './open-overrides.ts';
import { upstreamGuard } from './upstream-guard.ts';

/** The resolver with the transport it sits on. */
export interface HandleClient {
  readonly resolver: Resolver;
  readonly transport: Transport;
  close(): Promise<void>;
}

const BYTES_PER_MEGABYTE = 2 ** 20;

/**
 * Puts transport and resolver together as the settings say.
 *
 * @throws {StartError} when a file that the settings name cannot be used
 */
export function createHandleClient(
  settings: Settings,
  bootstrap: Bootstrap,
  observer: Observer,
): HandleClient {
  const fixedSites = loadFixedSites(settings);
  const overrides = settings.overrides && openOverrides(settings.overrides, systemClock, observer);
  const transport = createTransport({
    clock: systemClock,
    allowAddress: upstreamGuard(settings, bootstrap, fixedSites),
  });
  const resolver = createResolver({
    transport,
    bootstrap,
    ...fixedSites,
    ...(overrides && { overrides }),
    clock: systemClock,
    random: Math.random,
    observer,
    trust: settings.trust,
    protocols: [...settings.upstreamProtocols],
    cacheMaxBytes: settings.cacheMegabytes * BYTES_PER_MEGABYTE,
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
