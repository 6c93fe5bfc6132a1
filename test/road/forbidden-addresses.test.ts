import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/index.ts';
import type { Interface } from '../../src/handle/site.ts';
import { encodeSite } from '../../src/protocol/site.ts';
import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import { createResolver } from '../../src/resolver/resolver.ts';
import { systemClock } from '../../src/system.ts';
import { createAddressGuard } from '../../src/transport/address-guard.ts';
import { createTransport } from '../../src/transport/transport.ts';
import { HTTP, server, site, TCP, UDP } from '../resolver/kit/records.ts';

/** Counts whatever arrives at a port of its own, by UDP and by TCP. */
async function openListener() {
  let packets = 0;
  const tcp = createServer((socket) => {
    packets += 1;
    socket.destroy();
  });
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4').on('message', () => {
    packets += 1;
  });
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  return {
    port,
    packets: () => packets,
    close() {
      tcp.close();
      udp.close();
    },
  };
}

type Listener = Awaited<ReturnType<typeof openListener>>;

let listener: Listener;
let network: DemoNetwork;
const toClose: (() => Promise<void>)[] = [];

/** Prefixes whose records name what they should not, by what that is. */
const FORBIDDEN = {
  'a loopback port that is not allowed': (port: number) => siteRecord('127.0.0.1', port),
  'another loopback address': (port: number) => siteRecord('127.0.0.2', port),
  'a private address': () => siteRecord('10.0.0.1', 2641),
  'the metadata service of clouds': () => siteRecord('169.254.169.254', 80),
  'the loopback address of IPv6': (port: number) => siteRecord('::1', port),
  'a mapped loopback address': (port: number) => siteRecord('::ffff:127.0.0.1', port),
  'the port of another service': () => siteRecord('192.88.98.1', 22),
  'a name that leads to the loopback address': (port: number) =>
    siteRecord('0.0.0.0', port, [{ name: 'domain', value: 'inside.example' }]),
  'an alternative address that is private': (port: number) =>
    siteRecord('10.0.0.2', port, [{ name: 'alt_addr', value: '127.0.0.1' }]),
} as const;

const CASES = Object.entries(FORBIDDEN).map(([what, record], n) => ({
  what,
  record,
  prefix: `20.666.${n + 1}`,
}));

function siteRecord(
  address: string,
  port: number,
  attributes: { name: string; value: string }[] = [],
): string {
  const interfaces: Interface[] = [UDP, TCP, HTTP].map((each) => ({ ...each, port }));
  const bytes = encodeSite(
    site(address, { attributes, servers: [server(address, { interfaces })] }),
  );
  return Buffer.from(bytes).toString('base64');
}

beforeAll(async () => {
  listener = await openListener();
  const handles: Record<string, { values: unknown[] }> = {
    '20.500.1/here': { values: [{ index: 1, type: 'URL', data: 'https://example.org/' }] },
  };
  for (const { prefix, record } of CASES) {
    const data = { format: 'base64', value: record(listener.port) };
    handles[`0.NA/${prefix}`] = { values: [{ index: 1, type: 'HS_SITE', data }] };
    handles[`${prefix}/x`] = { values: [{ index: 1, type: 'URL', data: 'https://example.org/' }] };
  }
  network = await startDemoNetwork({ records: { handles } });
});

afterEach(async () => {
  await Promise.all(toClose.splice(0).map((close) => close()));
});

afterAll(async () => {
  listener.close();
  await network.close();
});

/** May reach the demo's own ports, and nothing else that is not public. */
function carefulResolver() {
  const allow = network.servers.flatMap(({ addresses }) =>
    Object.values(addresses).map(({ address, port }) => `${address}:${port}`),
  );
  const guard = createAddressGuard(allow);
  const contacted: string[] = [];
  const transport = createTransport({
    clock: systemClock,
    allowAddress(address, port) {
      const isAllowed = guard(address, port);
      if (isAllowed) contacted.push(`${address}:${port}`);
      return isAllowed;
    },
  });
  const resolver = createResolver({
    transport,
    bootstrap: readBootstrap(network.bootstrap),
    clock: systemClock,
    random: Math.random,
    lookup: async () => ['127.0.0.1', '::1', '10.0.0.3'],
  });
  toClose.push(async () => {
    await resolver.close();
    await transport.close();
  });
  return { resolver, contacted, allow };
}

describe('a record that names as its service', () => {
  it.each(CASES)('$what has no packet sent there', async ({ prefix }) => {
    const { resolver, contacted, allow } = carefulResolver();
    const resolution = await resolver.resolve(`${prefix}/x`);
    expect(resolution).toMatchObject({ outcome: 'unreachable' });
    expect(contacted.filter((each) => !allow.includes(each))).toEqual([]);
    expect(listener.packets()).toBe(0);
  });

  it('the demo itself is asked', async () => {
    const { resolver } = carefulResolver();
    expect((await resolver.resolve('20.500.1/here')).outcome).toBe('found');
  });
});

describe('the listener', () => {
  it('counts what does arrive, so that nothing counted means something', async () => {
    const own = await openListener();
    const socket = createSocket('udp4');
    socket.send('x', own.port, '127.0.0.1');
    await expect.poll(() => own.packets()).toBe(1);
    socket.close();
    own.close();
  });
});
