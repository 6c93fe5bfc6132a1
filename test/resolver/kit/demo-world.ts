import { type DemoNetwork, startDemoNetwork } from '../../../src/demo/index.ts';
import type { ExchangeEvent } from '../../../src/events.ts';
import { readBootstrap } from '../../../src/resolver/bootstrap-file.ts';
import { createResolver, type Resolver } from '../../../src/resolver/resolver.ts';
import type { ResolverOptions } from '../../../src/resolver/resolver-options.ts';
import { type Clock, systemClock } from '../../../src/system.ts';
import { createTransport, type Transport } from '../../../src/transport/transport.ts';

/** A real network on the loopback interface, and resolvers for it. */
export interface DemoWorld {
  readonly network: DemoNetwork;
  /** Everything that was exchanged since {@link healthy}. */
  readonly events: ExchangeEvent[];
  /** A resolver that knows nothing yet. */
  resolver(options?: Partial<ResolverOptions>): Resolver;
  /** All servers as at the beginning, with nothing counted. */
  healthy(): Promise<void>;
  close(): Promise<void>;
}

/** @param clock of the network and of everybody in it */
export async function demoWorld(clock: Clock = systemClock): Promise<DemoWorld> {
  const network = await startDemoNetwork({ clock });
  const transport: Transport = createTransport({ clock, allowAddress: () => true });
  const bootstrap = readBootstrap(network.bootstrap);
  const events: ExchangeEvent[] = [];
  return {
    network,
    events,
    resolver: (options = {}) =>
      createResolver({
        transport,
        bootstrap,
        clock,
        random: Math.random,
        observer: { exchange: (event) => events.push(event) },
        ...options,
      }),
    async healthy() {
      events.length = 0;
      for (const server of network.servers) {
        await server.faults.heal();
        server.counts.reset();
      }
    },
    async close() {
      await transport.close();
      await network.close();
    },
  };
}
