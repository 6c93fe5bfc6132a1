import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Ping } from '../../src/resolver/ping-sites.ts';
import { type DemoWorld, demoWorld } from '../resolver/kit/demo-world.ts';
import { outcome } from './program.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const HANDLE = '20.500.1/one-url';
const files = temporaryDirectory();
const bootstrap = files.path('bootstrap.json');
let demo: DemoWorld;

beforeAll(async () => {
  demo = await demoWorld();
  writeFileSync(bootstrap, JSON.stringify(demo.network.bootstrap));
});
beforeEach(() => demo.healthy());
afterAll(async () => {
  await demo.close();
  files.remove();
});

const sites = (...given: string[]) => outcome(['sites', '--bootstrap', bootstrap, ...given]);

async function pings(...given: string[]): Promise<{ status: number | null; list: Ping[] }> {
  const { status, stdout } = await sites('--json', ...given);
  return { status, list: JSON.parse(stdout) as Ping[] };
}

async function recordOf(handle: string) {
  const found = await demo.resolver().serviceOf(handle);
  if (found.kind !== 'service') throw new Error(found.kind);
  const [site] = found.service.sites;
  if (site === undefined) throw new Error('no site');
  return { site, sites: found.service.sites };
}

describe('hdl-edge sites', () => {
  it('asks every interface of the registry', async () => {
    const { status, list } = await pings();
    const { addresses } = demo.network.server('root');
    expect(status).toBe(0);
    expect(list.map(({ protocol, address, port }) => ({ protocol, address, port }))).toEqual(
      expect.arrayContaining(
        (['udp', 'tcp', 'http'] as const).map((protocol) => ({
          protocol,
          address: '127.0.0.1',
          port: addresses[protocol].port,
        })),
      ),
    );
    expect(demo.network.server('root').counts.requests).toEqual({ udp: 1, tcp: 1, http: 1 });
  });

  it('tells what each says: time, version, response code, and the key of the record', async () => {
    const { site } = await recordOf(HANDLE);
    await demo.healthy();
    const { list } = await pings(HANDLE);
    const { major, minor } = site.protocolVersion;
    const key = site.servers[0]?.publicKey ?? new Uint8Array();
    for (const ping of list) {
      expect(ping).toMatchObject({
        site: 1,
        serverId: site.servers[0]?.serverId,
        keyFingerprint: createHash('sha256').update(key).digest('hex'),
        answer: { responseCode: 1, attempts: 1, version: `${major}.${minor}` },
        remark: '',
      });
      expect(ping.answer?.milliseconds).toBeGreaterThan(0);
    }
    expect(list.map(({ protocol }) => protocol).sort()).toEqual(['http', 'tcp', 'udp']);
  });

  it.each([HANDLE, '20.500.1', '0.na/20.500.1'])(
    'takes %s for the service of its prefix',
    async (about) => {
      const { list } = await pings(about);
      const { site } = await recordOf(HANDLE);
      expect(list[0]?.port).toBe(site.servers[0]?.interfaces[0]?.port);
    },
  );

  it('tells of all servers of a divided service', async () => {
    const { status, list } = await pings('20.500.2/x');
    const { sites: records } = await recordOf('20.500.2/x');
    const servers = records.flatMap((each) => each.servers);
    expect(status).toBe(0);
    expect(new Set(list.map(({ port }) => port)).size).toBe(
      new Set(servers.flatMap(({ interfaces }) => interfaces.map(({ port }) => port))).size,
    );
  });

  it('ends with 1 when a door is closed, and names it', async () => {
    const root = demo.network.server('root');
    await root.faults.setDoor('tcp', 'closed');
    const { status, list } = await pings();
    expect(status).toBe(1);
    const [closed, ...more] = list.filter(({ answer }) => answer === undefined);
    expect(more).toEqual([]);
    expect(closed).toMatchObject({ protocol: 'tcp', error: 'refused' });
    const { stdout } = await sites();
    expect(stdout).toMatch(/tcp 127\.0\.0\.1:\d+ .* - .*refused/);
    expect(stdout).toContain('2 of 3 interfaces answered.');
  });

  it('ends with 2 when nobody answers', async () => {
    const root = demo.network.server('root');
    for (const door of ['udp', 'tcp', 'http'] as const) await root.faults.setDoor(door, 'closed');
    expect(await pings()).toMatchObject({ status: 2 });
  });

  it('ends with 2 when there is no such prefix, and says so', async () => {
    const { status, stdout, stderr } = await sites('99.999/x');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('hdl-edge: the registry knows no prefix 99.999');
  });
});
