import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Chance,
  chanceOf,
  type Faults,
  type OddAnswer,
  sometimes,
} from '../../src/demo/index.ts';
import { seededRandom } from '../../src/load/seeded-random.ts';
import type { Resolver } from '../../src/resolver/resolver.ts';
import type { ResolverOptions } from '../../src/resolver/resolver-options.ts';
import { systemClock } from '../../src/system.ts';
import { createTransport, type Transport } from '../../src/transport/transport.ts';
import { type DemoWorld, demoWorld } from './kit/demo-world.ts';

const HANDLE = '20.500.1/one-url';
const SOMEBODY_ELSES = '20.500.2/served';
const ONCE: Chance = { times: 1 };

let demo: DemoWorld;
let faults: Faults;
let transport: Transport | undefined;

beforeAll(async () => {
  demo = await demoWorld();
  faults = demo.network.server('plain').faults;
});
beforeEach(async () => {
  await demo.healthy();
  faults.random = seededRandom(7);
});
afterEach(() => transport?.close());
afterAll(() => demo.close());

/** A resolver that knows the service, and has asked it for nothing yet. */
async function knowing(options: Partial<ResolverOptions> = {}): Promise<Resolver> {
  // What one test teaches of round trips is nothing to the next.
  transport = createTransport({ clock: systemClock, allowAddress: () => true });
  const resolver = demo.resolver({ transport, ...options });
  await resolver.serviceOf(HANDLE);
  demo.events.length = 0;
  return resolver;
}

function answers(odd: OddAnswer, chance: Chance): void {
  faults.odd = sometimes(odd, chance, faults.random);
}

/** The exchanges with servers for records: by what, and what came of it. */
function exchanges(): string[] {
  return demo.events.map(
    ({ purpose, protocol, responseCode, error }) =>
      `${purpose} ${protocol} ${responseCode ?? error}`,
  );
}

describe('a fault of the network', () => {
  it('lost datagrams: the request is repeated', async () => {
    const resolver = await knowing();
    faults.loses = chanceOf(ONCE, faults.random);
    expect((await resolver.resolve(HANDLE)).outcome).toBe('found');
    expect(exchanges()).toEqual(['record udp 1']);
    expect(demo.events[0]?.attempts).toBeGreaterThan(1);
  });

  it('three of ten datagrams lost: everything is found all the same', async () => {
    const resolver = await knowing();
    faults.dropShare = 0.3;
    const asked = Array.from({ length: 100 }, (_, n) => resolver.resolve(`20.500.1/none-${n}`));
    const outcomes = new Set((await Promise.all(asked)).map(({ outcome }) => outcome));
    expect([...outcomes]).toEqual(['handle-not-found']);
    expect(demo.network.server('plain').counts.datagramsDropped).toBeGreaterThan(30);
  });

  it('a delay: the request is repeated, and the first answer taken', async () => {
    const resolver = await knowing();
    answers({ kind: 'right', afterMs: 500 }, ONCE);
    expect((await resolver.resolve(HANDLE)).outcome).toBe('found');
    expect(exchanges()).toEqual(['record udp 1']);
    expect(demo.events[0]?.attempts).toBeGreaterThan(1);
  });

  it('duplicates: the second of each is passed over', async () => {
    const resolver = await knowing({ trust: 'all' });
    faults.odd = { kind: 'duplicate-fragments' };
    expect(await resolver.resolve(HANDLE)).toMatchObject({ outcome: 'found', certified: true });
    expect(demo.events).toMatchObject([{ protocol: 'udp', attempts: 1 }]);
  });

  it('another order: the parts are put in theirs', async () => {
    const resolver = await knowing({ trust: 'all' });
    faults.odd = { kind: 'reversed-fragments' };
    expect(await resolver.resolve(HANDLE)).toMatchObject({ outcome: 'found', certified: true });
    expect(demo.events).toMatchObject([{ protocol: 'udp', attempts: 1 }]);
  });

  it('a truncated answer: it is asked for again', async () => {
    const resolver = await knowing();
    answers({ kind: 'truncated' }, ONCE);
    expect((await resolver.resolve(HANDLE)).outcome).toBe('found');
    expect(demo.events).toMatchObject([{ protocol: 'udp', attempts: 2 }]);
  });

  it('a truncated answer over TCP: another protocol is asked', async () => {
    const resolver = await knowing({ protocols: ['tcp', 'http'] });
    answers({ kind: 'truncated' }, ONCE);
    expect((await resolver.resolve(HANDLE)).outcome).toBe('found');
    expect(exchanges()).toEqual(['record tcp closed', 'record http 1']);
  });

  it('a connection that is broken off: another protocol is asked', async () => {
    const resolver = await knowing({ protocols: ['tcp', 'http'] });
    answers({ kind: 'hang-up' }, ONCE);
    expect((await resolver.resolve(HANDLE)).outcome).toBe('found');
    expect(exchanges()).toEqual(['record tcp closed', 'record http 1']);
  });

  it('a corrupt byte: the signature tells, and it is asked for again', async () => {
    const resolver = await knowing({ trust: 'all' });
    answers({ kind: 'corrupt', at: faults.random() }, ONCE);
    expect(await resolver.resolve(HANDLE)).toMatchObject({ outcome: 'found', certified: true });
    expect(demo.events).toMatchObject([{ protocol: 'udp' }]);
    expect(demo.events[0]?.attempts).toBeGreaterThan(1);
  });

  it('a closed port: another protocol is asked at once', async () => {
    const resolver = await knowing();
    await faults.setDoor('udp', 'closed');
    expect((await resolver.resolve(HANDLE)).outcome).toBe('found');
    expect(exchanges()).toEqual(['record udp refused', 'record tcp 1']);
  });

  it('a half-open connection: it is left for another protocol in time', async () => {
    const resolver = await knowing({ protocols: ['tcp', 'udp'] });
    await faults.setDoor('tcp', 'silent');
    expect((await resolver.resolve(HANDLE)).outcome).toBe('found');
    expect(exchanges()).toEqual(['record tcp timeout', 'record udp 1']);
  });

  it('an answer byte by byte: it is put together', async () => {
    // As many timers as bytes: a busy machine takes its time over them.
    const resolver = await knowing({ protocols: ['tcp'], deadlineMs: 50_000 });
    faults.odd = { kind: 'slow', everyMs: 1 };
    expect((await resolver.resolve(HANDLE)).outcome).toBe('found');
    expect(exchanges()).toEqual(['record tcp 1']);
  });

  it('an answer too slow to end: it is left for another protocol in time', async () => {
    const resolver = await knowing({ protocols: ['tcp', 'http'] });
    faults.odd = ({ protocol }) =>
      protocol === 'tcp' ? { kind: 'slow', everyMs: 100 } : undefined;
    expect((await resolver.resolve(HANDLE)).outcome).toBe('found');
    expect(exchanges()).toEqual(['record tcp timeout', 'record http 1']);
  });
});

