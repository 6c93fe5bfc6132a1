import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoNetwork, startDemoNetwork } from '../../src/demo/network.ts';
import { splitDatagrams } from '../../src/protocol/datagrams.ts';
import { decodeEnvelope } from '../../src/protocol/envelope.ts';
import { encodeRequest } from '../../src/protocol/request.ts';
import { decodeResponse } from '../../src/protocol/response.ts';
import { ManualClock } from '../transport/manual-clock.ts';
import {
  askHttp,
  askTcp,
  askUdp,
  exchangeDatagrams,
  MESSAGE_TYPE,
  type Place,
  requestFor,
} from './ask.ts';
import { RULE_RECORDS } from './rule-records.ts';

const HANDLE = '20.500.1/plain';
const REQUEST = encodeRequest(requestFor(HANDLE));

/** A type so long that the request needs several datagrams. */
const LONG_REQUEST = requestFor(HANDLE, {
  selection: { types: ['URL', 'X'.repeat(1200)], indexes: [] },
});
const FRAGMENTS = splitDatagrams(encodeRequest(LONG_REQUEST), { truncated: true });

const clock = new ManualClock();
let network: DemoNetwork;
let udp: Place;
let tcp: Place;
let http: Place;

beforeAll(async () => {
  network = await startDemoNetwork({ records: RULE_RECORDS, clock });
  ({ udp, tcp, http } = network.server('plain').addresses);
});

afterAll(() => network.close());

describe('UDP', () => {
  it('answers in one datagram where that is enough', async () => {
    expect((await askUdp(udp, requestFor(HANDLE))).responseCode).toBe(1);
  });

  it('cuts a large answer into datagrams of at most 512 bytes that tell the whole length', async () => {
    const request = encodeRequest(requestFor('20.500.1/large'));
    const whole = await askTcp(tcp, request);
    const count = Math.ceil((whole.length - 20) / 492);
    const received = await exchangeDatagrams(udp, [request], count);
    const envelopes = received.map(({ bytes }) => decodeEnvelope(bytes));
    expect(Math.max(...received.map(({ bytes }) => bytes.length))).toBe(512);
    expect(envelopes.map(({ sequenceNumber }) => sequenceNumber)).toEqual([...received.keys()]);
    expect(new Set(envelopes.map(({ messageLength }) => messageLength))).toEqual(
      new Set([whole.length - 20]),
    );
    expect(envelopes.some(({ truncated }) => truncated)).toBe(false);
  });

  it('can carry a record of 300 values', async () => {
    const response = await askUdp(udp, requestFor('20.500.1/large'));
    expect(response.body).toMatchObject({ kind: 'values', values: { length: 300 } });
  });

  it('puts a fragmented request together', async () => {
    expect(FRAGMENTS.length).toBe(3);
    const [answer] = await exchangeDatagrams(udp, FRAGMENTS, 1);
    expect(answer && decodeResponse(answer.bytes).responseCode).toBe(1);
  });

  it('does so in any order, and with fragments that come twice', async () => {
    const mixed = [...FRAGMENTS].reverse().flatMap((fragment) => [fragment, fragment]);
    // The copy of the last fragment begins a new request that never becomes complete.
    const [answer] = await exchangeDatagrams(udp, mixed, 1);
    expect(answer && decodeResponse(answer.bytes).responseCode).toBe(1);
  });

  it('marks the answer to a fragmented request as fragmented', async () => {
    const [answer] = await exchangeDatagrams(udp, FRAGMENTS, 1);
    expect(answer && decodeEnvelope(answer.bytes).truncated).toBe(true);
  });

  it('answers fragments that are not marked each for itself', async () => {
    const unmarked = splitDatagrams(encodeRequest(LONG_REQUEST), { truncated: false });
    const answers = await exchangeDatagrams(udp, unmarked, 3);
    const codes = answers.map(({ bytes }) => decodeResponse(bytes));
    expect(codes.map(({ envelope }) => envelope.requestId)).toEqual(Array(3).fill(0xffffffff));
  });

  it('forgets a fragment whose others do not come in five seconds', async () => {
    const [first, second, third] = FRAGMENTS as [Uint8Array, Uint8Array, Uint8Array];
    const before = network.server('plain').counts.requests.udp;
    // One socket: fragments belong together by their sender.
    const answered = exchangeDatagrams(udp, [first, second, REQUEST], 1);
    await answered;
    expect(clock.timers.length).toBeGreaterThan(0);
    clock.advance(5000);
    expect(clock.timers).toEqual([]);
    await exchangeDatagrams(udp, [third, REQUEST], 1);
    expect(network.server('plain').counts.requests.udp - before).toBe(2);
  });

  it('passes over what follows a message in its datagram', async () => {
    const padded = Buffer.concat([REQUEST, Buffer.alloc(100)]);
    const [answer] = await exchangeDatagrams(udp, [padded], 1);
    expect(answer && decodeResponse(answer.bytes).responseCode).toBe(1);
  });

  it('answers seven bytes of garbage anonymously', async () => {
    const [answer] = await exchangeDatagrams(udp, [Buffer.from('garbage')], 1);
    expect(answer && decodeEnvelope(answer.bytes).requestId).toBe(0xffffffff);
  });
});

