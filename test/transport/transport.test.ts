import { getEventListeners } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { UpstreamProtocol } from '../../src/events.ts';
import { splitDatagrams } from '../../src/protocol/datagrams.ts';
import { answerTo, manyValues } from './answers.ts';
import { ManualClock } from './manual-clock.ts';
import type { Exit, Script } from './scripted-server.ts';
import {
  ask,
  certified,
  closeAfterEach,
  codeOf,
  errorOf,
  eventually,
  fixture,
  openServer,
  openTransport,
  QUESTION,
  RSA_KEY,
} from './setting.ts';

closeAfterEach();

const PROTOCOLS: readonly UpstreamProtocol[] = ['udp', 'tcp', 'http', 'https'];

const KEYED = { ...QUESTION, serverKey: RSA_KEY.record() };

const open = (protocol: UpstreamProtocol, script?: Script) =>
  openServer(protocol, script, {
    tls: { key: fixture('server-key.pem'), cert: fixture('server-cert.pem') },
  });

/** Half an answer, in the way of each protocol. */
const half: Script = (arrival, exit: Exit) => {
  const bytes = answerTo(arrival, { values: manyValues(10) });
  if (exit.socket) exit.socket.write(bytes.subarray(0, 100));
  else if (exit.response) {
    exit.response.writeHead(200, {
      'Content-Type': 'application/x-hdl-message',
      'Content-Length': bytes.length,
    });
    exit.response.write(bytes.subarray(0, 100));
  } else exit.sendDatagrams(splitDatagrams(bytes, { truncated: false }).slice(0, 2));
};

describe.each(PROTOCOLS)('an exchange over %s', (protocol) => {
  it('leaves neither timer nor listener behind when it goes well', async () => {
    const clock = new ManualClock();
    const server = await open(protocol);
    const { signal } = new AbortController();
    await ask(openTransport({ clock }), server.endpoint, KEYED, { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(clock.timers).toEqual([]);
  });

  it('sends nothing when its signal is aborted already', async () => {
    const server = await open(protocol);
    const limits = { signal: AbortSignal.abort() };
    const error = await errorOf(ask(openTransport(), server.endpoint, KEYED, limits));
    expect(error).toMatchObject({ code: 'aborted', attempts: 0 });
    expect(server.connectionCount()).toBe(0);
    expect(server.arrivals).toEqual([]);
  });

  it.each([
    ['right after it began', () => {}, 0],
    ['while it waits for an answer', () => {}, 1],
    ['in the middle of the answer', half, 1],
  ] as const)('can be aborted %s', async (_when, script, arrivals) => {
    const clock = new ManualClock();
    const server = await open(protocol, script);
    const controller = new AbortController();
    const { signal } = controller;
    const exchange = codeOf(ask(openTransport({ clock }), server.endpoint, KEYED, { signal }));
    await server.arrived(arrivals);
    controller.abort();
    expect(await exchange).toBe('aborted');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(clock.timers).toEqual([]);
    await server.left();
  });

  it("ends with 'closed' when the transport is closed meanwhile", async () => {
    const clock = new ManualClock();
    const server = await open(protocol, half);
    const transport = openTransport({ clock });
    const exchanges = [1, 2, 3].map(() => codeOf(ask(transport, server.endpoint, KEYED)));
    await server.arrived(3);
    await transport.close();
    expect(await Promise.all(exchanges)).toEqual(['closed', 'closed', 'closed']);
    expect(clock.timers).toEqual([]);
    await server.left();
  });

  it("ends with 'closed' when the transport is closed already", async () => {
    const server = await open(protocol);
    const transport = openTransport();
    await transport.close();
    expect(await codeOf(ask(transport, server.endpoint, KEYED))).toBe('closed');
  });

  it("ends with 'forbidden-address' when the guard says so, and sends nothing", async () => {
    const server = await open(protocol);
    const asked: unknown[] = [];
    const allowAddress = (...of: unknown[]) => asked.push(of) === 0;
    const exchange = errorOf(ask(openTransport({ allowAddress }), server.endpoint, KEYED));
    expect(await exchange).toMatchObject({ code: 'forbidden-address', attempts: 0 });
    expect(asked).toEqual([['127.0.0.1', server.endpoint.port]]);
    expect(server.connectionCount()).toBe(0);
    expect(server.arrivals).toEqual([]);
  });

  it("ends with 'bad-signature' when there is no key to verify with, and sends nothing", async () => {
    const server = await open(protocol);
    const question = certified(new Uint8Array(0));
    const exchange = errorOf(ask(openTransport(), server.endpoint, question));
    expect(await exchange).toMatchObject({ code: 'bad-signature', attempts: 0 });
    expect(server.arrivals).toEqual([]);
  });

  it("ends with 'bad-message' when the question cannot be written", async () => {
    const server = await open(protocol);
    const question = { ...KEYED, handle: `20.500.99999/${'x'.repeat(300_000)}` };
    expect(await codeOf(ask(openTransport(), server.endpoint, question))).toBe('bad-message');
  });

  it('tells how long it took, by the clock handed in', async () => {
    const clock = new ManualClock();
    const server = await open(protocol, () => {});
    const limits = { timeoutMs: 120 };
    const exchange = errorOf(ask(openTransport({ clock }), server.endpoint, KEYED, limits));
    await server.arrived(1);
    clock.advance(120);
    expect(await exchange).toMatchObject({ code: 'timeout', attempts: 1, milliseconds: 120 });
  });

  it('can share its signal with hundreds of others', async () => {
    const server = await open(protocol);
    const transport = openTransport();
    const { signal } = new AbortController();
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on('warning', warn);
    await Promise.all(
      Array.from({ length: 200 }, () => ask(transport, server.endpoint, KEYED, { signal })),
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });

  const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === '::1'),
  );

  it('works over IPv6', async ({ skip }) => {
    if (!hasIpv6) skip('this machine has no IPv6 loopback address');
    const server = await openServer(protocol, undefined, {
      address: '::1',
      tls: { key: fixture('server-key.pem'), cert: fixture('server-cert.pem') },
    });
    expect((await ask(openTransport(), server.endpoint, KEYED)).attempts).toBe(1);
    const { port } = server.endpoint;
    const host = server.arrivals[0]?.http?.headers.host;
    if (host !== undefined) expect(host).toBe(`[::1]:${port}`);
  });
});

describe('closing a transport', () => {
  it('may happen twice', async () => {
    const transport = openTransport();
    await transport.close();
    await expect(transport.close()).resolves.toBeUndefined();
  });

  it('gives up connections that are still being made', async () => {
    const connections: unknown[] = [];
    // Accepts, and then lets the TLS handshake hang.
    const mute = createServer((socket) => {
      connections.push(socket);
      socket.on('error', () => {});
      socket.on('close', () => connections.splice(connections.indexOf(socket), 1));
      socket.resume();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const { port } = mute.address() as { port: number };
    const transport = openTransport();
    const endpoint = { protocol: 'https', address: '127.0.0.1', port } as const;
    const exchanges = [1, 2].map(() => codeOf(ask(transport, endpoint, KEYED)));
    await eventually(() => connections.length === 2);
    await transport.close();
    expect(await Promise.all(exchanges)).toEqual(['closed', 'closed']);
    await eventually(() => connections.length === 0);
    await new Promise((resolve) => mute.close(resolve));
  });
});
