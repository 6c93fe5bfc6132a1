import { renameSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExchangeEvent } from '../../src/events.ts';
import { encodeLocalInfo } from '../../src/protocol/files/local-info.ts';
import { siteToJson } from '../../src/protocol/json/site-json.ts';
import { type DemoWorld, demoWorld } from '../resolver/kit/demo-world.ts';
import { outcome, program } from './program.ts';
import { get } from './request.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const HANDLE = '20.500.1/one-url';
const files = temporaryDirectory();
const localInfo = files.path('local_info.json');
const resolverSite = files.path('resolver_site');
let demo: DemoWorld;
/** `address port` of the servers that the files name. */
const doors = new Set<string>();

/** Files that lead to the service of HANDLE. Without a bootstrap all else would be asked of the public registry. */
beforeAll(async () => {
  demo = await demoWorld();
  const found = await demo.resolver().serviceOf(HANDLE);
  if (found.kind !== 'service') throw new Error(found.kind);
  const [site] = found.service.sites;
  if (site === undefined) throw new Error('no site');
  for (const { interfaces } of site.servers) {
    for (const { port } of interfaces) doors.add(`127.0.0.1 ${port}`);
  }
  writeFileSync(localInfo, JSON.stringify([{ nas: ['0.NA/20.500.1'], site: siteToJson(site) }]));
  writeFileSync(
    files.path('local_info'),
    encodeLocalInfo([{ prefixHandles: ['0.NA/20.500.1'], site }]),
  );
  writeFileSync(resolverSite, JSON.stringify(siteToJson(site)));
});
beforeEach(() => demo.healthy());
afterAll(async () => {
  await demo.close();
  files.remove();
});

async function resolve(handle: string, ...flags: string[]) {
  const ended = await outcome(['resolve', handle, '--json', ...flags]);
  const { trace, values } = JSON.parse(ended.stdout) as {
    trace: ExchangeEvent[];
    values?: unknown[];
  };
  return { ...ended, trace, values };
}

/** What was asked of servers that no file names. */
function strangers(trace: readonly ExchangeEvent[]): readonly ExchangeEvent[] {
  return trace.filter(({ address, port }) => !doors.has(`${address} ${port}`));
}

describe('an independent network', () => {
  it.each([
    ['localServices', 'local_info.json', '--local-services'],
    ['localServices in the binary form', 'local_info', '--local-services'],
    ['resolverSite', 'resolver_site', '--resolver-site'],
  ])('by %s resolves without a packet to anybody else', async (_, name, flag) => {
    const { status, values, trace } = await resolve(HANDLE, flag, files.path(name));
    expect(status).toBe(0);
    expect(values).not.toEqual([]);
    expect(trace).not.toEqual([]);
    expect(strangers(trace)).toEqual([]);
    expect(demo.network.server('root').counts.requests).toEqual({ udp: 0, tcp: 0, http: 0 });
  });

  it.each([
    ['a handle that does not exist', '20.500.1/nobody'],
    ['the record of its prefix', '0.NA/20.500.1'],
  ])('asks nobody else for %s either', async (_, handle) => {
    const { trace } = await resolve(handle, '--local-services', localInfo);
    expect(trace).not.toEqual([]);
    expect(strangers(trace)).toEqual([]);
  });

  it.each(['20.500.2/x', '0.NA/20.500.1', 'no-slash'])(
    'with a resolver site asks nobody else for %s',
    async (handle) => {
      const { trace } = await resolve(handle, '--resolver-site', resolverSite);
      expect(trace).not.toEqual([]);
      expect(strangers(trace)).toEqual([]);
    },
  );

  it('lists no other sites either', async () => {
    const { status, stdout } = await outcome(['sites', '--json', '--resolver-site', resolverSite]);
    expect(status).toBe(0);
    const pings = JSON.parse(stdout) as ExchangeEvent[];
    expect(pings).not.toEqual([]);
    expect(strangers(pings)).toEqual([]);
  });

  it('allows private addresses to the servers of its files only', async () => {
    const { status, trace } = await resolve(
      HANDLE,
      '--local-services',
      localInfo,
      '--allow-private-upstreams=false',
    );
    expect(status).toBe(0);
    expect(trace.map(({ error }) => error)).toEqual([undefined]);
  });

  it.each([
    ['localServices', '--local-services'],
    ['resolverSite', '--resolver-site'],
    ['overrides', '--overrides'],
  ])('is refused where the file of %s cannot be used', async (name, flag) => {
    writeFileSync(files.path('broken'), '[{]');
    const { status, stderr } = await outcome(['resolve', HANDLE, flag, files.path('broken')]);
    expect(status).toBe(2);
    expect(stderr).toContain(`hdl-edge: ${name}: ${files.path('broken')} cannot be used: `);
  });
});

describe('overrides', () => {
  it('are told apart in the trace of resolve', async () => {
    writeFileSync(files.path('zone.json'), JSON.stringify({ [HANDLE]: 'https://b.example/' }));
    const flags = ['--overrides', files.path('zone.json'), '--trace'];
    const { status, stdout } = await outcome(['resolve', HANDLE, ...flags]);
    expect(status).toBe(0);
    expect(stdout).toContain('The overrides say so; nobody was asked.');
    expect(stdout).toContain('https://b.example/');
  });

  it('are served, and read again when the file changes', async () => {
    const zone = files.path('changing.json');
    const write = (json: unknown) => {
      writeFileSync(`${zone}.new`, JSON.stringify(json));
      renameSync(`${zone}.new`, zone);
    };
    write({ '10.1': 'https://a.example/{suffix}' });
    const server = program(['serve', '--port', '0', '--overrides', zone]);
    const [, url = ''] = await server.output(/ready on (http:\/\/127\.0\.0\.1:\d+)/);
    const first = await get(`${url}/10.1/x`);
    expect(first.status).toBe(302);
    expect(first.headers).toMatchObject({
      location: 'https://a.example/x',
      'cache-status': expect.stringMatching(/^hdl-edge; hit; ttl=\d+; detail=local$/),
    });
    const page = await get(`${url}/10.1/x?noredirect`);
    expect(page.body).toContain('an entry of this resolver&#39;s own');
    let warned = false;
    void server.output(/bad-overrides-file/, 'stderr').then(() => {
      warned = true;
    });
    write([]);
    let last = first;
    await expect
      .poll(
        async () => {
          last = await get(`${url}/10.1/x`);
          return warned;
        },
        { timeout: 30_000 },
      )
      .toBe(true);
    expect(last.headers.location).toBe('https://a.example/x');
    write({ '10.1': 'https://b.example/{suffix}' });
    await expect
      .poll(async () => (await get(`${url}/10.1/x`)).headers.location, { timeout: 30_000 })
      .toBe('https://b.example/x');
  });
});
