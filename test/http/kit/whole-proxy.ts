import { type DemoNetwork, type RecordsFile, startDemoNetwork } from '../../../src/demo/index.ts';
import { type AppOptions, createApp } from '../../../src/http/app.ts';
import { type HttpServer, startServer } from '../../../src/http/server.ts';
import { readBootstrap } from '../../../src/resolver/bootstrap-file.ts';
import { createResolver } from '../../../src/resolver/resolver.ts';
import { systemClock } from '../../../src/system.ts';
import { createTransport } from '../../../src/transport/transport.ts';

/** All that is real: HTTP, the resolver, UDP, TCP, and an embedded handle network. */
export interface WholeProxy {
  readonly port: number;
  readonly network: DemoNetwork;
  /** Another proxy over the same resolver and network; closed with this one. */
  another(options: Partial<AppOptions>): Promise<HttpServer>;
  /** Whatever is asked for next has to be looked up anew. */
  forgetAll(): void;
  close(): Promise<void>;
}

/** @param handles the records of the network, as the records file has them; its examples without */
export async function wholeProxy(
  handles?: RecordsFile['handles'],
  options: Partial<AppOptions> = {},
): Promise<WholeProxy> {
  const network = await startDemoNetwork(handles && { records: { handles } });
  // One clock for all: what the resolver received at one time must not be told by another.
  const { clock = systemClock } = options;
  const transport = createTransport({ clock, allowAddress: () => true });
  const resolver = createResolver({
    transport,
    bootstrap: readBootstrap(network.bootstrap),
    clock,
    random: Math.random,
  });
  const servers: HttpServer[] = [];
  async function another(other: Partial<AppOptions>): Promise<HttpServer> {
    const common = { resolver, clock, httpMaxAge: 3600, ready: () => true };
    const server = await startServer(createApp({ ...common, ...other }), {
      host: '127.0.0.1',
      port: 0,
    });
    servers.push(server);
    return server;
  }
  const { port } = await another(options);
  return {
    port,
    network,
    another,
    forgetAll: () => resolver.purge('all'),
    async close() {
      for (const server of servers) await server.close(0);
      await resolver.close();
      await transport.close();
      await network.close();
    },
  };
}
