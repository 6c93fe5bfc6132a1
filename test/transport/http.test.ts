import { describe, expect, it } from 'vitest';
import { ANONYMOUS, At, answerTo, manyValues, patched } from './answers.ts';
import type { Arrival, Script } from './scripted-server.ts';
import {
  ask,
  closeAfterEach,
  codeOf,
  errorOf,
  IMPATIENT_MS,
  openServer,
  openTransport,
  QUESTION,
  WITH_DIGEST,
} from './setting.ts';

closeAfterEach();

const TYPE = { 'Content-Type': 'application/x-hdl-message' };

/** Sends a response of its own making. */
function responding(
  status: number,
  headers: Record<string, string>,
  body: (arrival: Arrival) => Uint8Array = answerTo,
): Script {
  return (arrival, { response }) => void response.writeHead(status, headers).end(body(arrival));
}

describe('an exchange through the HTTP tunnel', () => {
  it('brings the answer', async () => {
    const server = await openServer('http');
    const { response, attempts } = await ask(openTransport(), server.endpoint, WITH_DIGEST);
    expect(response.body).toMatchObject({ kind: 'values', handle: QUESTION.handle });
    expect(attempts).toBe(1);
  });

  it('sends what servers look at', async () => {
    const server = await openServer('http');
    await ask(openTransport(), server.endpoint);
    const { port } = server.endpoint;
    expect(server.arrivals[0]?.http).toMatchObject({
      method: 'POST',
      target: '/20.500.99999%2Fdemo-1',
      headers: {
        host: `127.0.0.1:${port}`,
        accept: 'application/x-hdl-message',
        'content-type': 'application/x-hdl-message',
        'content-length': String(server.arrivals[0]?.bytes.length),
      },
    });
  });

  it("uses the site's path and domain, and connects to the address all the same", async () => {
    const server = await openServer('http');
    const endpoint = { ...server.endpoint, host: 'handle.example', path: 'a b/' };
    await ask(openTransport(), endpoint);
    expect(server.arrivals[0]?.http?.target).toBe('/a%20b/20.500.99999%2Fdemo-1');
    expect(server.arrivals[0]?.http?.headers.host).toBe(`handle.example:${endpoint.port}`);
  });

  it('is not led astray by what stands in path and domain', async () => {
    const server = await openServer('http');
    const evil = 'x\r\nX-Evil: 1\r\n\r\n';
    await ask(openTransport(), { ...server.endpoint, host: evil, path: evil });
    expect(server.arrivals[0]?.http?.target).toMatch(/^\/x%0D%0AX-Evil:%201%0D%0A%0D%0A\//);
    expect(server.arrivals[0]?.http?.headers).not.toHaveProperty('x-evil');
  });

  it('keeps the connection for the next exchange', async () => {
    const server = await openServer('http');
    const transport = openTransport();
    for (let i = 0; i < 5; i += 1) await ask(transport, server.endpoint);
    // The second may be asked for before the first connection is done with the first answer.
    expect(server.connectionCount()).toBeLessThanOrEqual(2);
  });

  it('makes no more than 16 connections to one server', async () => {
    const server = await openServer('http');
    const transport = openTransport();
    await Promise.all(Array.from({ length: 300 }, () => ask(transport, server.endpoint)));
    expect(server.connectionCount()).toBeLessThanOrEqual(16);
  });

  it('does not send what was aborted while it waited for a connection', async () => {
    const waiting: (() => void)[] = [];
    const server = await openServer('http', (arrival, exit) => {
      waiting.push(() => exit.send(answerTo(arrival)));
    });
    const transport = openTransport();
    const first = Array.from({ length: 16 }, () => ask(transport, server.endpoint));
    await server.arrived(16);
    const controller = new AbortController();
    const aborted = codeOf(
      ask(transport, server.endpoint, QUESTION, { signal: controller.signal }),
    );
    controller.abort();
    expect(await aborted).toBe('aborted');
    for (const answer of waiting.splice(0)) answer();
    await Promise.all(first);
    const last = ask(transport, server.endpoint);
    await server.arrived(17);
    for (const answer of waiting) answer();
    await last;
    expect(server.arrivals.length).toBe(17);
    expect(server.connectionCount()).toBe(16);
  });

  it('asks once more when a kept connection turns out to be dead', async () => {
    const server = await openServer('http', (arrival, exit) => {
      if (server.arrivals.length === 2) exit.response.socket?.destroy();
      else exit.send(answerTo(arrival));
    });
    const transport = openTransport();
    await ask(transport, server.endpoint);
    expect((await ask(transport, server.endpoint)).attempts).toBe(2);
  });

  it('takes a chunked answer, and more headers in the content type', async () => {
    const headers = { 'Content-Type': 'Application/X-HDL-Message; charset=binary' };
    const server = await openServer('http', (arrival, { response }) => {
      response.writeHead(200, headers);
      const bytes = answerTo(arrival);
      response.write(bytes.subarray(0, 30));
      response.end(bytes.subarray(30));
    });
    expect((await ask(openTransport(), server.endpoint)).response.responseCode).toBe(1);
  });

  it('brings an answer of 300 values', async () => {
    const values = manyValues(300, 400);
    const server = await openServer('http', (arrival, exit) =>
      exit.send(answerTo(arrival, { values })),
    );
    const { response, bytes } = await ask(openTransport(), server.endpoint);
    expect(bytes).toBeGreaterThan(65_536);
    expect(response.body).toMatchObject({ values });
  });

  it('does not follow a redirect', async () => {
    const target = await openServer('http');
    const { port } = target.endpoint;
    const location = `http://127.0.0.1:${port}/`;
    const server = await openServer('http', responding(307, { ...TYPE, Location: location }));
    const error = await errorOf(ask(openTransport(), server.endpoint));
    expect(error.code).toBe('http-status');
    expect(error.message).toContain('307');
    expect(target.arrivals).toEqual([]);
  });

  it.each([
    ['http-status', responding(404, TYPE)],
    ['http-status', responding(200, { 'Content-Type': 'text/html' })],
    ['http-status', responding(200, {})],
    ['http-status', ((_, { response }) => response.socket?.end('garbage\r\n\r\n')) as Script],
    ['http-status', responding(200, { ...TYPE, 'X-Long': 'x'.repeat(20_000) })],
    ['too-large', responding(200, TYPE, () => new Uint8Array(262_165))],
    [
      'too-large',
      responding(200, { ...TYPE, 'Transfer-Encoding': 'chunked' }, () => new Uint8Array(262_165)),
    ],
    [
      'too-large',
      responding(200, TYPE, (arrival) => patched(answerTo(arrival), At.messageLength, 0, 4, 0, 1)),
    ],
    ['bad-message', responding(200, TYPE, () => new Uint8Array(0))],
    ['bad-message', responding(200, TYPE, (arrival) => answerTo(arrival).subarray(0, 60))],
    [
      'wrong-answer',
      responding(200, TYPE, (arrival) => patched(answerTo(arrival), At.requestId, ...ANONYMOUS)),
    ],
    ['bad-digest', responding(200, TYPE, (arrival) => answerTo(arrival, { digest: false }))],
  ] as const)("ends with '%s' after one bad answer (%#)", async (code, script) => {
    const server = await openServer('http', script);
    const error = await errorOf(ask(openTransport(), server.endpoint, WITH_DIGEST));
    expect(error).toMatchObject({ code, attempts: 1 });
  });

  it("ends with 'closed' when the server closes in the middle of its answer", async () => {
    const server = await openServer('http', (arrival, { response }) => {
      response.writeHead(200, { ...TYPE, 'Content-Length': '1000' });
      response.write(answerTo(arrival), () => response.socket?.destroy());
    });
    expect(await codeOf(ask(openTransport(), server.endpoint))).toBe('closed');
  });

  it("ends with 'closed' when the server always closes instead of answering", async () => {
    const server = await openServer('http', (_arrival, { response }) => response.socket?.destroy());
    const error = await errorOf(ask(openTransport(), server.endpoint));
    expect(error).toMatchObject({ code: 'closed', attempts: 2 });
  });

  it("ends with 'timeout' when no answer comes, and hangs up", async () => {
    const server = await openServer('http', () => {});
    const limits = { timeoutMs: IMPATIENT_MS };
    expect(await codeOf(ask(openTransport(), server.endpoint, QUESTION, limits))).toBe('timeout');
    await server.left();
  });

  it("ends with 'refused' when nobody listens", async () => {
    const server = await openServer('http');
    await server.close();
    expect(await codeOf(ask(openTransport(), server.endpoint))).toBe('refused');
  });
});
