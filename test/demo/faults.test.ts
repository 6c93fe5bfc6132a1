import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chanceOf } from '../../src/demo/chance.ts';
import type { DemoServer } from '../../src/demo/demo-server.ts';
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/network.ts';
import { decodeEnvelope } from '../../src/protocol/envelope.ts';
import { OpFlag } from '../../src/protocol/op-flag.ts';
import { encodeRequest } from '../../src/protocol/request.ts';
import { matchesRequest } from '../../src/protocol/request-digest.ts';
import { decodeResponse } from '../../src/protocol/response.ts';
import { verifyResponse } from '../../src/protocol/signature.ts';
import { ManualClock } from '../transport/manual-clock.ts';
import { ask, askHttp, askTcp, askUdp, exchangeDatagrams, requestFor } from './ask.ts';
import { RULE_RECORDS } from './rule-records.ts';

const HANDLE = '20.500.1/plain';
const REQUEST = requestFor(HANDLE);
const BYTES = encodeRequest(REQUEST);
const CERTIFIED = { flags: 0x59000000 | OpFlag.requestDigest };

const clock = new ManualClock();
let network: DemoNetwork;
let plain: DemoServer;

beforeAll(async () => {
  network = await startDemoNetwork({ records: RULE_RECORDS, clock });
  plain = network.server('plain');
});

afterEach(() => plain.faults.heal());
afterAll(() => network.close());

/** The key that the root publishes for the server. */
async function publishedKey(): Promise<Uint8Array> {
  const { body } = await ask(plain, '/', { opcode: 2 });
  if (body.kind !== 'site') throw new Error('no site');
  return body.site.servers[0]?.publicKey ?? new Uint8Array();
}

describe('lost datagrams', () => {
  it('are lost as the dice say, requests and answers alike', async () => {
    const dice = [0, 0.9, 0, 0.9, 0.9];
    plain.faults.random = () => dice.shift() ?? 1;
    plain.faults.dropShare = 0.5;
    plain.counts.reset();
    const requests = [1, 2, 3].map((requestId) => encodeRequest({ ...REQUEST, requestId }));
    // The first request is lost, the second one's answer, nothing of the third.
    const [answer] = await exchangeDatagrams(plain.addresses.udp, requests, 1);
    expect(answer && decodeEnvelope(answer.bytes).requestId).toBe(3);
    expect(plain.counts).toMatchObject({
      datagramsReceived: 3,
      datagramsSent: 1,
      datagramsDropped: 2,
    });
  });

  it('can be every other one', async () => {
    plain.faults.loses = chanceOf({ every: 2 }, () => 0);
    plain.counts.reset();
    const requests = [1, 2].map((requestId) => encodeRequest({ ...REQUEST, requestId }));
    // A request comes in and its answer is lost, then the next one comes in and its answer is lost.
    const socket = createSocket('udp4');
    const { port, address } = plain.addresses.udp;
    for (const request of requests) socket.send(request, port, address);
    await until(() => plain.counts.datagramsDropped === 2);
    expect(plain.counts).toMatchObject({ datagramsReceived: 2, datagramsSent: 0 });
    socket.close();
  });

  it('are no concern of TCP', async () => {
    plain.faults.dropShare = 1;
    expect((await ask(plain, HANDLE)).responseCode).toBe(1);
  });
});

describe('a delay', () => {
  it('keeps the answer back for so long', async () => {
    plain.faults.delayMs = 700;
    const socket = connect(plain.addresses.tcp.port, plain.addresses.tcp.address);
    socket.write(BYTES);
    await until(() => clock.timers.includes(700));
    clock.advance(699);
    expect(socket.bytesRead).toBe(0);
    clock.advance(1);
    const [chunk] = await once(socket, 'data');
    expect(decodeResponse(chunk).responseCode).toBe(1);
    socket.destroy();
  });
});