describe('a wrong answer', () => {
  const wrong: [string, OddAnswer][] = [
    ['to another request', { kind: 'other-request-id' }],
    ['about another handle', { kind: 'other-handle', handle: SOMEBODY_ELSES }],
    ['to another operation', { kind: 'other-opcode' }],
    ['from another port', { kind: 'other-port' }],
    ['that has expired', { kind: 'expired' }],
  ];

  it.each(wrong)('%s is not taken, and the right one is', async (_, odd) => {
    const resolver = await knowing();
    answers(odd, ONCE);
    expect((await resolver.resolve(HANDLE)).outcome).toBe('found');
    expect(exchanges()).toEqual(['record udp 1']);
    expect(demo.events[0]?.attempts).toBeGreaterThan(1);
  });

  it('with a bad signature is not taken, and the right one is', async () => {
    const resolver = await knowing({ trust: 'all' });
    answers({ kind: 'bad-signature' }, ONCE);
    expect(await resolver.resolve(HANDLE)).toMatchObject({ outcome: 'found', certified: true });
    expect(exchanges()).toEqual(['record udp 1']);
  });

  it('every time, with a bad signature, is a failure', async () => {
    const resolver = await knowing({ trust: 'all' });
    faults.odd = { kind: 'bad-signature' };
    expect((await resolver.resolve(HANDLE)).outcome).toBe('bad-signature');
    expect(new Set(demo.events.map(({ protocol }) => protocol))).toEqual(
      new Set(['udp', 'tcp', 'http']),
    );
  });
});

describe('a server that sends its clients away', () => {
  it.each([3, 7])('with code %i is left alone, and not asked by other protocols', async (code) => {
    const resolver = await knowing();
    answers({ kind: 'code', code }, ONCE);
    expect(await resolver.resolve(HANDLE)).toMatchObject({ outcome: 'busy', responseCode: code });
    expect(exchanges()).toEqual([`record udp ${code}`]);
    expect((await resolver.resolve(HANDLE)).outcome).toBe('busy');
    expect(exchanges()).toHaveLength(1);
  });

  it.each([300, 301])('with code %i has its site record looked up again', async (code) => {
    const resolver = await knowing();
    answers({ kind: 'code', code }, ONCE);
    await resolver.resolve(HANDLE);
    expect(exchanges().slice(0, 2)).toEqual([`record udp ${code}`, 'prefix udp 1']);
  });
});

describe('faults', () => {
  it('can change while requests are under way', async () => {
    const resolver = await knowing();
    await faults.setDoor('udp', 'silent');
    const resolved = resolver.resolve(HANDLE);
    await faults.setDoor('udp', 'open');
    expect((await resolved).outcome).toBe('found');
  });

  it('can come with a likelihood, by dice that fall the same way each time', () => {
    const course = () => {
      const isDue = chanceOf({ share: 0.5 }, seededRandom(3));
      return Array.from({ length: 20 }, isDue);
    };
    expect(course()).toEqual(course());
    expect(new Set(course()).size).toBe(2);
  });

  it('can come every so often, and so many times', () => {
    const isDue = chanceOf({ every: 3, times: 2 }, () => 0);
    const due = Array.from({ length: 12 }, isDue);
    expect(due.flatMap((is, place) => (is ? [place] : []))).toEqual([2, 5]);
  });
});
