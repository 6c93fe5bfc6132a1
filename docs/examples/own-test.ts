// A test of code that resolves handles, against a handle network inside the process:
// node --test own-test.ts
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  createAddressGuard,
  createResolver,
  createTransport,
  type Resolver,
  readBootstrap,
  systemClock,
  type Transport,
} from 'hdl-edge';
import { type DemoNetwork, startDemoNetwork } from 'hdl-edge/demo';

const RECORDS = {
  handles: {
    '20.500.9/hello': {
      values: [
        {
          index: 1,
          type: 'URL',
          data: { format: 'string', value: 'https://example.org/hello' },
        },
      ],
    },
  },
} as const;

let network: DemoNetwork;
let transport: Transport;
let resolver: Resolver;

before(async () => {
  network = await startDemoNetwork({ records: RECORDS });
  transport = createTransport({ clock: systemClock, allowAddress: createAddressGuard(true) });
  resolver = createResolver({
    transport,
    bootstrap: readBootstrap(network.bootstrap),
    clock: systemClock,
    random: Math.random,
  });
});

after(async () => {
  await resolver.close();
  await transport.close();
  await network.close();
});

test('a record of the network is found', async () => {
  const resolution = await resolver.resolve('20.500.9/hello');
  assert.equal(resolution.outcome, 'found');
});

test('what nobody has registered is not found', async () => {
  const resolution = await resolver.resolve('20.500.9/nobody');
  assert.equal(resolution.outcome, 'handle-not-found');
});

test('a server that loses every third datagram is asked until it answers', async () => {
  for (const { faults } of network.servers) faults.dropShare = 1 / 3;
  const resolution = await resolver.resolve('20.500.9/hello', { authoritative: true });
  assert.equal(resolution.outcome, 'found');
});
