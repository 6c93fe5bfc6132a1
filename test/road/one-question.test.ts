import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../src/http/app.ts';
import { type HttpServer, startServer } from '../../src/http/server.ts';
import type { Resolver } from '../../src/resolver/resolver.ts';
import { systemClock } from '../../src/system.ts';
import { type DemoWorld, demoWorld } from '../resolver/kit/demo-world.ts';

const HANDLE = '20.500.1/one-url';
const REQUESTS = 10_000;

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

it('ten thousand visitors of a handle nobody has asked for cause one datagram for its prefix and one for it', async () => {
  await demo.healthy();
  const { port } = server;
  const visitors = Array.from({ length: REQUESTS }, () => resolver.resolve(HANDLE));
  const throughHttp = await Promise.all(
    Array.from({ length: 100 }, () =>
      fetch(`http://127.0.0.1:${port}/${HANDLE}`, { redirect: 'manual' }),
    ),
  );
  const outcomes = new Set((await Promise.all(visitors)).map(({ outcome }) => outcome));
  expect([...outcomes]).toEqual(['found']);
  expect(new Set(throughHttp.map(({ status }) => status))).toEqual(new Set([302]));
  const datagrams = demo.network.servers.map(({ name, counts }) => [
    name,
    counts.datagramsReceived,
  ]);
  expect(datagrams.filter(([, received]) => received !== 0)).toEqual([
    ['root', 1],
    ['plain', 1],
  ]);
});
