import { randomBytes } from 'node:crypto';
import type { Site } from '../handle/site.ts';
import { type Clock, type Random, systemClock } from '../system.ts';
import { type BootstrapJson, bootstrapJson } from './bootstrap.ts';
import { DemoServer } from './demo-server.ts';
import { demoSite } from './demo-site.ts';
import { exampleRecords } from './example-records.ts';
import { expand } from './expand.ts';
import { Placement } from './placement.ts';
import type { RecordStore } from './record-store.ts';
import { type RecordsFile, readRecordsFile } from './records-file.ts';
import { rootRecords } from './root-records.ts';
import { dsaServerKey, rsaServerKey, type ServerKey } from './server-key.ts';
import { type KeyName, SERVICES, type ServiceName } from './services.ts';
import { signExamples } from './sign-examples.ts';
import { summaryOf } from './summary.ts';

export interface DemoNetworkSettings {
  /** What to serve. @default the examples */
  readonly records?: RecordsFile;
  /** The root's port for UDP and TCP, 0 for any that is free. @default 0 */
  readonly handlePort?: number;
  readonly clock?: Clock;
  /** Decides which datagrams get lost when a server is told to lose some. */
  readonly random?: Random;
}

/** A running handle network on the loopback interface. */
export interface DemoNetwork {
  /** For clients, as `bootstrap_handles`. */
  readonly bootstrap: BootstrapJson;
  /** Which prefix lives where, for people. */
  readonly summary: readonly string[];
  readonly servers: readonly DemoServer[];
  /** @throws RangeError when there is none of this name */
  server(name: string): DemoServer;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Starts a root service and the local services that the records need.
 *
 * @throws DemoError `records-file`; the system's error when `handlePort` cannot be opened
 */
export async function startDemoNetwork(settings: DemoNetworkSettings = {}): Promise<DemoNetwork> {
  const { records, handlePort = 0, clock = systemClock, random = Math.random } = settings;
  const given = readRecordsFile(records ?? exampleRecords());
  const placement = new Placement(given);
  const [keys, servers] = await Promise.all([
    makeKeys(),
    openServers(placement.services, handlePort, clock, random),
  ]);
  const server = (name: string): DemoServer => {
    const found = servers.get(name);
    if (found === undefined) throw new RangeError(`the demo has no server ${name}`);
    return found;
  };
  const sites = new Map(
    placement.services.map((service) => [service, siteOf(service, keys, server)]),
  );
  const stores = placement.store(sites);
  const root = stores.get('root') as RecordStore;
  const trust = rootRecords(
    keys.root,
    sites.get('root') as Site,
    (handle) => root.get(handle)?.values ?? [],
    clock.now(),
  );
  for (const [handle, values] of trust.records) root.set(handle, values);
  if (records === undefined) signExamples(stores, keys.first, trust.signer, clock.now());
  for (const service of placement.services)
    serve(service, { placement, stores, sites, keys, server });
  return {
    bootstrap: bootstrapJson(root, clock.now()),
    summary: summaryOf(placement.homes, server),
    servers: [...servers.values()],
    server,
    async close() {
      await Promise.all([...servers.values()].map((each) => each.close()));
    },
  };
}

type Keys = { readonly [name in KeyName]: ServerKey };

interface Parts {
  readonly placement: Placement;
  readonly stores: ReadonlyMap<ServiceName, RecordStore>;
  readonly sites: ReadonlyMap<ServiceName, Site>;
  readonly keys: Keys;
  readonly server: (name: string) => DemoServer;
}

async function makeKeys(): Promise<Keys> {
  const [root, first, second] = await Promise.all([rsaServerKey(), rsaServerKey(), rsaServerKey()]);
  return { root, first, second, dsa: dsaServerKey() };
}

/** @returns the servers by name; when one cannot open its ports, all are closed again */
async function openServers(
  services: readonly ServiceName[],
  handlePort: number,
  clock: Clock,
  random: Random,
): Promise<ReadonlyMap<string, DemoServer>> {
  const opened = await Promise.allSettled(
    services
      .flatMap((service) => SERVICES[service].servers)
      .map(({ name }) => {
        const port = name === 'root' ? handlePort : 0;
        return DemoServer.open({ name, host: HOST, port, clock, random });
      }),
  );
  const servers = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const failed = opened.find((each) => each.status === 'rejected');
  if (failed === undefined) return new Map(servers.map((server) => [server.name, server]));
  await Promise.all(servers.map((server) => server.close()));
  throw failed.reason;
}

function siteOf(service: ServiceName, keys: Keys, server: (name: string) => DemoServer): Site {
  const description = SERVICES[service];
  return demoSite(
    description,
    description.servers.map(({ name, key }) => ({ server: server(name), key: keys[key] })),
  );
}

/** Tells the servers of a service what they know. */
function serve(service: ServiceName, { placement, stores, sites, keys, server }: Parts): void {
  const { version, servers, withoutTemplates = false } = SERVICES[service];
  const delegate = stores.get('delegate');
  for (const [serverIndex, { name, key }] of servers.entries()) {
    server(name).expandsTemplates = !withoutTemplates;
    server(name).serve({
      version,
      serverIndex,
      randomBytes,
      privateKey: keys[key].privateKey,
      site: sites.get(service) as Site,
      records: stores.get(service) as RecordStore,
      isHome: (handle) => placement.isHome(service, handle),
      expand: (handle) => expand(handle, (of) => placement.find(of, stores)),
      elsewhere: (handle) => (service === 'root' ? delegate?.get(handle) : undefined),
    });
  }
}
