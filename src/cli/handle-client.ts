import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import type { Bootstrap } from '../resolver/bootstrap.ts';
import { isPrivateBootstrap } from '../resolver/private-bootstrap.ts';
import { createResolver, type Resolver } from '../resolver/resolver.ts';
import { systemClock } from '../system.ts';
import { createAddressGuard } from '../transport/address-guard.ts';
import { createTransport } from '../transport/transport.ts';

/** The resolver with the transport it sits on. */
export interface HandleClient {
  readonly resolver: Resolver;
  close(): Promise<void>;
}

const BYTES_PER_MEGABYTE = 2 ** 20;

/** Puts transport and resolver together as the settings say. */
export function createHandleClient(
  settings: Settings,
  bootstrap: Bootstrap,
  observer: Observer,
): HandleClient {
  const allowed = settings.allowPrivateUpstreams ?? isPrivateBootstrap(bootstrap);
  const transport = createTransport({
    clock: systemClock,
    allowAddress: createAddressGuard(allowed),
  });
  const resolver = createResolver({
    transport,
    bootstrap,
    clock: systemClock,
    random: Math.random,
    observer,
    trust: settings.trust,
    protocols: [...settings.upstreamProtocols],
    cacheMaxBytes: settings.cacheMegabytes * BYTES_PER_MEGABYTE,
  });
  return {
    resolver,
    async close() {
      await resolver.close();
      await transport.close();
    },
  };
}
