import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DoorProtocol, DoorState } from '../../src/demo/index.ts';
import { systemClock } from '../../src/system.ts';
import { createTransport } from '../../src/transport/transport.ts';
import { type DemoWorld, demoWorld } from '../resolver/kit/demo-world.ts';

/** 300 values, more than 64 KB. */
const LARGE = '20.500.1/large';

/** Three datagrams. */
const MEDIUM = '20.500.1/medium';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

let demo: DemoWorld;

beforeAll(async () => {
  demo = await demoWorld();
});
beforeEach(() => demo.healthy());
afterAll(() => demo.close());

/** A small generator (Park and Miller), so that the same datagrams are lost each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

async function everyDoor(protocol: DoorProtocol, state: DoorState): Promise<void> {
  await Promise.all(demo.network.servers.map(({ faults }) => faults.setDoor(protocol, state)));
}

function loseFifth(seed: number): void {
  for (const { faults } of demo.network.servers) {
    faults.random = seeded(seed);
    faults.dropShare = 0.2;
  }
}

async function valuesOf(handle: string, options: Parameters<DemoWorld['resolver']>[0] = {}) {
  const resolution = await demo.resolver(options).resolve(handle);
  return resolution.outcome === 'found' ? resolution.values : resolution.outcome;
}

function protocolsOf(handle: string): string[] {
  return demo.events
    .filter((event) => event.handle === handle && event.responseCode !== undefined)
    .map(({ protocol }) => protocol);
}

describe('where the system holds few datagrams', () => {
  const transport = createTransport({
    clock: systemClock,
    allowAddress: () => true,
    receiveBytes: 16_384,
  });
  afterAll(() => transport.close());

  it('a large record is asked for over TCP as soon as it shows, and then at once', async () => {
    const resolver = demo.resolver({ transport });
    expect((await resolver.resolve(LARGE)).outcome).toBe('found');
    resolver.purge({ handle: LARGE });
    demo.events.length = 0;
    expect((await resolver.resolve(LARGE)).outcome).toBe('found');
    expect(protocolsOf(LARGE)).toEqual(['tcp']);
  });
});

describe('a record of 300 values and more than 64 KB', () => {
  it.each(['udp', 'tcp', 'http'] as const)('comes over %s alone', async (protocol) => {
    const values = await valuesOf(LARGE, { protocols: [protocol] });
    expect(values).toHaveLength(300);
    expect(demo.events.at(-1)).toMatchObject({ handle: LARGE, protocol });
    expect(demo.events.at(-1)?.bytes).toBeGreaterThan(65_536);
  });

  it.each(['closed', 'silent'] as const)('comes over TCP when UDP is %s', async (state) => {
    await everyDoor('udp', state);
    expect(await valuesOf(LARGE)).toHaveLength(300);
    expect(protocolsOf(LARGE)).toEqual(['tcp']);
  });

  it.each(SEEDS)('comes although a fifth of the datagrams is lost (seed %i)', async (seed) => {
    loseFifth(seed);
    expect(await valuesOf(LARGE)).toHaveLength(300);
  });
});

describe('a record of three datagrams', () => {
  it.each(SEEDS)(
    'comes over UDP alone although a fifth of them is lost (seed %i)',
    async (seed) => {
      await everyDoor('tcp', 'closed');
      await everyDoor('http', 'closed');
      loseFifth(seed);
      expect(await valuesOf(MEDIUM)).toHaveLength(2);
      expect(protocolsOf(MEDIUM)).toEqual(['udp']);
    },
  );
});
