import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { type HttpServer, startServer } from '../../src/http/server.ts';
import { httpTarget } from '../../src/load/http-target.ts';
import { isOwnNetwork } from '../../src/load/modest.ts';
import { nativeTarget } from '../../src/load/native-target.ts';
import type { Target } from '../../src/load/reply.ts';
import { serviceEndpoint } from '../../src/load/service-endpoint.ts';
import { type Clock, systemClock } from '../../src/system.ts';
import { createTransport } from '../../src/transport/transport.ts';
import { type DemoWorld, demoWorld } from '../resolver/kit/demo-world.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';
import { HOSTILE_ANSWERS } from './kit/hostile-answers.ts';

const FOUND = '20.500.1/one-url';
const MISSING = '20.500.1/there-is-no-such-handle';

let demo: DemoWorld;
let server: HttpServer;

beforeAll(async () => {
  demo = await demoWorld();
  const app = createApp({
    resolver: demo.resolver(),
    clock: systemClock,
    httpMaxAge: 60,
    ready: () => true,
  });
  server = await startServer(app, { host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await server.close(1_000);
  await demo.close();
});

/** A server that is given each connection. */
function listenRaw(onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const listener = createRawServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    onSocket(socket);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    listener.close();
  });
  return new Promise((done) =>
    listener.listen(0, '127.0.0.1', () => done((listener.address() as AddressInfo).port)),
  );
}

function closing(target: Target): Target {
  onTestFinished(() => target.close());
  return target;
}

const proxyAt = (url: string, clock: Clock = systemClock) =>
  closing(httpTarget({ url, connections: 2, timeoutMs: 5_000, headers: {}, clock }));

