import { readFileSync } from 'node:fs';
import {
  createAddressGuard,
  createResolver,
  createTransport,
  publicRegistry,
  type Resolver,
  type ResolverOptions,
  readBootstrap,
  systemClock,
} from 'hdl-edge';

export interface Client {
  readonly resolver: Resolver;
  close(): Promise<void>;
}

/**
 * A resolver over the public registry, or over the network that the file in the variable BOOTSTRAP
 * describes, as `hdl-edge demo --write-bootstrap FILE` writes it.
 */
export function openClient(options: Partial<ResolverOptions> = {}): Client {
  const file = process.env.BOOTSTRAP;
  const bootstrap =
    file === undefined ? publicRegistry() : readBootstrap(JSON.parse(readFileSync(file, 'utf8')));
  // A network of one's own has private addresses; a record of the public one must not lead there.
  const allowAddress = createAddressGuard(file !== undefined);
  const transport = createTransport({ clock: systemClock, allowAddress });
  const resolver = createResolver({
    transport,
    bootstrap,
    clock: systemClock,
    random: Math.random,
    ...options,
  });
  return {
    resolver,
    async close() {
      await resolver.close();
      await transport.close();
    },
  };
}