describe('a closed door', () => {
  it('refuses TCP connections', async () => {
    await plain.faults.setDoor('tcp', 'closed');
    const socket = connect(plain.addresses.tcp.port, plain.addresses.tcp.address);
    const [error] = await once(socket, 'error');
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('refuses HTTP connections', async () => {
    await plain.faults.setDoor('http', 'closed');
    await expect(askHttp(plain.addresses.http, BYTES)).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it('refuses datagrams, as connected sockets are told', async () => {
    await plain.faults.setDoor('udp', 'closed');
    const socket = createSocket('udp4');
    socket.connect(plain.addresses.udp.port, plain.addresses.udp.address);
    await once(socket, 'connect');
    const refused = once(socket, 'error');
    socket.send(BYTES);
    const [error] = await refused;
    expect(error.code).toBe('ECONNREFUSED');
    socket.close();
  });

  it('opens again on the port it had', async () => {
    for (const protocol of ['udp', 'tcp', 'http'] as const) {
      await plain.faults.setDoor(protocol, 'closed');
      await plain.faults.setDoor(protocol, 'open');
    }
    const { udp, tcp, http } = plain.addresses;
    expect((await askUdp(udp, REQUEST)).responseCode).toBe(1);
    expect(decodeResponse(await askTcp(tcp, BYTES)).responseCode).toBe(1);
    expect(decodeResponse((await askHttp(http, BYTES)).body).responseCode).toBe(1);
  });

  it('ends the connections that are open', async () => {
    await plain.faults.setDoor('tcp', 'silent');
    const socket = connect(plain.addresses.tcp.port, plain.addresses.tcp.address);
    socket.on('error', () => {});
    const closed = once(socket, 'close');
    await onceCounted('tcp', () => socket.write(BYTES));
    await plain.faults.setDoor('tcp', 'closed');
    await closed;
    expect(socket.destroyed).toBe(true);
  });
});

describe('a silent door', () => {
  it('takes a request over UDP and gives no answer', async () => {
    await plain.faults.setDoor('udp', 'silent');
    const socket = createSocket('udp4');
    const { port, address } = plain.addresses.udp;
    await onceCounted('udp', () => socket.send(BYTES, port, address));
    await plain.faults.setDoor('udp', 'open');
    const answered = once(socket, 'message');
    socket.send(encodeRequest({ ...REQUEST, requestId: 2 }), port, address);
    const [answer] = await answered;
    expect(decodeEnvelope(answer).requestId).toBe(2);
    socket.close();
  });

  it('takes a request over TCP and leaves the connection as it is', async () => {
    await plain.faults.setDoor('tcp', 'silent');
    const socket = connect(plain.addresses.tcp.port, plain.addresses.tcp.address);
    await onceCounted('tcp', () => socket.write(BYTES));
    await plain.faults.setDoor('tcp', 'open');
    // An answer to a later connection shows that one to the first would have come by now.
    await ask(plain, HANDLE);
    expect(socket.bytesRead).toBe(0);
    expect(socket.readyState).toBe('open');
    socket.destroy();
  });
});

/** Resolves when one more request has arrived. */
async function onceCounted(protocol: 'udp' | 'tcp', send: () => void): Promise<void> {
  const before = plain.counts.requests[protocol];
  send();
  await until(() => plain.counts.requests[protocol] > before);
}

/** Lets the server have its turns of the loop until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setImmediate();
}

describe('odd answers', () => {
  it.each([2, 3, 4, 5, 6, 7, 100, 200, 300, 301])('can have code %i', async (code) => {
    plain.faults.odd = { kind: 'code', code };
    expect((await ask(plain, HANDLE)).responseCode).toBe(code);
  });

  it.each([302, 303] as const)('can refer to a handle with code %i', async (code) => {
    plain.faults.odd = { kind: 'referral', code, handle: '0.SERV/ELSEWHERE' };
    expect(await ask(plain, HANDLE)).toMatchObject({
      responseCode: code,
      body: { kind: 'referral', referralHandle: '0.SERV/ELSEWHERE', values: undefined },
    });
  });

  it('are signed like others', async () => {
    plain.faults.odd = { kind: 'code', code: 300 };
    const key = await publishedKeyHealed();
    expect(verifyResponse(await ask(plain, HANDLE, CERTIFIED), key).valid).toBe(true);
  });

  it('can have another request id', async () => {
    plain.faults.odd = { kind: 'other-request-id' };
    const { envelope } = await ask(plain, HANDLE, { requestId: 6 });
    expect(envelope.requestId).toBe(7);
  });

  it('can have another opcode', async () => {
    plain.faults.odd = { kind: 'other-opcode' };
    expect((await ask(plain, HANDLE)).header.opcode).not.toBe(1);
  });

  it('can be about another handle', async () => {
    plain.faults.odd = { kind: 'other-handle', handle: '20.500.1/other' };
    expect((await ask(plain, HANDLE)).body).toMatchObject({ handle: '20.500.1/other' });
  });

  it('can have another serial number', async () => {
    plain.faults.odd = { kind: 'other-serial', serial: 9 };
    expect((await ask(plain, HANDLE)).header.siteSerial).toBe(9);
  });

  it('can have expired', async () => {
    plain.faults.odd = { kind: 'expired' };
    const { header } = await ask(plain, HANDLE);
    expect(header.expiration * 1000).toBeLessThan(clock.now());
  });

  it('can have the digest of another request, signed all the same', async () => {
    const key = await publishedKey();
    plain.faults.odd = { kind: 'bad-digest' };
    const response = await ask(plain, HANDLE, CERTIFIED);
    const request = encodeRequest({ ...REQUEST, ...CERTIFIED });
    expect(response.requestDigest && matchesRequest(response.requestDigest, request)).toBe(false);
    expect(verifyResponse(response, key).valid).toBe(true);
  });

  it('can be signed badly', async () => {
    const key = await publishedKey();
    plain.faults.odd = { kind: 'bad-signature' };
    const response = await ask(plain, HANDLE, CERTIFIED);
    expect(verifyResponse(response, key)).toEqual({ valid: false, reason: 'mismatch' });
  });

  it('can be unsigned', async () => {
    plain.faults.odd = { kind: 'unsigned' };
    expect((await ask(plain, HANDLE, CERTIFIED)).credential).toBeUndefined();
  });

  it('can be garbage', async () => {
    plain.faults.odd = { kind: 'garbage' };
    const bytes = await askTcp(plain.addresses.tcp, BYTES);
    expect(() => decodeResponse(bytes)).toThrow();
  });

  it('can break off', async () => {
    const whole = await askTcp(plain.addresses.tcp, BYTES);
    plain.faults.odd = { kind: 'truncated' };
    const half = await askTcp(plain.addresses.tcp, BYTES);
    expect(half).toEqual(whole.subarray(0, Math.floor(whole.length / 2)));
  });

  it('can have one other byte', async () => {
    const whole = await askTcp(plain.addresses.tcp, BYTES);
    plain.faults.odd = { kind: 'corrupt', at: 1 };
    const other = await askTcp(plain.addresses.tcp, BYTES);
    expect(other).not.toEqual(whole);
    expect(other.subarray(0, -1)).toEqual(whole.subarray(0, -1));
  });

  it('can be late, all of them or one', async () => {
    plain.faults.odd = { kind: 'right', afterMs: 300 };
    const answered = askTcp(plain.addresses.tcp, BYTES);
    await until(() => clock.timers.includes(300));
    clock.advance(300);
    expect(decodeResponse(await answered).responseCode).toBe(1);
  });

  it('can come byte by byte', async () => {
    plain.faults.odd = { kind: 'slow', everyMs: 10 };
    const answered = askTcp(plain.addresses.tcp, BYTES);
    let pauses = 0;
    const whole = answered.then((bytes) => ({ bytes }));
    let done: { bytes: Uint8Array } | undefined;
    void whole.then((result) => {
      done = result;
    });
    await until(() => {
      if (clock.timers.includes(10)) {
        clock.advance(10);
        pauses += 1;
      }
      return done !== undefined;
    });
    const { bytes } = await whole;
    expect(decodeResponse(bytes).responseCode).toBe(1);
    expect(pauses).toBe(bytes.length - 1);
  });

  it('can break off a connection in their middle', async () => {
    const whole = await askTcp(plain.addresses.tcp, BYTES);
    plain.faults.odd = { kind: 'hang-up' };
    const half = await askTcp(plain.addresses.tcp, BYTES);
    expect(half.length).toBeLessThan(whole.length);
  });

  it('can fail to come, while others do', async () => {
    plain.faults.odd = ({ protocol }) => (protocol === 'udp' ? { kind: 'none' } : undefined);
    const socket = createSocket('udp4');
    let answers = 0;
    socket.on('message', () => {
      answers += 1;
    });
    const { port, address } = plain.addresses.udp;
    await onceCounted('udp', () => socket.send(BYTES, port, address));
    // An answer to a later request shows that one to the first would have come by now.
    plain.faults.odd = undefined;
    const answered = once(socket, 'message');
    socket.send(encodeRequest({ ...REQUEST, requestId: 2 }), port, address);
    const [answer] = await answered;
    expect([decodeEnvelope(answer).requestId, answers]).toEqual([2, 1]);
    socket.close();
  });

  it('can be chosen by the request', async () => {
    plain.faults.odd = ({ handle, protocol }) =>
      handle === HANDLE && protocol === 'tcp' ? { kind: 'code', code: 3 } : undefined;
    expect((await ask(plain, HANDLE)).responseCode).toBe(3);
    expect((await ask(plain, '20.500.1/mixed')).responseCode).toBe(1);
    expect((await askUdp(plain.addresses.udp, REQUEST)).responseCode).toBe(1);
  });

  it('end when everything is taken back', async () => {
    plain.faults.odd = { kind: 'code', code: 3 };
    await plain.faults.heal();
    expect((await ask(plain, HANDLE)).responseCode).toBe(1);
  });

  async function publishedKeyHealed(): Promise<Uint8Array> {
    const { odd } = plain.faults;
    plain.faults.odd = undefined;
    const key = await publishedKey();
    plain.faults.odd = odd;
    return key;
  }
});

describe('odd datagrams', () => {
  const large = encodeRequest(requestFor('20.500.1/large'));
  const certified = encodeRequest({ ...REQUEST, ...CERTIFIED });
  const numbers = (received: readonly { bytes: Buffer }[]) =>
    received.map(({ bytes }) => decodeEnvelope(bytes).sequenceNumber);

  it('can come twice', async () => {
    plain.faults.odd = { kind: 'duplicate-fragments' };
    const received = await exchangeDatagrams(plain.addresses.udp, [certified], 4);
    expect(numbers(received)).toEqual([0, 0, 1, 1]);
  });

  it('can come backwards', async () => {
    plain.faults.odd = { kind: 'reversed-fragments' };
    const received = await exchangeDatagrams(plain.addresses.udp, [certified], 2);
    expect(numbers(received)).toEqual([1, 0]);
  });

  it('can leave out the last one', async () => {
    plain.faults.odd = { kind: 'missing-fragment' };
    plain.counts.reset();
    const [first] = await exchangeDatagrams(plain.addresses.udp, [certified], 1);
    expect(first && decodeEnvelope(first.bytes).sequenceNumber).toBe(0);
    expect(plain.counts.datagramsSent).toBe(1);
  });

  it('can come from a port that nobody asked', async () => {
    plain.faults.odd = { kind: 'other-port' };
    const received = await exchangeDatagrams(plain.addresses.udp, [BYTES], 1);
    expect(received[0]?.port).not.toBe(plain.addresses.udp.port);
  });

  it('come in order otherwise', async () => {
    const received = await exchangeDatagrams(plain.addresses.udp, [large], 100);
    expect(numbers(received)).toEqual([...received.keys()]);
  });
});

describe('the counts', () => {
  it('tell requests by protocol and by handle', async () => {
    plain.counts.reset();
    await askUdp(plain.addresses.udp, REQUEST);
    await ask(plain, '20.500.1/PLAIN');
    await askHttp(plain.addresses.http, BYTES);
    await ask(plain, '20.500.1/mixed');
    expect(plain.counts.requests).toEqual({ udp: 1, tcp: 2, http: 1 });
    expect(plain.counts.of(HANDLE)).toBe(3);
    expect(plain.counts.of('20.500.1/mixed')).toBe(1);
    expect(plain.counts.of('20.500.1/none')).toBe(0);
  });
});
