import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach } from 'vitest';
import type { UpstreamProtocol } from '../../src/events.ts';
import { DEFAULT_RESOLUTION_FLAGS, OpFlag } from '../../src/protocol/op-flag.ts';
import { encodePublicKey, fromKeyObject } from '../../src/protocol/public-key.ts';
import { systemClock } from '../../src/system.ts';
import type { Answer } from '../../src/transport/answer.ts';
import type { Endpoint } from '../../src/transport/endpoint.ts';
import { TransportError } from '../../src/transport/errors.ts';
import type { Question } from '../../src/transport/question.ts';
import { createTransport, type Transport } from '../../src/transport/transport.ts';
import { QUESTION } from './question.ts';
import { type Script, type ScriptedServer, startScriptedServer } from './scripted-server.ts';

export { HANDLE, QUESTION } from './question.ts';

/** The question with a digest of it in the answer. */
export const WITH_DIGEST: Question = {
  ...QUESTION,
  flags: (DEFAULT_RESOLUTION_FLAGS | OpFlag.requestDigest) >>> 0,
};

export function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}

/** The key pair of a server and its record in a site. */
export function serverKey(name: 'server-key.pem' | 'ec-key.pem' | 'dsa-key.pem') {
  const privateKey = createPrivateKey(fixture(name));
  return {
    privateKey,
    record: () => encodePublicKey(fromKeyObject(createPublicKey(privateKey))),
  };
}

export const RSA_KEY = serverKey('server-key.pem');
export const DSA_KEY = serverKey('dsa-key.pem');

/** A certified question to the server with this key record. */
export function certified(key: Uint8Array): Question {
  const flags = (WITH_DIGEST.flags | OpFlag.certify) >>> 0;
  return { ...QUESTION, flags, serverKey: key };
}

const toClose: { close(): Promise<void> }[] = [];

/** To be called once in a file: closes after each test what these helpers have opened. */
export function closeAfterEach(): void {
  afterEach(async () => {
    await Promise.all(toClose.splice(0).map((each) => each.close()));
  });
}

export function openTransport(options: Partial<Parameters<typeof createTransport>[0]> = {}) {
  const transport = createTransport({ clock: systemClock, allowAddress: () => true, ...options });
  toClose.push(transport);
  return transport;
}

export async function openServer(
  protocol: UpstreamProtocol,
  script?: Script,
  options?: Parameters<typeof startScriptedServer>[2],
): Promise<ScriptedServer> {
  const server = await startScriptedServer(protocol, script, options);
  toClose.push(server);
  return server;
}

/** Long enough for whatever is meant to succeed. */
export const PATIENT_MS = 10_000;

/** Short: for what is meant to time out. */
export const IMPATIENT_MS = 40;

export function ask(
  transport: Transport,
  endpoint: Endpoint,
  question: Question = QUESTION,
  { signal = new AbortController().signal, timeoutMs = PATIENT_MS } = {},
): Promise<Answer> {
  return transport.exchange(endpoint, question, { signal, timeoutMs });
}

/** The error an exchange ends with. */
export async function errorOf(exchange: Promise<Answer>): Promise<TransportError> {
  const outcome = await exchange.catch((error: unknown) => error);
  if (outcome instanceof TransportError) return outcome;
  throw new Error('the exchange did not end with a TransportError', { cause: outcome });
}

export async function codeOf(exchange: Promise<Answer>): Promise<TransportError['code']> {
  return (await errorOf(exchange)).code;
}

/** Lets the event loop turn until something is so; the test's own time limit is the only one. */
export async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
