import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { type HttpServer, startServer } from '../../src/http/server.ts';
import type { Resolver } from '../../src/resolver/resolver.ts';
import { systemClock } from '../../src/system.ts';
import { type DemoWorld, demoWorld } from '../resolver/kit/demo-world.ts';

const HANDLE = '20.500.1/one-url';
const CONNECTIONS = 200;
const REQUESTS_EACH = 50;

/** Less than a client waits before it asks again, in milliseconds; enough for most to arrive. */
const DELAY = 200;

let demo: DemoWorld;
let resolver: Resolver;
let server: HttpServer;

beforeAll(async () => {
  demo = await demoWorld();
  resolver = demo.resolver();
  const app = createApp({ resolver, clock: systemClock, httpMaxAge: 3600, ready: () => true });
  server = await startServer(app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close(0);
  await resolver.close();
  await demo.close();
});

/** Many requests at once on one connection; the server answers each on its own. */
function visitors(count: number): Promise<string[]> {
  const request = `GET /${HANDLE} HTTP/1.1\r\nHost: 127.0.0.1\r\n`;
  const last = `${request}Connection: close\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write(`${request}\r\n`.repeat(count - 1) + last),
    );
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(text.match(/^HTTP\/1\.1 \d+|fwd=miss/gm) ?? []));
  });
}

it('ten thousand visitors of a handle nobody has asked for cause one datagram for its prefix and one for it', async () => {
  for (const { faults } of demo.network.servers) faults.delayMs = DELAY;
  const answers = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => visitors(REQUESTS_EACH)),
  );
  const told = answers.flat();
  const statuses = told.filter((text) => text !== 'fwd=miss');
  expect(statuses).toHaveLength(CONNECTIONS * REQUESTS_EACH);
  expect(new Set(statuses)).toEqual(new Set(['HTTP/1.1 302']));
  // They did not just come one after the other: these waited for the same answer.
  expect(told.length - statuses.length).toBeGreaterThanOrEqual(REQUESTS_EACH);
  const datagrams = demo.network.servers.map(({ name, counts }) => [
    name,
    counts.datagramsReceived,
  ]);
  expect(datagrams.filter(([, received]) => received !== 0)).toEqual([
    ['root', 1],
    ['plain', 1],
  ]);
});
