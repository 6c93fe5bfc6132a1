import { joinSupervisor } from '../cluster/worker-link.ts';
import { readBootstrap } from '../resolver/bootstrap-file.ts';
import { systemClock } from '../system.ts';
import { loadBootstrap } from './load-bootstrap.ts';
import { startProxy } from './proxy.ts';
import type { Invocation } from './run.ts';
import { untilStopped } from './until-stopped.ts';

/** What a process does that {@link supervise} has started: it is one of several proxies at one port. */
export async function work(invocation: Invocation): Promise<number> {
  const { hello, link } = await joinSupervisor();
  const bootstrap =
    hello.bootstrap === undefined
      ? loadBootstrap(invocation.settings.bootstrap)
      : readBootstrap(hello.bootstrap);
  const proxy = await startProxy(invocation, bootstrap, {
    isAlone: false,
    rates: link.rates,
    restoresCache: hello.restoresCache,
    keepsCache: () => link.keepsCache,
  }).catch((error: unknown) => {
    // The line to the supervisor would keep a process alive that has nothing to do.
    process.disconnect();
    throw error;
  });
  const stopped = untilStopped(systemClock, () => {});
  link.ready(proxy.url, proxy.answers);
  await Promise.race([stopped, link.dismissed]);
  await proxy.close();
  await link.farewell(await proxy.answers.metrics(undefined));
  // Signals are still listened to, and the line to the supervisor is open: both would keep it alive.
  process.exit(0);
}
