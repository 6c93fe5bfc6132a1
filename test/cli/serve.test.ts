import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { outcome, type Program, program, startProgram } from './program.ts';
import { get } from './request.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const files = temporaryDirectory();
const bootstrap = files.path('bootstrap.json');
const READY = /ready on (http:\/\/127\.0\.0\.1:\d+)/;
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

async function serve(...given: string[]) {
  const server = program(['serve', '--port', '0', '--bootstrap', bootstrap, ...given]);
  const stream = given.includes('--access-log') ? 'stderr' : 'stdout';
  const [, url = ''] = await server.output(READY, stream);
  return { server, url };
}

describe('hdl-edge serve', () => {
  it('redirects from the registry it is told to use', async () => {
    const { url } = await serve();
    const { status, headers } = await get(`${url}/20.500.1/one-url`);
    expect(status).toBe(302);
    expect(headers.location).toMatch(/^https:\/\//);
  });

  it('asks the registry for its own records soon after the start when they are old, and keeps them', async () => {
    const old = files.path('old-bootstrap.json');
    const { handles } = JSON.parse(readFileSync(bootstrap, 'utf8')) as { handles: unknown };
    writeFileSync(old, JSON.stringify({ lastUpdate: 0, handles }));
    const state = files.path('state');
    const { server } = await serve('--bootstrap', old, '--state-dir', state);
    const [line] = await server.output(/^.*"name":"bootstrap".*$/m, 'stderr');
    server.child.kill('SIGTERM');
    await server.ended;
    expect(JSON.parse(line)).toMatchObject({ level: 'info', changed: false, sites: 1 });
    const [file = ''] = readdirSync(state);
    const kept = JSON.parse(readFileSync(`${state}/${file}`, 'utf8')) as { handles: unknown };
    expect(kept.handles).toEqual(handles);
  });

  it('starts without a network from the public registry', async () => {
    const server = program(['serve', '--port', '0']);
    const [, url = ''] = await server.output(READY);
    expect(await get(`${url}/livez`)).toMatchObject({ status: 200 });
    expect(await get(`${url}/readyz`)).toMatchObject({ status: 200 });
  });

  it('finds its pages wherever it is started', async () => {
    const server = program(['serve', '--port', '0'], { directory: '/' });
    const [, url = ''] = await server.output(READY);
    const { status, body } = await get(`${url}/`);
    expect(status).toBe(200);
    expect(body).toContain('<form');
  });

  it('writes one line of JSON for each request, and nothing else, to stdout', async () => {
    const { server, url } = await serve('--access-log', 'json');
    await get(`${url}/20.500.1/one-url`);
    await server.output(/\n/);
    server.child.kill('SIGTERM');
    const { stdout } = await server.ended;
    const [line = '', ...more] = stdout.trim().split('\n');
    expect(more).toEqual([]);
    expect(JSON.parse(line)).toMatchObject({
      client: '127.0.0.0',
      method: 'GET',
      target: '/20.500.1/one-url',
      status: 302,
      handle: '20.500.1/one-url',
      cache: 'miss',
    });
  });

  it('says which setting to change when its port is taken', async () => {
    const { url } = await serve();
    const { port } = new URL(url);
    const { status, stdout, stderr } = await outcome(['serve', '--port', port]);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe(
      `hdl-edge: port: ${port} on 127.0.0.1 is already in use. Stop the program that holds it, or choose another port with --port (0 takes any free one).\n`,
    );
  });

  it('says which setting to change when its host is not of this machine', async () => {
    const { status, stderr } = await outcome(['serve', '--port', '0', '--host', '192.0.2.1']);
    expect(status).toBe(1);
    expect(stderr).toContain('host: 192.0.2.1 is no address of this machine');
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('stops on %s with status 0', async (signal) => {
    const { server } = await serve();
    server.child.kill(signal);
    expect(await server.ended).toMatchObject({ status: 0, signal: null, stderr: '' });
  });

  it('answers the request in hand before it stops', async () => {
    const slow = await holdingServer();
    const { server, url } = await serveFrom(slow.port);
    const answer = get(`${url}/20.500.1/one-url`);
    await slow.asked;
    server.child.kill('SIGTERM');
    await server.output(/SIGTERM: finishing/);
    await untilRefused(url);
    slow.hangUp();
    expect((await answer).status).toBeGreaterThanOrEqual(500);
    expect(await server.ended).toMatchObject({ status: 0 });
  });

  it('stops at once on a second signal', async () => {
    const slow = await holdingServer();
    const { server, url } = await serveFrom(slow.port);
    const answer = get(`${url}/20.500.1/one-url`).catch((error: Error) => error.message);
    await slow.asked;
    server.child.kill('SIGTERM');
    await server.output(/SIGTERM: finishing/);
    // The same signal within a moment counts as one, so it is sent until it is heard.
    const again = setInterval(() => server.child.kill('SIGTERM'), 10);
    const { status } = await server.ended;
    clearInterval(again);
    expect(status).toBe(143);
    expect(await answer).toMatch(/socket hang up|ECONNRESET/);
  });
});

/** Asks until nobody takes connections any more. */
async function untilRefused(url: string): Promise<void> {
  for (;;) {
    const refused = await get(`${url}/livez`).then(
      () => false,
      (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
    );
    if (refused) return;
  }
}

/** A handle server that takes a question over TCP and keeps it. */
async function holdingServer() {
  const sockets: Socket[] = [];
  let heard = () => {};
  const asked = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.once('data', () => heard());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hangUp = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(hangUp);
  return { port: (server.address() as { port: number }).port, asked, hangUp };
}

/** The proxy over a registry whose only server listens on this TCP port. */
async function serveFrom(port: number) {
  type Interface = { protocol: string; port: number };
  const text = readFileSync(bootstrap, 'utf8');
  const file = JSON.parse(text, (key, value) =>
    key === 'interfaces'
      ? (value as Interface[])
          .filter((each) => each.protocol === 'TCP')
          .map((each) => ({ ...each, port }))
      : value,
  );
  const path = files.path(`bootstrap-${port}.json`);
  writeFileSync(path, JSON.stringify(file));
  const server = program(['serve', '--port', '0', '--bootstrap', path]);
  const [, url = ''] = await server.output(READY);
  return { server, url };
}

describe('hdl-edge serve with a certificate', () => {
  const pem = (name: string) => resolve(`test/http/fixtures/${name}.pem`);

  it('speaks HTTPS, and says so', async () => {
    const given = ['--tls-cert', pem('first-cert'), '--tls-key', pem('first-key')];
    const server = program(['serve', '--port', '0', '--bootstrap', bootstrap, ...given]);
    await server.output(/ready on https:\/\/127\.0\.0\.1:\d+/);
  });

  it.each([
    ['is alive', true, 0],
    ['is not there', false, 1],
  ])('that %s is found so by the health check of the image', async (_, isThere, status) => {
    const given = ['--tls-cert', pem('first-cert'), '--tls-key', pem('first-key')];
    const server = program(['serve', '--port', '0', '--bootstrap', bootstrap, ...given]);
    const [, port = ''] = await server.output(/ready on https:\/\/127\.0\.0\.1:(\d+)/);
    if (!isThere) {
      server.child.kill('SIGKILL');
      await server.ended;
    }
    const check = spawnSync(process.execPath, ['deploy/container/healthcheck.mjs'], {
      env: { HDL_EDGE_PORT: port, HDL_EDGE_TLS_CERT: pem('first-cert') },
    });
    expect(check.status).toBe(status);
  });

  it.each([
    [['--tls-cert', pem('first-cert'), '--tls-key', pem('second-key')], 'is not the key of'],
    [['--tls-cert', pem('first-cert')], 'tlsKey: is missing'],
    [['--tls-key', pem('first-key')], 'tlsCert: is missing'],
  ])('says what is wrong with %j', async (given, message) => {
    const { status, stderr } = await outcome(['serve', '--port', '0', ...given]);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('the logs of hdl-edge serve', () => {
  it('stop nothing when nobody reads them, not even the end', async () => {
    const server = program([
      'serve',
      '--port',
      '0',
      '--bootstrap',
      bootstrap,
      '--access-log',
      'json',
    ]);
    const [, url = ''] = await server.output(READY, 'stderr');
    server.child.stdout?.pause();
    const long = 'x'.repeat(8000);
    // Far more than a pipe and the program on either side of it hold.
    for (let i = 0; i < 400; i++) expect((await get(`${url}/livez?${long}`)).status).toBe(200);
    const ended = new Promise((resolve) => server.child.once('exit', resolve));
    server.child.kill('SIGTERM');
    expect(await ended).toBe(0);
    server.child.stdout?.resume();
  });

  it.each([
    ['handle', /^127\.0\.0\.0 HTTP:HDL "[^"]+Z" 1 1 \d+ms 20\.500\.1\/one-url ""$/m],
    [
      'combined',
      /^127\.0\.0\.0 - - \[[^\]]+\] "GET \/20\.500\.1\/one-url HTTP\/1\.1" 302 \d+ "-" "-"$/m,
    ],
  ])('can have the format %s, and are whole when it ends', async (format, line) => {
    const { server, url } = await serve('--access-log', format);
    for (let i = 0; i < 20; i++) await get(`${url}/20.500.1/one-url`);
    server.child.kill('SIGTERM');
    const { stdout } = await server.ended;
    expect(stdout).toMatch(line);
    expect(stdout.trim().split('\n')).toHaveLength(20);
  });
});
