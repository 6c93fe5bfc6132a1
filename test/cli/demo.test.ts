import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { outcome, program } from './program.ts';
import { get } from './request.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const files = temporaryDirectory();
afterAll(files.remove);

const READY = /Ready on (http:\/\/127\.0\.0\.1:\d+)/;

/** A port that somebody else holds, for one test. */
async function takenPort(): Promise<number> {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

interface Link {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly status: number;
  readonly location?: string;
  readonly feature: string;
}

describe('hdl-edge demo', () => {
  it('prints which prefix lives where, links to try, and how to stop', async () => {
    const demo = program(['demo', '--port', '0']);
    const [, url = ''] = await demo.output(READY);
    const { input } = await demo.output(/Ctrl-C/);
    expect(input).toMatch(/What lives where:\n {2}the root: 127\.0\.0\.1/);
    expect(input).toMatch(new RegExp(`Links to try:\n[^]*${url}/`));
    demo.child.kill('SIGINT');
    expect(await demo.ended).toMatchObject({ status: 0, signal: null });
  });

  it('prints nothing but its links with --json, and each of them is true', async () => {
    const demo = program(['demo', '--port', '0', '--json']);
    const { input } = await demo.output(/\n\]\n/);
    const links = JSON.parse(input) as Link[];
    expect(links.length).toBeGreaterThan(5);
    for (const { url, headers, status, location, feature } of links) {
      const answer = await get(url, headers);
      expect({ status: answer.status, location: answer.headers.location }, feature).toEqual({
        status,
        location: location ?? undefined,
      });
    }
    demo.child.kill('SIGTERM');
    const { status, stdout } = await demo.ended;
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual(links);
  });

  it('serves the records of a file', async () => {
    const records = files.path('records.json');
    const value = {
      index: 1,
      type: 'URL',
      data: { format: 'string', value: 'https://example.org/a b' },
    };
    writeFileSync(records, JSON.stringify({ handles: { '20.77/mine': { values: [value] } } }));
    const demo = program(['demo', '--port', '0', '--records', records]);
    const [, url = ''] = await demo.output(READY);
    expect(await get(`${url}/20.77/mine`)).toMatchObject({
      status: 302,
      headers: { location: 'https://example.org/a%20b' },
    });
  });

  it.each([1, 2])('neither uses nor touches the state folder, with %i workers', async (workers) => {
    const folder = files.path(`state-${workers}`);
    mkdirSync(folder);
    writeFileSync(`${folder}/cache.snapshot`, 'of another proxy');
    const given = ['demo', '--port', '0', '--state-dir', folder, '--workers', `${workers}`];
    const demo = program(given);
    const [, url = ''] = await demo.output(READY);
    await get(`${url}/20.500.1/one-url`);
    demo.child.kill('SIGINT');
    const { stdout, stderr } = await demo.ended;
    expect(stdout).toContain(`nothing is kept in ${folder} (stateDir)`);
    expect(stdout + stderr).not.toContain('snapshot');
    expect(readdirSync(folder)).toEqual(['cache.snapshot']);
    expect(readFileSync(`${folder}/cache.snapshot`, 'utf8')).toBe('of another proxy');
  });

  it('keeps its cache there when it starts from the bootstrap of another network', async () => {
    const bootstrap = files.path('network.json');
    const network = program(['demo', '--network-only', '--write-bootstrap', bootstrap]);
    await network.output(/Ready/);
    const folder = files.path('state-of-other');
    const demo = program(['demo', '--port', '0', '--bootstrap', bootstrap, '--state-dir', folder]);
    await demo.output(READY);
    demo.child.kill('SIGINT');
    expect((await demo.ended).stdout).not.toContain('nothing is kept');
    expect(readdirSync(folder)).toContain('cache.snapshot');
  });

  it('says what is wrong with a records file', async () => {
    const records = files.path('bad.json');
    writeFileSync(records, '{"handles": {"20.77/mine": {"values": [{"index": "one"}]}}}');
    const { status, stderr } = await outcome(['demo', '--port', '0', '--records', records]);
    expect(status).toBe(2);
    expect(stderr).toContain(`records: ${records} cannot be used`);
    expect(stderr).toContain('20.77/mine');
  });

  it('starts the network alone, on the port it is told', async () => {
    const bootstrap = files.path('bootstrap.json');
    const given = ['--network-only', '--write-bootstrap', bootstrap];
    const demo = program(['demo', ...given]);
    const { input } = await demo.output(/Ready/);
    expect(input).not.toContain('http://');
    expect(readFileSync(bootstrap, 'utf8')).toContain('0.NA/0.NA');
    demo.child.kill('SIGTERM');
    expect(await demo.ended).toMatchObject({ status: 0 });
  });

  it('takes its settings from the environment too', async () => {
    const environment = { HDL_EDGE_PORT: '0', HDL_EDGE_NETWORK_ONLY: 'true' };
    const demo = program(['demo'], { environment });
    const { input } = await demo.output(/Ready/);
    expect(input).not.toContain('Ready on');
  });

  it('names the setting when its handle port is taken', async () => {
    const port = await takenPort();
    const { status, stderr } = await outcome(['demo', '--port', '0', '--handle-port', `${port}`]);
    expect(status).toBe(1);
    expect(stderr).toContain(`handlePort: ${port}`);
  });

  it('leaves nothing running when its HTTP port is taken', async () => {
    const port = await takenPort();
    const { status, stderr } = await outcome(['demo', '--port', `${port}`]);
    expect(status).toBe(1);
    expect(stderr).toContain(`port: ${port} on 127.0.0.1 is already in use`);
    expect(stderr).toContain('--port');
  });
});
