import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ANONYMOUS, At, answerTo, manyValues, patched } from './answers.ts';
import type { Arrival } from './scripted-server.ts';
import {
  ask,
  certified,
  closeAfterEach,
  codeOf,
  errorOf,
  IMPATIENT_MS,
  openServer,
  openTransport,
  QUESTION,
  RSA_KEY,
  WITH_DIGEST,
} from './setting.ts';

closeAfterEach();

describe('an exchange over TCP', () => {
  it('brings the answer and leaves no connection behind', async () => {
    const server = await openServer('tcp');
    const { response, attempts } = await ask(openTransport(), server.endpoint, WITH_DIGEST);
    expect(response.body).toMatchObject({ kind: 'values', handle: QUESTION.handle });
    expect(attempts).toBe(1);
    await server.left();
  });

  it('ends a connection that the server would keep', async () => {
    const server = await openServer('tcp', (arrival, { socket }) =>
      socket.write(answerTo(arrival)),
    );
    await ask(openTransport(), server.endpoint);
    await server.left();
  });

  it('takes an answer that comes byte by byte, and nothing after it', async () => {
    const server = await openServer('tcp', (arrival, { socket }) => {
      socket.setNoDelay(true);
      for (const byte of answerTo(arrival)) socket.write(Uint8Array.of(byte));
      socket.end('and more');
    });
    const { response } = await ask(openTransport(), server.endpoint);
    expect(response.responseCode).toBe(1);
  });

  it('brings an answer of 300 values', async () => {
    const values = manyValues(300, 400);
    const server = await openServer('tcp', (arrival, exit) =>
      exit.send(answerTo(arrival, { values })),
    );
    const { response, bytes } = await ask(openTransport(), server.endpoint);
    expect(bytes).toBeGreaterThan(65_536);
    expect(response.body).toMatchObject({ values });
  });

  it('brings a certified answer', async () => {
    const server = await openServer('tcp', (arrival, exit) =>
      exit.send(answerTo(arrival, {}, RSA_KEY)),
    );
    const answer = await ask(openTransport(), server.endpoint, certified(RSA_KEY.record()));
    expect(answer.verified).toBe('SHA-256');
  });

  it.each([
    ['too-large', (arrival: Arrival) => patched(answerTo(arrival), At.messageLength, 0, 4, 0, 1)],
    ['bad-message', (arrival: Arrival) => patched(answerTo(arrival), At.messageLength, 0, 0, 0, 9)],
    ['wrong-answer', (arrival: Arrival) => patched(answerTo(arrival), At.requestId, ...ANONYMOUS)],
    ['expired', (arrival: Arrival) => answerTo(arrival, { expiration: 1 })],
    ['bad-digest', (arrival: Arrival) => answerTo(arrival, { digest: false })],
    ['closed', (arrival: Arrival) => answerTo(arrival).subarray(0, 50)],
    ['closed', () => new Uint8Array(0)],
  ] as const)("ends with '%s' after one bad answer", async (code, spoilt) => {
    const server = await openServer('tcp', (arrival, exit) => exit.send(spoilt(arrival)));
    const error = await errorOf(ask(openTransport(), server.endpoint, WITH_DIGEST));
    expect(error).toMatchObject({ code, attempts: 1 });
    await server.left();
  });

  it("ends with 'closed' when the server resets the connection", async () => {
    const server = await openServer('tcp', (_arrival, { socket }) => socket.resetAndDestroy());
    expect(await codeOf(ask(openTransport(), server.endpoint))).toBe('closed');
  });

  it("ends with 'timeout' when the server stops half-way, and hangs up", async () => {
    const server = await openServer('tcp', (arrival, { socket }) =>
      socket.write(answerTo(arrival).subarray(0, 30)),
    );
    const limits = { timeoutMs: IMPATIENT_MS };
    expect(await codeOf(ask(openTransport(), server.endpoint, QUESTION, limits))).toBe('timeout');
    await server.left();
  });

  it("ends with 'refused' when nobody listens", async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as { port: number };
    await new Promise((resolve) => gone.close(resolve));
    const endpoint = { protocol: 'tcp', address: '127.0.0.1', port } as const;
    expect(await codeOf(ask(openTransport(), endpoint))).toBe('refused');
  });

  it("ends with 'unreachable' when there is no way", async () => {
    const endpoint = { protocol: 'tcp', address: '255.255.255.255', port: 2641 } as const;
    expect(await codeOf(ask(openTransport(), endpoint))).toBe('unreachable');
  });
});