describe('a proxy', () => {
  it('answers with a status and the host it leads to', async () => {
    const reply = await proxyAt(`http://127.0.0.1:${server.port}`).ask(FOUND);
    expect(reply).toMatchObject({ outcome: '302', status: 302 });
    expect(reply.host).toMatch(/^[\w.]+$/);
  });

  it('gives equal answers equal fingerprints, and others others', async () => {
    const proxy = proxyAt(`http://127.0.0.1:${server.port}/`);
    const [first, again, other] = await Promise.all(
      [FOUND, FOUND, '20.500.1/two-urls'].map(
        async (handle) => (await proxy.ask(handle)).fingerprint,
      ),
    );
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('that nobody runs is an outcome', async () => {
    const gone = createServer();
    const port = await new Promise<number>((done) =>
      gone.listen(0, '127.0.0.1', () => done((gone.address() as AddressInfo).port)),
    );
    await new Promise((done) => gone.close(done));
    const { outcome, status } = await proxyAt(`http://127.0.0.1:${port}`).ask(FOUND);
    expect({ outcome, status }).toEqual({ outcome: 'connection refused', status: undefined });
  });

  it.each(HOSTILE_ANSWERS)('that answers with $name is an outcome', async ({ answer, outcome }) => {
    const port = await listenRaw((socket) => answer(socket));
    expect(await proxyAt(`http://127.0.0.1:${port}`).ask(FOUND)).toMatchObject({ outcome });
  });

  it('that speaks no TLS where it should is an outcome', async () => {
    const { outcome } = await proxyAt(`https://127.0.0.1:${server.port}`).ask(FOUND);
    expect(outcome).toBe('TLS: wrong version number');
  });

  it('whose certificate nobody vouches for is an outcome, and gets no request', async () => {
    const pem = (name: string) =>
      readFileSync(new URL(`../transport/fixtures/${name}.pem`, import.meta.url));
    let requests = 0;
    const stranger = createTlsServer(
      { key: pem('server-key'), cert: pem('server-cert') },
      (_request, response) => {
        requests += 1;
        response.writeHead(302, { location: 'https://example.org/' }).end();
      },
    );
    onTestFinished(() => void stranger.close());
    await new Promise<void>((done) => stranger.listen(0, '127.0.0.1', done));
    const { port } = stranger.address() as AddressInfo;
    const { outcome } = await proxyAt(`https://127.0.0.1:${port}`).ask(FOUND);
    expect({ outcome, requests }).toEqual({
      outcome: 'TLS: depth zero self signed cert',
      requests: 0,
    });
  });

  it('is waited for no longer than was said, also for a free connection', async () => {
    const clock = new VirtualClock();
    let asked = 0;
    const port = await listenRaw((socket) => socket.on('data', () => (asked += 1)));
    const proxy = proxyAt(`http://127.0.0.1:${port}`, clock);
    const replies = [1, 2, 3].map(() => proxy.ask(FOUND));
    await expect.poll(() => asked).toBe(2);
    clock.advance(5_000);
    expect(await Promise.all(replies)).toEqual([
      { outcome: 'timeout', fingerprint: 0 },
      { outcome: 'timeout', fingerprint: 0 },
      { outcome: 'timeout', fingerprint: 0, hadToWait: true },
    ]);
  });

  it('that leads to a path of its own leads to itself', async () => {
    const port = await listenRaw((socket) =>
      socket.end('HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n'),
    );
    const { host } = await proxyAt(`http://127.0.0.1:${port}`).ask(FOUND);
    expect(host).toBe(`127.0.0.1:${port}`);
  });

  it('is asked for odd names as they are', async () => {
    const asked: (string | undefined)[] = [];
    const listener = createServer(({ url }, response) => {
      asked.push(url);
      response.end();
    });
    const port = await new Promise<number>((done) =>
      listener.listen(0, '127.0.0.1', () => done((listener.address() as AddressInfo).port)),
    );
    onTestFinished(() => void listener.close());
    const proxy = proxyAt(`http://127.0.0.1:${port}/hdl`);
    for (const handle of ['1/a b?c#d%', '1/ü/x', '1/\ud800']) await proxy.ask(handle);
    expect(asked).toEqual(['/hdl/1/a%20b%3Fc%23d%25', '/hdl/1/%C3%BC/x', '/hdl/1/%EF%BF%BD']);
  });
});

describe('handle servers behind a bootstrap', () => {
  const servers = (protocol: 'udp' | 'tcp' | 'http', allowPublic = true) => {
    const transport = createTransport({ clock: systemClock, allowAddress: () => true });
    const resolver = demo.resolver();
    const endpointOf = serviceEndpoint({ resolver, protocol, allowPublic });
    return closing(nativeTarget({ name: 'demo', transport, timeoutMs: 5_000, endpointOf }));
  };

  it.each(['udp', 'tcp', 'http'] as const)('are asked over %s', async (protocol) => {
    const target = servers(protocol);
    expect(await target.ask(FOUND)).toMatchObject({ outcome: 'found', status: 1 });
    expect(await target.ask(MISSING)).toMatchObject({
      outcome: '100 (handle not found)',
      status: 100,
    });
  });

  it('are asked for every handle, past all caches, and the registry once', async () => {
    await demo.healthy();
    const target = servers('udp');
    for (let i = 0; i < 5; i++) await target.ask(FOUND);
    const received = demo.network.servers.map(({ counts }) => counts.datagramsReceived);
    expect(received.filter((count) => count > 0).sort()).toEqual([1, 5]);
  });

  it('give equal records equal fingerprints', async () => {
    const [udp, tcp] = await Promise.all(
      (['udp', 'tcp'] as const).map(async (way) => (await servers(way).ask(FOUND)).fingerprint),
    );
    expect(udp).toBe(tcp);
  });

  it('that there are none of is an outcome', async () => {
    const { outcome } = await servers('udp').ask('20.500.404/x');
    expect(outcome).toMatch(/no prefix 20\.500\.404/);
  });
});

describe('who may be burdened unasked', () => {
  it.each<[string, boolean]>([
    ['127.0.0.1', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::808:808', false],
    ['2002:808:808::1', false],
    ['10.1.2.3', true],
    ['192.168.0.9', true],
    ['fd00::1', true],
    ['8.8.8.8', false],
    ['2001:4860:4860::8888', false],
    ['no address', false],
  ])('%s: %s', (address, isOwn) => {
    expect(isOwnNetwork([address])).toBe(isOwn);
  });

  it('is nobody of whose addresses one is public', () => {
    expect(isOwnNetwork(['127.0.0.1', '8.8.8.8'])).toBe(false);
  });
});
