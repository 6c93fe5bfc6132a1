import { startServer } from '../http/server.ts';
import type { Bootstrap } from '../resolver/bootstrap.ts';
import { systemClock } from '../system.ts';
import { createLog } from '../telemetry/log.ts';
import { announcer } from './announcer.ts';
import { createHandleClient } from './handle-client.ts';
import { listenFailure } from './listen-failure.ts';
import { createLiveApp } from './live-app.ts';
import type { Invocation } from './run.ts';
import { watchSettings } from './watch-settings.ts';

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
  invocation: Invocation,
  bootstrap: Bootstrap,
): Promise<RunningProxy> {
  const { settings, gather, terminal } = invocation;
  const { host, port, logLevel: level, accessLog } = settings;
  const observer = createLog({ level, accessLog, clock: systemClock, ...terminal });
  const client = createHandleClient({ settings, bootstrap, observer, refreshes: true });
  let ready = true;
  const live = await createLiveApp(settings, {
    resolver: client.resolver,
    observer,
    ready: () => ready,
  }).catch(async (error: unknown) => {
    await client.close();
    throw error;
  });
  const server = await startServer(live.app, { host, port }).catch(async (error: unknown) => {
    await client.close();
    live.close();
    throw listenFailure(error, host, port);
  });
  const stopWatching = watchSettings({
    settings,
    gather,
    apply: (changed) => live.apply(changed),
    announce: announcer(invocation, true),
    observer,
    clock: systemClock,
  });
  return {
    url: urlOf(host, server.port),
    async close() {
      ready = false;
      stopWatching();
      await server.close(DRAIN_MS);
      await client.close();
      live.close();
    },
  };
}

/** A URL at which the listener can be reached from this machine. */
function urlOf(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
