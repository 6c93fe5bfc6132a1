import { DemoServer } from '../../../src/demo/demo-server.ts';
import { demoSite } from '../../../src/demo/demo-site.ts';
import { certificate, recordSignature, type Signer } from '../../../src/demo/record-signature.ts';
import { RecordStore } from '../../../src/demo/record-store.ts';
import { rsaServerKey, type ServerKey } from '../../../src/demo/server-key.ts';
import type { Handle } from '../../../src/handle/handle.ts';
import type { HandleValue } from '../../../src/handle/handle-value.ts';
import type { Site } from '../../../src/handle/site.ts';
import { NEWEST_VERSION } from '../../../src/protocol/version.ts';
import type { Bootstrap } from '../../../src/resolver/bootstrap.ts';
import { bootstrapOf } from '../../../src/resolver/bootstrap.ts';
import { systemClock } from '../../../src/system.ts';
import { siteValue, url, value } from './records.ts';

export const ROOT_KEY = await rsaServerKey();
export const OTHER_KEY = await rsaServerKey();

const ROOT_SIGNER: Signer = {
  name: '301:0.0/0.0',
  privateKey: ROOT_KEY.privateKey,
  chain: ['400:0.0/0.0'],
};

/** What the registry says about itself, as far as it is not the usual. */
export interface Published {
  /** Names of its servers, each a site of its own. */
  readonly sites?: readonly string[];
  /** Further values of 0.NA/0.NA. */
  readonly values?: readonly HandleValue[];
  /** The keys in 0.0/0.0. @default the root's */
  readonly keys?: readonly ServerKey[];
  /** Who signs. @default the root's key, which certifies itself */
  readonly key?: ServerKey;
  /** Milliseconds since 1970, from when on signatures hold for a year. */
  readonly signedAt: number;
  /** Changes the records after they were signed. */
  readonly tamper?: (handle: Handle, values: readonly HandleValue[]) => readonly HandleValue[];
}

/** Real root servers on the loopback interface, whose records a test decides on. */
export interface RootNetwork {
  /** The prefix 10.1 is everybody's: any of the servers answers for `10.1/…`. */
  readonly records: RecordStore;
  server(name: string): DemoServer;
  portOf(name: string): number;
  siteOf(name: string): Site;
  publish(published: Published): void;
  /** Adds a record to the registry, signed as its own are. */
  publishService(handle: Handle, values: readonly HandleValue[], published: Published): void;
  /** What a client knows that was told of these sites. */
  bootstrap(published: Published, lastUpdate: number): Bootstrap;
  close(): Promise<void>;
}

/** @param names of the servers; the last one also serves the prefix 10.1 */
export async function rootNetwork(...names: readonly string[]): Promise<RootNetwork> {
  const settings = { host: '127.0.0.1', port: 0, clock: systemClock, random: Math.random };
  const opened = await Promise.all(names.map((name) => DemoServer.open({ name, ...settings })));
  const servers = new Map(opened.map((each) => [each.name, each]));
  const server = (name: string) => {
    const found = servers.get(name);
    if (found === undefined) throw new RangeError(`there is no server ${name}`);
    return found;
  };
  const siteOf = (name: string) =>
    demoSite({ description: name, version: NEWEST_VERSION, servers: [] }, [
      { server: server(name), key: ROOT_KEY },
    ]);
  const records = new RecordStore();
  records.set('0.NA/10.1', [siteValue(1, siteOf(names.at(-1) ?? ''))]);
  for (const suffix of ['a', 'b', 'c']) {
    records.set(`10.1/${suffix}`, [url(1, `https://example.org/${suffix}`)]);
  }
  for (const name of names) {
    server(name).serve({
      version: NEWEST_VERSION,
      privateKey: ROOT_KEY.privateKey,
      site: siteOf(name),
      serverIndex: 0,
      records,
      isHome: () => true,
      expand: () => undefined,
      elsewhere: () => undefined,
      randomBytes: (length) => new Uint8Array(length),
    });
  }
  const rootRecords = (published: Published) => recordsOf(published, siteOf);
  return {
    records,
    server,
    siteOf,
    portOf: (name) => server(name).addresses.udp.port,
    publish(published) {
      for (const [handle, values] of rootRecords(published)) records.set(handle, values);
    },
    publishService(handle, values, published) {
      records.set(handle, signedBy(published, handle, values));
    },
    bootstrap: (published, lastUpdate) => bootstrapOf(new Map(rootRecords(published)), lastUpdate),
    async close() {
      await Promise.all(opened.map((each) => each.close()));
    },
  };
}

function recordsOf(
  published: Published,
  siteOf: (name: string) => Site,
): [Handle, readonly HandleValue[]][] {
  const { sites = [], values = [], keys = [ROOT_KEY], key = ROOT_KEY, signedAt } = published;
  const signer = { ...ROOT_SIGNER, privateKey: key.privateKey };
  const root = [
    ...keys.map(({ record }, position) => value(301 + position, 'HS_PUBKEY', record)),
    value(
      400,
      'HS_CERT',
      certificate(signer, { ...signer, rights: [{ perm: 'everything' }] }, signedAt),
    ),
  ];
  const listed = sites.map((name, position) => siteValue(1 + position, siteOf(name)));
  return [
    ['0.0/0.0', signedBy(published, '0.0/0.0', root)],
    ['0.NA/0.NA', signedBy(published, '0.NA/0.NA', [...listed, ...values])],
  ];
}

function signedBy(
  { key = ROOT_KEY, signedAt, tamper = (_, values) => values }: Published,
  handle: Handle,
  values: readonly HandleValue[],
): readonly HandleValue[] {
  const signer = { ...ROOT_SIGNER, privateKey: key.privateKey };
  const signature = recordSignature(signer, handle, values, signedAt);
  return tamper(handle, [...values, value(401, 'HS_SIGNATURE', signature)]);
}
