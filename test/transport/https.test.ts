import { describe, expect, it } from 'vitest';
import { answerTo } from './answers.ts';
import {
  ask,
  certified,
  closeAfterEach,
  codeOf,
  DSA_KEY,
  fixture,
  IMPATIENT_MS,
  openServer,
  openTransport,
  QUESTION,
  RSA_KEY,
} from './setting.ts';

closeAfterEach();

const RSA_TLS = { key: fixture('server-key.pem'), cert: fixture('server-cert.pem') };
const EC_TLS = { key: fixture('ec-key.pem'), cert: fixture('ec-cert.pem') };

/** The question to the server with this key record. */
const askedOf = (serverKey: Uint8Array) => ({ ...QUESTION, serverKey });

const rsaRecord = RSA_KEY.record();

/** The record of an RSA key that nobody has. */
function otherRsaRecord(): Uint8Array {
  const record = new Uint8Array(rsaRecord);
  const last = record.length - 10;
  record[last] = (record[last] as number) ^ 0x10;
  return record;
}

describe('an exchange through the HTTPS tunnel', () => {
  it("brings the answer of a server whose certificate has the site's key, whoever issued it", async () => {
    const server = await openServer('https', undefined, { tls: RSA_TLS });
    const { response } = await ask(openTransport(), server.endpoint, askedOf(rsaRecord));
    expect(response.body).toMatchObject({ kind: 'values', handle: QUESTION.handle });
  });

  it('verifies the signature as well when it is asked to', async () => {
    const script = (arrival: Parameters<typeof answerTo>[0], exit: { send(b: Uint8Array): void }) =>
      exit.send(answerTo(arrival, {}, RSA_KEY));
    const server = await openServer('https', script, { tls: RSA_TLS });
    const answer = await ask(openTransport(), server.endpoint, certified(rsaRecord));
    expect(answer.verified).toBe('SHA-256');
  });

  it.each([
    ['another RSA key', RSA_TLS],
    ['a key of another kind', EC_TLS],
  ])('sends nothing to a server with %s', async (_what, tls) => {
    const server = await openServer('https', undefined, { tls });
    const exchange = ask(openTransport(), server.endpoint, askedOf(otherRsaRecord()));
    expect(await codeOf(exchange)).toBe('tls-key');
    expect(server.arrivals).toEqual([]);
    await server.left();
  });

  it('refuses the kept connection of one key for another', async () => {
    const server = await openServer('https', undefined, { tls: RSA_TLS });
    const transport = openTransport();
    await ask(transport, server.endpoint, askedOf(rsaRecord));
    expect(await codeOf(ask(transport, server.endpoint, askedOf(otherRsaRecord())))).toBe(
      'tls-key',
    );
  });

  it.each([
    ['is DSA', DSA_KEY.record()],
    ['cannot be read', new Uint8Array([0, 0, 0, 1, 0x41, 0, 0])],
  ])("accepts any certificate when the site's key %s", async (_what, record) => {
    const server = await openServer('https', undefined, { tls: EC_TLS });
    expect((await ask(openTransport(), server.endpoint, askedOf(record))).attempts).toBe(1);
  });

  it.each([
    ['no key', QUESTION],
    ['an empty key', askedOf(new Uint8Array(0))],
  ])('is refused when the site has %s', async (_what, question) => {
    const server = await openServer('https', undefined, { tls: RSA_TLS });
    expect(await codeOf(ask(openTransport(), server.endpoint, question))).toBe('tls-key');
    expect(server.connectionCount()).toBe(0);
  });

  it("names the site's domain in the handshake", async () => {
    const server = await openServer('https', undefined, { tls: RSA_TLS });
    const endpoint = { ...server.endpoint, host: 'handle.example' };
    await ask(openTransport(), endpoint, askedOf(rsaRecord));
    expect(server.arrivals[0]?.http?.headers.host).toBe(`handle.example:${endpoint.port}`);
    expect(server.serverNames).toEqual(['handle.example']);
  });

  it('keeps the connection for the next exchange', async () => {
    const server = await openServer('https', undefined, { tls: RSA_TLS });
    const transport = openTransport();
    for (let i = 0; i < 3; i += 1) await ask(transport, server.endpoint, askedOf(rsaRecord));
    // The second may be asked for before the first connection is done with the first answer.
    expect(server.connectionCount()).toBeLessThanOrEqual(2);
  });

  it("ends with 'timeout' when the handshake hangs, and hangs up", async () => {
    // A TCP server that says nothing.
    const server = await openServer('tcp', () => {});
    const endpoint = { ...server.endpoint, protocol: 'https' } as const;
    const limits = { timeoutMs: IMPATIENT_MS };
    const exchange = ask(openTransport(), endpoint, askedOf(rsaRecord), limits);
    expect(await codeOf(exchange)).toBe('timeout');
    await server.left();
  });

  it('does not hang when the server speaks no TLS', async () => {
    const server = await openServer('http');
    const endpoint = { ...server.endpoint, protocol: 'https' } as const;
    const code = await codeOf(ask(openTransport(), endpoint, askedOf(rsaRecord)));
    expect(['unreachable', 'closed']).toContain(code);
  });
});
