import { isIPv6 } from 'node:net';
import { ENVELOPE_BYTES } from '../protocol/envelope.ts';
import { MAX_MESSAGE_BYTES } from '../protocol/limits.ts';
import { messageLengthOf } from './announced.ts';
import { ByteCollector } from './byte-collector.ts';
import type { AnswerCheck } from './check-answer.ts';
import type { Endpoint } from './endpoint.ts';
import { failureOf } from './errors.ts';
import type { Pending } from './pending.ts';
import type { AskedQuestion } from './question.ts';
import type { SocketSource } from './sockets.ts';

/**
 * One exchange over a TCP connection of its own (RFC 3652 2.1.2): write, read one message, destroy.
 * Deployed servers close after one answer even when asked to keep the connection, so none is kept.
 */
export function exchangeOverTcp(
  sockets: SocketSource,
  pending: Pending,
  endpoint: Endpoint,
  asked: AskedQuestion,
  check: AnswerCheck,
): void {
  const socket = sockets.stream({
    host: endpoint.address,
    port: endpoint.port,
    family: isIPv6(endpoint.address) ? 6 : 4,
    noDelay: true,
  });
  pending.atEnd(() => socket.destroy());
  pending.wakeAtDeadline();
  pending.attempts = 1;
  const collector = new ByteCollector();
  let expected: number | undefined;

  socket.on('data', (chunk: Buffer) => {
    // What is still in the stream's buffer after the end is nobody's.
    if (pending.ended) return;
    collector.add(chunk);
    if (expected === undefined && collector.length >= ENVELOPE_BYTES) {
      const messageLength = messageLengthOf(collector.bytes);
      if (messageLength > MAX_MESSAGE_BYTES) {
        pending.fail('too-large', `the server announces an answer of ${messageLength} bytes`);
        return;
      }
      expected = ENVELOPE_BYTES + messageLength;
    }
    if (expected === undefined || collector.length < expected) return;
    const { checked, failure } = check(asked, collector.bytes.subarray(0, expected));
    if (checked === undefined) pending.failWith(failure);
    else pending.succeed(checked, expected);
  });
  socket.on('error', (error) => pending.failWith(failureOf(error)));
  socket.on('close', () =>
    pending.fail('closed', 'the server closed the connection before its answer was complete'),
  );
  socket.write(asked.bytes);
}
