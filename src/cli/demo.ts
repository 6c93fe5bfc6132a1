import cluster from 'node:cluster';
import { exampleLinks } from '../demo/example-links.ts';
import type { RecordsFile } from '../demo/records-file.ts';
import { readBootstrap } from '../resolver/bootstrap-file.ts';
import { systemClock } from '../system.ts';
import { announcer } from './announcer.ts';
import { readJsonFile } from './json-file.ts';
import { exampleLinksText, recordLinksText } from './links-text.ts';
import { loadBootstrap } from './load-bootstrap.ts';
import { startProxy } from './proxy.ts';
import type { Invocation } from './run.ts';
import { startNetwork } from './start-network.ts';
import { supervise } from './supervise.ts';
import { untilStopped } from './until-stopped.ts';
import { packageVersion } from './version.ts';
import { work } from './work.ts';

/** `hdl-edge demo` */
export async function demo(given: Invocation): Promise<number> {
  const keepsNothing = given.settings.bootstrap === undefined;
  const invocation = keepsNothing ? withoutState(given) : given;
  const { settings, options, terminal } = invocation;
  if (cluster.isWorker) return work(invocation);
  const json = options.get('json') === true;
  const announce = announcer(invocation, json || settings.accessLog !== 'off');
  const records = settings.records && readJsonFile('records', settings.records, asRecordsFile);
  const network = await startNetwork(settings, records || undefined);
  try {
    announce(`hdl-edge ${packageVersion()} demo: an embedded handle network`);
    announceList('What lives where', network.summary);
    if (settings.writeBootstrap !== undefined) {
      announceList('For other programs', [`--bootstrap ${settings.writeBootstrap}`]);
    }
    if (keepsNothing && given.settings.stateDir !== undefined) {
      announce(
        `\nThis network has new keys each time, so nothing is kept in ${given.settings.stateDir} (stateDir).`,
      );
    }
    if (!settings.networkOnly) return await proxyUntilStopped();
    await networkUntilStopped();
    return 0;
  } finally {
    await network.close();
  }

  function announceList(heading: string, lines: readonly string[]): void {
    announce(['', `${heading}:`, ...lines.map((line) => `  ${line}`)].join('\n'));
  }

  async function networkUntilStopped(): Promise<void> {
    const stopped = untilStopped(systemClock, announce);
    if (json) terminal.out('[]');
    announce('\nReady. Ctrl-C stops it.');
    await stopped;
  }

  async function proxyUntilStopped(): Promise<number> {
    const proxy = await startProxies();
    if (typeof proxy === 'number') return proxy;
    // Before anybody is told that it is ready, so that whoever is told can stop it.
    const stopped = untilStopped(systemClock, announce);
    const links = records ? [] : exampleLinks(proxy.url);
    if (json) terminal.out(JSON.stringify(links, undefined, 2));
    announceList(
      'Links to try',
      records ? recordLinksText(records, proxy.url) : exampleLinksText(links),
    );
    if (proxy.adminUrl !== undefined) announceList('For operators', [proxy.adminUrl]);
    announce(`\nReady on ${proxy.url}. Ctrl-C stops it.`);
    await stopped;
    await proxy.close();
    return 0;
  }

  function startProxies() {
    if (settings.workers > 1) {
      return supervise(invocation, settings.bootstrap ? undefined : network.bootstrap);
    }
    const bootstrap = settings.bootstrap
      ? loadBootstrap(settings.bootstrap)
      : readBootstrap(network.bootstrap);
    return startProxy(invocation, bootstrap);
  }
}

/** What is known of a network that is there once is of no use later; what others keep there is not ours. */
function withoutState(invocation: Invocation): Invocation {
  return { ...invocation, settings: { ...invocation.settings, stateDir: undefined } };
}

/** The network checks what the file holds. */
function asRecordsFile(json: unknown): RecordsFile {
  return json as RecordsFile;
}
