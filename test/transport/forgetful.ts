/**
 * A program that asks one question and forgets to close its transport.
 * Arguments: the protocol and the port.
 */
import type { UpstreamProtocol } from '../../src/events.ts';
import { systemClock } from '../../src/system.ts';
import { createTransport } from '../../src/transport/transport.ts';
import { QUESTION } from './question.ts';

const [protocol, port] = process.argv.slice(2);
const transport = createTransport({ clock: systemClock, allowAddress: () => true });
const answer = await transport.exchange(
  { protocol: protocol as UpstreamProtocol, address: '127.0.0.1', port: Number(port) },
  QUESTION,
  { signal: new AbortController().signal, timeoutMs: 30_000 },
);
process.stdout.write(`response code ${answer.response.responseCode}`);
