import type { Answers } from '../cluster/worker-link.ts';
import { startServer } from '../http/server.ts';
import type { Bootstrap } from '../resolver/bootstrap.ts';
import { firstInReach } from '../shared-cache/rate-ledger.ts';
import { systemClock } from '../system.ts';
import { ADMIN_OFF, checkAdmin, startAdmin } from './admin.ts';
import { announcer } from './announcer.ts';
import { createHandleClient } from './handle-client.ts';
import { listenFailure } from './listen-failure.ts';
import { createLiveApp } from './live-app.ts';
import { discardKeptCache, openKeptCache } from './open-kept-cache.ts';
import { openSharedCache } from './open-shared-cache.ts';
import { ALONE, type Role } from './role.ts';
import type { Invocation } from './run.ts';
import { startTelemetry } from './telemetry.ts';
import { openTls } from './tls.ts';
import { urlOf } from './url-of.ts';
import { watchSettings } from './watch-settings.ts';

export interface RunningProxy {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  /** Where it answers operators; undefined when it does not. */
  readonly adminUrl: string | undefined;
  /** What a supervisor may ask. */
  readonly answers: Answers;
  /** Stops accepting, lets the requests in hand finish, and closes everything behind them. */
  close(): Promise<void>;
}

/**
 * Starts the proxy.
 *
 * @param role whether it is one of several, for which a supervisor speaks
 * @throws {StartError} when a file cannot be used, or it cannot listen where the settings say
 */
export async function startProxy(
  invocation: Invocation,
  bootstrap: Bootstrap,
  role: Role = ALONE,
): Promise<RunningProxy> {
  checkAdmin(invocation.settings);
  const opened: Closing[] = [];
  const close = async () => {
    for (const each of opened.reverse()) await each();
  };
  try {
    return { ...(await start(invocation, bootstrap, role, opened)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Closing = () => Promise<void> | void;

/** @param opened - gets what closes everything, in the order in which it was opened */
async function start(
  invocation: Invocation,
  bootstrap: Bootstrap,
  role: Role,
  opened: Closing[],
): Promise<Omit<RunningProxy, 'close'>> {
  const { settings, gather, terminal } = invocation;
  const { host, port } = settings;
  const telemetry = await startTelemetry(settings, terminal, {
    statistics: () => client.resolver.statistics(),
    requestsWaiting: () => live.app.waiting,
  });
  opened.push(telemetry.close);
  const { observer } = telemetry;
  const sharedCache = await openSharedCache(settings, observer);
  opened.push(() => sharedCache?.close());
  const kept = openKeptCache(settings, bootstrap, observer);
  let ready = false;
  let served = false;
  let endsAt = 0;
  // After the resolver is closed: what it holds does not change any more.
  opened.push(() => {
    if (served && role.keepsCache()) return kept?.save(client.resolver, endsAt);
    return kept?.giveUp();
  });
  const client = createHandleClient({
    settings,
    bootstrap,
    observer,
    refreshes: true,
    sharedCache,
  });
  opened.push(client.close);
  const live = await createLiveApp(settings, {
    resolver: client.resolver,
    observer,
    // One that all copies reach says more than one of this machine.
    rates: firstInReach(sharedCache?.rates, role.rates),
    ready: () => ready,
  });
  opened.push(live.close);
  const tls = await openTls(settings, observer);
  const { resolver } = client;
  const answers: Answers = {
    metrics: () => telemetry.metrics.json(),
    inspect: (handle) => resolver.inspect(handle),
    purge(target) {
      resolver.purge(target);
      return undefined;
    },
    ways: () => resolver.ways().map((each) => ({ ...each, seen: telemetry.seen(each.way) })),
  };
  const admin = role.isAlone
    ? await startAdmin(settings, observer, {
        ...answers,
        ways: () => answers.ways(undefined),
        metrics: telemetry.metrics,
        ready: () => ready,
      })
    : ADMIN_OFF;
  opened.push(admin.close);
  if (role.restoresCache) await kept?.headStart(client.resolver);
  const server = await startServer(live.app, {
    host,
    port,
    ...(tls !== undefined && { tls: tls.pair }),
  }).catch((error: unknown) => {
    throw listenFailure(error, host, port);
  });
  if (tls !== undefined) opened.push(tls.renew(server));
  opened.push(() => server.close(settings.drainGrace * 1000));
  opened.push(
    watchSettings({
      settings,
      gather,
      apply: (changed) => live.apply(changed),
      // What one of them says holds for all workers; the log has the rest.
      announce: role.isAlone ? announcer(invocation, true) : () => {},
      observer,
      clock: systemClock,
    }),
  );
  if (role.isAlone) await discardKeptCache(settings, observer);
  ready = true;
  served = true;
  opened.push(() => {
    ready = false;
    endsAt = systemClock.elapsed() + settings.drainGrace * 1000;
  });
  return {
    url: urlOf(tls === undefined ? 'http' : 'https', host, server.port),
    adminUrl: admin.url,
    answers,
  };
}
