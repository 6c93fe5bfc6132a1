import { ROOT_PREFIX_HANDLE } from '../handle/handle.ts';
import type { Site } from '../handle/site.ts';
import { handleFromText } from '../http/handle-from-text.ts';
import { systemLookup } from '../resolver/dns-lookup.ts';
import { type Ping, pingSites } from '../resolver/ping-sites.ts';
import { createHandleClient, type HandleClient } from './handle-client.ts';
import { loadBootstrap } from './load-bootstrap.ts';
import { pingsText } from './pings-text.ts';
import type { Invocation } from './run.ts';
import { printable } from './terminal.ts';

/** `hdl-edge sites [HANDLE]` */
export async function listSites(invocation: Invocation): Promise<number> {
  const { settings, options, operands, terminal } = invocation;
  const client = createHandleClient({
    settings,
    bootstrap: loadBootstrap(settings.bootstrap),
    observer: {},
    refreshes: false,
  });
  const [about = ROOT_PREFIX_HANDLE] = operands;
  try {
    const sites = await sitesOf(about, client);
    if (typeof sites === 'string') {
      terminal.err(printable(`hdl-edge: ${sites}`));
      return 2;
    }
    const pings = await pingSites(sites, {
      transport: client.transport,
      lookup: systemLookup,
      signal: new AbortController().signal,
    });
    terminal.out(
      options.get('json') === true ? JSON.stringify(pings, undefined, 2) : pingsText(pings, sites),
    );
    return exitStatus(pings);
  } finally {
    await client.close();
  }
}

/** @returns why there are none, in words, where there are none */
async function sitesOf(
  about: string,
  { resolver }: HandleClient,
): Promise<readonly Site[] | string> {
  const text = handleFromText(about);
  // Whoever names a prefix means the service of its handles, not the registry that has its record.
  const [, prefix] = /^(?:0\.NA\/)?([^/]+)$/i.exec(text) ?? [];
  const found = await resolver.serviceOf(prefix === undefined ? text : `${prefix}/`);
  return found.kind === 'service' ? found.service.sites : found.message;
}

/** 0 when all have answered, 1 when some have, 2 when none has. */
function exitStatus(pings: readonly Ping[]): number {
  const answered = pings.filter(({ answer }) => answer !== undefined).length;
  if (answered === 0) return 2;
  return answered === pings.length ? 0 : 1;
}
