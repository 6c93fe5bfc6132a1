import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { splitDatagrams } from '../../src/protocol/datagrams.ts';
import { At, answerTo, manyValues, patched } from './answers.ts';
import { ManualClock } from './manual-clock.ts';
import type { Arrival, Script } from './scripted-server.ts';
import {
  ask,
  closeAfterEach,
  codeOf,
  errorOf,
  eventually,
  IMPATIENT_MS,
  openServer,
  openTransport,
  QUESTION,
  WITH_DIGEST,
} from './setting.ts';

closeAfterEach();

const fragments = (message: Uint8Array) => splitDatagrams(message, { truncated: false });

const ANOTHER_HANDLE = { kind: 'values', handle: '20.500.99999/other', values: [] } as const;

/** Answers of three datagrams. */
const THREE = { values: manyValues(5, 200) };

/** The first `count` arrivals get this, later ones an honest answer. */
function atFirst(count: number, script: Script): Script {
  let arrived = 0;
  return (arrival, exit) => {
    arrived += 1;
    if (arrived > count) exit.send(answerTo(arrival));
    else script(arrival, exit);
  };
}

describe('an exchange over UDP', () => {
  it('brings the answer', async () => {
    const server = await openServer('udp');
    const answer = await ask(openTransport(), server.endpoint);
    expect(answer.response.body).toMatchObject({ kind: 'values', handle: QUESTION.handle });
    expect(answer.attempts).toBe(1);
    expect(answer.bytes).toBe(answerTo(server.arrivals[0] as never).length);
  });

  it('speaks the version it is told and suggests its newest', async () => {
    const server = await openServer('udp');
    await ask(openTransport(), server.endpoint, { ...QUESTION, version: { major: 2, minor: 3 } });
    expect(server.arrivals[0]?.request).toMatchObject({
      version: { major: 2, minor: 3 },
      suggested: { major: 2, minor: 11 },
    });
  });

  it('takes an id from 1 to 2^31 - 1', async () => {
    const server = await openServer('udp');
    const transport = openTransport();
    await Promise.all(Array.from({ length: 50 }, () => ask(transport, server.endpoint)));
    const ids = server.arrivals.map(({ request }) => request.requestId);
    expect(new Set(ids).size).toBe(50);
    expect(ids.filter((id) => id < 1 || id > 0x7fffffff)).toEqual([]);
  });

  it('does not mark a request of one datagram as truncated', async () => {
    const server = await openServer('udp');
    await ask(openTransport(), server.endpoint);
    expect(server.arrivals[0]?.datagrams.map((datagram) => datagram[2])).toEqual([0x02]);
  });

  it('cuts a large request and marks every piece as truncated', async () => {
    const handle = `20.500.99999/${'x'.repeat(1000)}`;
    const server = await openServer('udp');
    const { response } = await ask(openTransport(), server.endpoint, { ...QUESTION, handle });
    expect(response.body).toMatchObject({ handle });
    expect(server.arrivals[0]?.datagrams.map((datagram) => datagram[2])).toEqual([
      0x22, 0x22, 0x22,
    ]);
  });

  it('puts fragments together in any order, duplicates among them, marked as truncated or not', async () => {
    const server = await openServer('udp', (arrival, exit) => {
      const [first, second, third] = fragments(answerTo(arrival, THREE)) as [
        Uint8Array,
        Uint8Array,
        Uint8Array,
      ];
      exit.sendDatagrams([third, third, patched(first, 2, 0x22), second]);
    });
    const { response, attempts } = await ask(openTransport(), server.endpoint);
    expect(response.body).toMatchObject({ values: THREE.values });
    expect(attempts).toBe(1);
  });

  it('brings an answer of 300 values', async () => {
    const values = manyValues(300, 220);
    const server = await openServer('udp', (arrival, exit) =>
      exit.send(answerTo(arrival, { values })),
    );
    const { response, bytes } = await ask(openTransport(), server.endpoint);
    expect(bytes).toBeGreaterThan(65_536);
    expect(response.body).toMatchObject({ values });
  });

  it('puts 88 KB together that come in disorder, twice, among fragments that disagree', async () => {
    const values = manyValues(300, 265);
    const server = await openServer('udp', (arrival, exit) => {
      const pieces = fragments(answerTo(arrival, { values }));
      const forged = patched(pieces[0] as Uint8Array, At.messageLength, 0, 0, 0x30, 0);
      exit.sendDatagrams([...pieces.toReversed(), forged, ...pieces.slice(0, 20)]);
    });
    const { response, bytes } = await ask(openTransport(), server.endpoint);
    expect(bytes).toBeGreaterThan(88_000);
    expect(response.body).toMatchObject({ values });
  });

  it('asks again for what is missing of 88 KB, and puts it together with what came', async () => {
    const values = manyValues(300, 265);
    let times = 0;
    const server = await openServer('udp', (arrival, exit) => {
      const pieces = fragments(answerTo(arrival, { values }));
      times += 1;
      // Of each answer another third gets lost.
      const through = pieces.filter((_, at) => at % 3 !== times % 3);
      exit.sendDatagrams(through);
    });
    const { response, attempts } = await ask(openTransport(), server.endpoint);
    expect(attempts).toBe(2);
    expect(response.body).toMatchObject({ values });
  });

  it('tells at the first datagram that the answer is more than the system holds', async () => {
    const values = manyValues(300, 220);
    const server = await openServer('udp', (arrival, exit) =>
      exit.send(answerTo(arrival, { values })),
    );
    const cancel = new AbortController();
    const limits = { signal: cancel.signal, timeoutMs: 5_000 };
    const small = openTransport({ receiveBytes: 16_384 });
    await new Promise<void>((resolve) => {
      const large = { ...limits, onLarge: resolve };
      small.exchange(server.endpoint, QUESTION, large).catch(() => {});
    });
    let times = 0;
    const onLarge = () => {
      times += 1;
    };
    const ample = openTransport({ receiveBytes: 262_144 });
    await ample.exchange(server.endpoint, QUESTION, { ...limits, onLarge });
    expect(times).toBe(0);
    cancel.abort();
  });

  it.each([
    ['too short to be anything', () => new Uint8Array(19)],
    ['of another id', (bytes: Uint8Array) => patched(bytes, At.requestId, 0, 0, 0, 1)],
    [
      'with an impossible fragment number',
      (bytes: Uint8Array) => patched(bytes, 15, 7).subarray(0, 40),
    ],
    [
      'to nobody in particular',
      (bytes: Uint8Array) => patched(bytes, At.requestId, 255, 255, 255, 255),
    ],
  ])('passes over a datagram %s', async (_what, spoil) => {
    const server = await openServer('udp', (arrival, exit) => {
      const good = answerTo(arrival);
      exit.sendDatagrams([spoil(good), good]);
    });
    const { attempts } = await ask(openTransport(), server.endpoint);
    expect(attempts).toBe(1);
  });

  it('passes over an answer from another port', async () => {
    const server = await openServer('udp', (arrival, exit) => {
      const forged = answerTo(arrival, { values: manyValues(2) });
      void exit.sendFromElsewhere([forged]).then(() => exit.send(answerTo(arrival)));
    });
    const { response } = await ask(openTransport(), server.endpoint);
    expect(response.body).toMatchObject({ values: [{ index: 1 }] });
  });

  it.each([
    ['bad-message', (arrival: Arrival) => patched(answerTo(arrival), 40, 0xff, 0xff, 0xff, 0xff)],
    ['wrong-answer', (arrival: Arrival) => answerTo(arrival, { body: ANOTHER_HANDLE })],
    ['expired', (arrival: Arrival) => answerTo(arrival, { expiration: 1 })],
  ] as const)('tries again after an answer with %s, but not for ever', async (code, spoilt) => {
    const once = await openServer(
      'udp',
      atFirst(1, (arrival, exit) => exit.send(spoilt(arrival))),
    );
    const transport = openTransport();
    expect((await ask(transport, once.endpoint)).attempts).toBe(2);
    const always = await openServer('udp', (arrival, exit) => exit.send(spoilt(arrival)));
    expect(await errorOf(ask(transport, always.endpoint))).toMatchObject({ code, attempts: 4 });
  });

  it.each([
    ['another handle', (arrival: Arrival) => answerTo(arrival, { body: ANOTHER_HANDLE })],
    ['bytes that mean nothing', (arrival: Arrival) => patched(answerTo(arrival), 40, 255, 255)],
    [
      'a length beyond all bounds',
      (arrival: Arrival) => patched(answerTo(arrival), 16, 0, 4, 0, 1),
    ],
  ])('waits for the true answer behind forged ones with %s', async (_, forge) => {
    const server = await openServer('udp', (arrival, exit) => {
      const forged = forge(arrival);
      exit.sendDatagrams([forged, forged, forged, forged, forged, answerTo(arrival)]);
    });
    expect((await ask(openTransport(), server.endpoint)).attempts).toBe(1);
  });

  it('puts an answer together among forged fragments of other lengths', async () => {
    const server = await openServer('udp', (arrival, exit) => {
      const [first, second, third] = fragments(answerTo(arrival, THREE)) as [
        Uint8Array,
        Uint8Array,
        Uint8Array,
      ];
      const forged = patched(first, At.messageLength, 0, 0, 0x30, 0);
      exit.sendDatagrams([forged, third, second, first]);
    });
    const { response, attempts } = await ask(openTransport(), server.endpoint);
    expect(response.body).toMatchObject({ values: THREE.values });
    expect(attempts).toBe(1);
  });

  it('throws all fragments away when the whole of them fails its checks', async () => {
    let isFirst = true;
    const server = await openServer('udp', (arrival, exit) => {
      const [first, second, third] = fragments(answerTo(arrival, THREE)) as [
        Uint8Array,
        Uint8Array,
        Uint8Array,
      ];
      // Byte 50 of the first fragment is within the digest of the request.
      const forged = patched(first, 50, (first[50] as number) ^ 1);
      exit.sendDatagrams(isFirst ? [forged, second, third] : [third, second, first]);
      isFirst = false;
    });
    const { response, attempts } = await ask(openTransport(), server.endpoint, WITH_DIGEST);
    expect(attempts).toBe(2);
    expect(response.body).toMatchObject({ values: THREE.values });
  });

  it('does not mix what is left of a spoilt answer into the next', async () => {
    let isFirst = true;
    const server = await openServer('udp', (arrival, exit) => {
      const [first, second, third] = fragments(answerTo(arrival, THREE)) as [
        Uint8Array,
        Uint8Array,
        Uint8Array,
      ];
      const forged = patched(first, 50, (first[50] as number) ^ 1);
      exit.sendDatagrams(isFirst ? [forged, second, third, forged] : [second, third, first]);
      isFirst = false;
    });
    expect((await ask(openTransport(), server.endpoint, WITH_DIGEST)).attempts).toBe(2);
    const [before, after] = server.arrivals.map(({ request }) => request.requestId);
    expect(after).not.toBe(before);
  });

  it('tells what was wrong with the last answer when time runs out', async () => {
    let isFirst = true;
    const server = await openServer('udp', (arrival, exit) => {
      if (isFirst) exit.send(answerTo(arrival, { digest: false }));
      isFirst = false;
    });
    const clock = new ManualClock();
    const limits = { timeoutMs: 1_000 };
    const exchange = errorOf(ask(openTransport({ clock }), server.endpoint, WITH_DIGEST, limits));
    // It has read the answer when it means to ask again soon.
    await eventually(() => clock.timers[0] === 50);
    clock.advance(1_000);
    expect(await exchange).toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('lacks the digest of the request'),
    });
  });

  it("ends with 'too-large' when more is announced than may be", async () => {
    const server = await openServer('udp', (arrival, exit) =>
      exit.sendDatagrams([patched(answerTo(arrival), At.messageLength, 0, 4, 0, 1)]),
    );
    expect(await codeOf(ask(openTransport(), server.endpoint))).toBe('too-large');
  });

  it("ends with 'timeout' when nothing comes", async () => {
    const server = await openServer('udp', () => {});
    const exchange = ask(openTransport(), server.endpoint, QUESTION, { timeoutMs: IMPATIENT_MS });
    expect(await errorOf(exchange)).toMatchObject({ code: 'timeout', attempts: 1 });
  });

  it("ends all exchanges of a socket with 'refused' when nobody listens", async () => {
    const gone = createSocket('udp4').bind(0, '127.0.0.1');
    await once(gone, 'listening');
    const endpoint = { protocol: 'udp', address: '127.0.0.1', port: gone.address().port } as const;
    await new Promise((resolve) => gone.close(() => resolve(undefined)));
    // A clock that stands: nothing is sent twice, so it is the refusal that ends them.
    const transport = openTransport({ clock: new ManualClock() });
    const exchanges = Array.from({ length: 200 }, () => errorOf(ask(transport, endpoint)));
    for (const { code, attempts } of await Promise.all(exchanges)) {
      expect({ code, attempts }).toEqual({ code: 'refused', attempts: 1 });
    }
  });

  it("ends with 'unreachable' when there is no way", async () => {
    // A multicast-scoped or reserved address that no route leads to.
    const endpoint = { protocol: 'udp', address: '255.255.255.255', port: 2641 } as const;
    expect(await codeOf(ask(openTransport(), endpoint))).toBe('unreachable');
  });

  it('brings an answer of three fragments through a path that loses a fifth each way', async () => {
    let state = 1;
    let isLossy = false;
    const isLost = () => {
      state = Math.imul(state, 48_271) & 0x7fffffff;
      return isLossy && state % 5 === 0;
    };
    const server = await openServer('udp', (arrival, exit) => {
      if (isLost()) return;
      exit.sendDatagrams(fragments(answerTo(arrival, THREE)).filter(() => !isLost()));
    });
    const transport = openTransport();
    await ask(transport, server.endpoint);
    isLossy = true;
    const limits = { timeoutMs: 5_000 };
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => ask(transport, server.endpoint, QUESTION, limits)),
    );
    expect(answers.some(({ attempts }) => attempts > 1)).toBe(true);
  });

  it('serves thousands at once over few sockets and mixes nothing up', async () => {
    const server = await openServer('udp');
    const transport = openTransport();
    const handles = Array.from({ length: 3_000 }, (_, i) => `20.500.99999/${i}`);
    const answers = await Promise.all(
      handles.map((handle) => ask(transport, server.endpoint, { ...QUESTION, handle })),
    );
    const answered = answers.map(({ response }) => response.body);
    expect(answered).toEqual(handles.map((handle) => expect.objectContaining({ handle })));
    expect(new Set(server.arrivals.map(({ fromPort }) => fromPort)).size).toBeLessThanOrEqual(
      64 * 8,
    );
  });
});
