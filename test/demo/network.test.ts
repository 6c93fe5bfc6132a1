import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/network.ts';
import { splitDatagrams } from '../../src/protocol/datagrams.ts';
import { recordFromJson } from '../../src/protocol/json/record-json.ts';
import { valueFromJson } from '../../src/protocol/json/value-json.ts';
import { encodeRequest } from '../../src/protocol/request.ts';
import { valueBytes } from '../../src/protocol/value.ts';
import { ManualClock } from '../transport/manual-clock.ts';
import { takePort } from '../transport/take-port.ts';
import { ask, askUdp, requestFor } from './ask.ts';
import { RULE_RECORDS } from './rule-records.ts';
import { rootSite, walk } from './walk.ts';

interface RecordsVector {
  readonly handles: { readonly [handle: string]: { readonly values: readonly unknown[] } };
}

const HTTP_VECTORS: RecordsVector = JSON.parse(
  readFileSync(new URL('../vectors/http.json', import.meta.url), 'utf8'),
);

describe('a network of given records', () => {
  let network: DemoNetwork;

  beforeAll(async () => {
    network = await startDemoNetwork({ records: HTTP_VECTORS });
  });

  afterAll(() => network.close());

  const ordinary = Object.keys(HTTP_VECTORS.handles).filter((handle) => !handle.startsWith('0.'));

  it.each(ordinary)('serves %s as it is, signed all the way', async (handle) => {
    const given = (HTTP_VECTORS.handles[handle]?.values ?? []).map((json) => valueFromJson(json));
    const readable = given.filter(({ permissions }) => (permissions & 0x02) !== 0);
    const response = await walk(network, handle);
    expect(response.responseCode).toBe(readable.length > 0 ? 1 : 200);
    const served = response.body.kind === 'values' ? response.body.values : [];
    expect(served.map(valueBytes)).toEqual(readable.map(valueBytes));
  });

  it('adds what it generates to what is given for a prefix', async () => {
    const { body } = await ask(network.server('root'), '0.NA/20.500.6');
    expect(body).toMatchObject({
      values: [
        { index: 3, type: 'HS_SITE' },
        { index: 10, type: 'HS_NAMESPACE' },
      ],
    });
  });

  it('leaves the given value where it is and takes a free index', async () => {
    const { body } = await ask(network.server('root'), '0.NA/20.500.13');
    expect(body).toMatchObject({
      values: [
        { index: 4, type: 'HS_SERV' },
        { index: 3, type: 'HS_NAMESPACE' },
      ],
    });
  });

  it('says which prefix lives where', () => {
    const starts = network.summary.map((line) => line.split(/:? \(/)[0]);
    expect(starts).toEqual([
      expect.stringMatching(/^the root: 127\.0\.0\.1, UDP and TCP \d+, HTTP \d+$/),
      '20.500.1: on plain',
      '20.500.13: on served',
      '20.500.2: on hash-1',
      '20.500.3: on dsa',
      '20.500.4: on plain',
      '20.500.4.7: on plain',
      '20.500.6: on plain',
    ]);
    expect(network.summary[2]).toContain('HS_SERV');
    expect(network.summary[3]).toContain('hash');
    expect(network.summary[4]).toContain('DSA');
  });

  it('runs only the servers it needs', () => {
    expect(network.servers.map(({ name }) => name).toSorted()).toEqual([
      'dsa',
      'hash-1',
      'hash-2',
      'plain',
      'root',
      'served',
    ]);
  });

  it('knows no other servers', () => {
    expect(() => network.server('delegate')).toThrow(RangeError);
  });
});

describe('what is given for the root’s own records', () => {
  const records = {
    handles: {
      '0.NA/0.NA': { values: [{ index: 3, type: 'DESC', data: 'the root' }] },
      '0.0/0.0': { values: [{ index: 301, type: 'DESC', data: 'the trust' }] },
      'a/x': { values: [{ index: 1, type: 'URL', data: 'https://example.org/' }] },
    },
  };
  let network: DemoNetwork;

  beforeAll(async () => {
    network = await startDemoNetwork({ records });
  });

  afterAll(() => network.close());

  it.each(['0.NA/0.NA', '0.0/0.0'])('stands in %s and in the bootstrap', async (handle) => {
    const { values } = recordFromJson(network.bootstrap.handles[handle], handle);
    expect(values.some(({ type }) => type === 'DESC')).toBe(true);
    const { body } = await ask(network.server('root'), handle);
    expect(body.kind === 'values' && body.values.map(valueBytes)).toEqual(values.map(valueBytes));
  });

  it('leaves the key to be found, signed and named by its own index', async () => {
    const { values } = recordFromJson(network.bootstrap.handles['0.0/0.0'], '0.0/0.0');
    const key = values.find(({ type }) => type === 'HS_PUBKEY');
    const certificate = values.find(({ type }) => type === 'HS_CERT');
    const [, payload = ''] = Buffer.from(certificate?.data ?? [])
      .toString()
      .split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(key?.index).toBe(302);
    expect(claims).toMatchObject({ iss: '302:0.0/0.0', sub: '302:0.0/0.0' });
  });

  it('does not keep records from being found', async () => {
    expect((await walk(network, 'A/X')).responseCode).toBe(1);
  });
});

describe('a network that delegates', () => {
  let network: DemoNetwork;

  beforeAll(async () => {
    const { handles } = RULE_RECORDS;
    const site = { protocolVersion: '2.11', serialNumber: 1, primarySite: true, servers: [] };
    const delegating = { index: 10, type: 'HS_SITE.PREFIX', data: { format: 'site', value: site } };
    network = await startDemoNetwork({
      records: {
        handles: {
          ...handles,
          '0.NA/20.500.5': { values: [delegating] },
          '20.500.5.1/x': { values: [{ index: 1, type: 'DESC', data: 'by site' }] },
        },
      },
    });
  });

  afterAll(() => network.close());

  it.each([
    '20.500.1/plain',
    '20.500.2/served',
    '20.500.3/a',
    '20.500.3/b',
    '20.500.4/old',
    '20.500.4.7/derived',
    '20.500.5.1/x',
    '0.TYPE/THING',
  ])('leads to %s, signed all the way', async (handle) => {
    expect((await walk(network, handle)).responseCode).toBe(1);
  });

  it('signs what is not there, too', async () => {
    expect((await walk(network, '20.500.4.7/none')).responseCode).toBe(100);
  });

  it('has another key at the root than at its services', async () => {
    const { body } = await ask(network.server('root'), '0.NA/20.500.1');
    if (body.kind !== 'values') throw new Error('no values');
    const plain = await ask(network.server('plain'), '/', { opcode: 2 });
    if (plain.body.kind !== 'site') throw new Error('no site');
    const rootKey = rootSite(network).servers[0]?.publicKey;
    expect(plain.body.site.servers[0]?.publicKey).not.toEqual(rootKey);
  });

  it('has the root’s key in the bootstrap, twice', () => {
    const { values } = recordFromJson(network.bootstrap.handles['0.0/0.0'], '0.0/0.0');
    const key = values.find(({ type }) => type === 'HS_PUBKEY');
    expect(Buffer.from(key?.data ?? [])).toEqual(
      Buffer.from(rootSite(network).servers[0]?.publicKey ?? []),
    );
  });

  it('has one server with a DSA key, which speaks 2.10', async () => {
    const response = await walk(network, '20.500.4/old');
    expect(response.envelope).toMatchObject({
      version: { major: 2, minor: 10 },
      suggested: { major: 2, minor: 10 },
    });
    expect(response.credential?.algorithm).toBe('SHA1');
  });
});

describe('ports', () => {
  it('are the one asked for at the root, for UDP and TCP', async () => {
    const free = await takePort();
    const handlePort = free.port;
    await free.close();
    const network = await startDemoNetwork({ handlePort, records: RULE_RECORDS });
    const { udp, tcp } = network.server('root').addresses;
    expect([udp.port, tcp.port]).toEqual([handlePort, handlePort]);
    expect((await askUdp(udp, requestFor('0.TYPE/THING'))).responseCode).toBe(1);
    await network.close();
  });

  it('that are taken keep the network from starting, and it leaves nothing open', async () => {
    const taken = createServer();
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const handlePort = (taken.address() as { port: number }).port;
    await turnOfTheLoop();
    const before = openHandles();
    await expect(startDemoNetwork({ handlePort, records: RULE_RECORDS })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await turnOfTheLoop();
    expect(openHandles()).toEqual(before);
    taken.close();
  });
});

describe('closing', () => {
  it('gives back ports, connections and timers, whatever is going on', async () => {
    await turnOfTheLoop();
    const before = openHandles();
    const clock = new ManualClock();
    const network = await startDemoNetwork({ records: RULE_RECORDS, clock });
    const plain = network.server('plain');
    plain.faults.delayMs = 1000;
    const { tcp, udp } = plain.addresses;

    const waiting = connect(tcp.port, tcp.address);
    waiting.on('error', () => {});
    waiting.write(encodeRequest(requestFor('20.500.1/plain')));
    const sender = createSocket('udp4');
    const long = requestFor('20.500.1/plain', {
      selection: { types: ['X'.repeat(1000)], indexes: [] },
    });
    const [fragment = Buffer.alloc(0)] = splitDatagrams(encodeRequest(long), { truncated: true });
    sender.send(fragment, udp.port, udp.address);
    while (clock.timers.length < 2) await setImmediate();

    const ended = once(waiting, 'close');
    await network.close();
    await ended;
    sender.close();
    await turnOfTheLoop();
    expect(clock.timers).toEqual([]);
    expect(openHandles()).toEqual(before);
  });
});

/** What is closed is given back at the end of a turn; the first of these two may end in it. */
async function turnOfTheLoop(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** What keeps a process running, as far as sockets go. */
function openHandles(): readonly string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => /^(?:TCP|UDP)/.test(name))
    .toSorted();
}
