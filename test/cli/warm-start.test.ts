import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Program, program, startProgram } from './program.ts';
import { get } from './request.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const READY = /ready on (http:\/\/127\.0\.0\.1:\d+)/;
const ADMIN = /operators: (http:\/\/127\.0\.0\.1:\d+)/;
const READ = /"name":"cache-snapshot","operation":"read","entries":(\d+)/;
const WRITTEN = /"name":"cache-snapshot","operation":"written","entries":(\d+)/;
const HANDLE = '20.500.1/one-url';

const files = temporaryDirectory();
const bootstrap = files.path('bootstrap.json');

/** A state folder of its own, and what a proxy does with it. */
function folder() {
  const directory = temporaryDirectory();
  onTestFinished(directory.remove);
  const stateDir = directory.path('state');
  const start = (...flags: string[]) => {
    const given = ['serve', '--port', '0', '--bootstrap', bootstrap, '--state-dir', stateDir];
    return program([...given, ...flags]);
  };
  return {
    start,
    snapshot: `${stateDir}/cache.snapshot`,
    names: () => readdirSync(stateDir),
    /** Starts, asks, and ends as it should. */
    async run(...flags: string[]) {
      const server = start(...flags);
      const [, url = ''] = await server.output(READY);
      expect((await get(`${url}/${HANDLE}`)).status).toBe(302);
      server.child.kill('SIGTERM');
      return server.ended;
    },
  };
}

async function cacheStatus(server: Program) {
  const [, url = ''] = await server.output(READY);
  const { status, headers } = await get(`${url}/${HANDLE}`);
  return [status, String(headers['cache-status'])];
}

describe('hdl-edge serve that starts again', () => {
  let network: Program;

  beforeAll(async () => {
    network = startProgram(['demo', '--network-only', '--write-bootstrap', bootstrap]);
    await network.output(/Ready/);
  });

  afterAll(async () => {
    network.child.kill('SIGTERM');
    await network.ended;
    files.remove();
  });

  it('answers from what it knew, though no handle server is there any more', async () => {
    const own = files.path('own.json');
    const servers = program(['demo', '--network-only', '--write-bootstrap', own]);
    await servers.output(/Ready/);
    const { run, start } = folder();
    const { status, stderr } = await run('--bootstrap', own);
    expect([status, WRITTEN.test(stderr)]).toEqual([0, true]);
    servers.child.kill('SIGKILL');
    await servers.ended;
    const again = start('--bootstrap', own);
    await again.output(READ, 'stderr');
    expect(await cacheStatus(again)).toEqual([
      302,
      expect.stringMatching(/^hdl-edge; hit; ttl=\d/),
    ]);
  });

  it('counts what it has read in its metrics', async () => {
    const { run, start } = folder();
    await run();
    const again = start();
    const [, read = 'nothing'] = await again.output(READ, 'stderr');
    const [, admin = ''] = await again.output(ADMIN);
    const { body } = await get(`${admin}/metrics`);
    expect(Number(read)).toBeGreaterThan(0);
    expect(body).toContain(`hdl_edge_cache_snapshot_entries_total{operation="read"} ${read}\n`);
  });

  it('has the cache of one of several workers in all of them', async () => {
    const { run, start, snapshot } = folder();
    await run('--workers', '2');
    expect(existsSync(snapshot)).toBe(true);
    const again = start('--workers', '2');
    await again.output(new RegExp(`${READ.source}[^]*${READ.source}`), 'stderr');
    const [, admin = ''] = await again.output(ADMIN);
    const { body } = await get(`${admin}/cache/${HANDLE}`);
    const { entries } = JSON.parse(body) as { entries: { worker: number }[] };
    expect(entries.map(({ worker }) => worker).sort()).toEqual([1, 2]);
    expect(existsSync(snapshot)).toBe(false);
    again.child.kill('SIGTERM');
    const { stderr } = await again.ended;
    expect(stderr.match(new RegExp(WRITTEN, 'g'))).toHaveLength(1);
  });

  it('leaves no file behind while it serves, so that nothing purged comes back after a crash', async () => {
    const { run, start, snapshot } = folder();
    await run();
    const second = start();
    await second.output(READY);
    expect(existsSync(snapshot)).toBe(false);
    second.child.kill('SIGKILL');
    await second.ended;
    expect(await cacheStatus(start())).toEqual([302, expect.stringContaining('fwd=miss')]);
  });

  it('keeps nothing of what was purged', async () => {
    const { run, start } = folder();
    await run();
    const second = start();
    await second.output(READ, 'stderr');
    const [, admin = ''] = await second.output(ADMIN);
    await fetch(`${admin}/purge?handle=${HANDLE}`, { method: 'POST' });
    second.child.kill('SIGTERM');
    await second.ended;
    const third = start();
    await third.output(READ, 'stderr');
    expect(await cacheStatus(third)).toEqual([302, expect.stringContaining('fwd=miss')]);
  });

  it('does not lose it to a start that fails', async () => {
    const { run, start, snapshot } = folder();
    await run();
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    expect(await start('--port', `${port}`).ended).toMatchObject({ status: 1 });
    expect(existsSync(snapshot)).toBe(true);
  });

  it('does not use what it knew under another trust, and says why', async () => {
    const { run, start } = folder();
    await run();
    const other = start('--trust', 'off');
    await other.output(/"name":"snapshot-not-read"[^\n]*other trust/, 'stderr');
    expect(await cacheStatus(other)).toEqual([302, expect.stringContaining('fwd=miss')]);
  });

  it('keeps nothing where copies share a cache', async () => {
    const { run, start, names, snapshot } = folder();
    await run();
    const sharing = start('--redis-url', 'redis://127.0.0.1:9');
    await sharing.output(READY);
    expect(existsSync(snapshot)).toBe(false);
    sharing.child.kill('SIGTERM');
    await sharing.ended;
    expect(names()).toEqual([]);
  });
});
