import cluster from 'node:cluster';
import { systemClock } from '../system.ts';
import { announcer } from './announcer.ts';
import { loadBootstrap } from './load-bootstrap.ts';
import { startProxy } from './proxy.ts';
import type { Invocation } from './run.ts';
import { untilStopped } from './until-stopped.ts';
import { packageVersion } from './version.ts';

/** `hdl-edge serve` */
export async function serve(invocation: Invocation): Promise<number> {
  const { settings } = invocation;
  // One process needs neither of these, and starts sooner without them.
  if (cluster.isWorker) return (await import('./work.ts')).work(invocation);
  const announce = announcer(invocation, settings.accessLog !== 'off');
  const proxy =
    settings.workers > 1
      ? await (await import('./supervise.ts')).supervise(invocation, undefined)
      : await startProxy(invocation, loadBootstrap(settings.bootstrap));
  if (typeof proxy === 'number') return proxy;
  // Before anybody is told that it is ready, so that whoever is told can stop it.
  const stopped = untilStopped(systemClock, announce);
  const registry =
    settings.resolverSite ?? settings.bootstrap ?? 'the public Global Handle Registry';
  announce(`hdl-edge ${packageVersion()} is ready on ${proxy.url}, resolving from ${registry}.`);
  announce(`Try ${proxy.url}/20.1000/100 in a browser. Ctrl-C stops it.`);
  if (proxy.adminUrl !== undefined) announce(`For operators: ${proxy.adminUrl}`);
  await stopped;
  await proxy.close();
  return 0;
}