describe('TCP', () => {
  it('answers one request and ends the connection', async () => {
    const answer = await askTcp(tcp, Buffer.concat([REQUEST, REQUEST]));
    expect(decodeResponse(answer).responseCode).toBe(1);
  });

  it('takes a request that comes in pieces', async () => {
    const socket = connect(tcp.port, tcp.address);
    await once(socket, 'connect');
    socket.setNoDelay(true);
    for (const byte of REQUEST) socket.write(Uint8Array.of(byte));
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    expect(decodeResponse(Buffer.concat(chunks)).responseCode).toBe(1);
  });

  it('sends a large answer in one piece', async () => {
    const answer = await askTcp(tcp, encodeRequest(requestFor('20.500.1/large')));
    expect(answer.length).toBeGreaterThan(65_536);
    expect(decodeResponse(answer).responseCode).toBe(1);
  });

  it('answers a length over the cap at once, anonymously', async () => {
    const envelope = Buffer.from(REQUEST.subarray(0, 20));
    envelope.writeUInt32BE(262_145, 16);
    const response = decodeResponse(await askTcp(tcp, envelope));
    expect(response).toMatchObject({ responseCode: 4, envelope: { requestId: 0xffffffff } });
  });

  it('answers a request that breaks off, anonymously', async () => {
    const socket = connect({ port: tcp.port, host: tcp.address, allowHalfOpen: true });
    await once(socket, 'connect');
    socket.end(REQUEST.subarray(0, 50));
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    const response = decodeResponse(Buffer.concat(chunks));
    expect(response.envelope.requestId).toBe(0xffffffff);
  });

  it('ends a connection that ends without a word', async () => {
    const socket = connect({ port: tcp.port, host: tcp.address, allowHalfOpen: true });
    await once(socket, 'connect');
    socket.end();
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk);
    expect(chunks).toEqual([]);
  });
});

describe('HTTP', () => {
  it.each(['/', '/20.500.1%2Fplain', '/any/path?x=y', '/apis'])('answers at %s', async (path) => {
    const { status, headers, body } = await askHttp(http, REQUEST, { path });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': MESSAGE_TYPE,
      'content-length': String(body.length),
    });
    expect(decodeResponse(body).responseCode).toBe(1);
  });

  it('takes its type in any case and among others', async () => {
    const headers = {
      Accept: 'text/html, Application/X-HDL-Message',
      'Content-Type': 'application/x-hdl-message; charset=binary',
    };
    expect((await askHttp(http, REQUEST, { headers })).headers['content-type']).toBe(MESSAGE_TYPE);
  });

  it.each(['\r', '\n'])('passes over a line end before the message', async (lineEnd) => {
    const { body } = await askHttp(http, Buffer.concat([Buffer.from(lineEnd), REQUEST]));
    expect(decodeResponse(body).responseCode).toBe(1);
  });

  it('tells errors of the protocol with status 200', async () => {
    const { status, body } = await askHttp(http, Buffer.from('no message'));
    expect(status).toBe(200);
    expect(decodeResponse(body).envelope.requestId).toBe(0xffffffff);
  });

  it('has a short text for browsers', async () => {
    const { status, headers } = await askHttp(http, undefined, { method: 'GET', headers: {} });
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/plain');
  });

  it.each([
    [{ Accept: MESSAGE_TYPE }, 'POST', '/', 415],
    [{ 'Content-Type': MESSAGE_TYPE }, 'POST', '/', 415],
    [{ Accept: MESSAGE_TYPE, 'Content-Type': MESSAGE_TYPE }, 'POST', '/api/handles/x', 404],
    [{ Accept: MESSAGE_TYPE, 'Content-Type': MESSAGE_TYPE }, 'PUT', '/', 405],
  ] as const)('does not take %o with %s %s', async (headers, method, path, expected) => {
    const { status } = await askHttp(http, REQUEST, { path, method, headers });
    expect(status).toBe(expected);
  });

  it('refuses a body over the cap', async () => {
    const { status } = await askHttp(http, Buffer.alloc(262_144 + 22));
    expect(status).toBe(413);
  });
});
