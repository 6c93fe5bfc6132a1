import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { decodeEnvelope, ENVELOPE_BYTES } from '../protocol/envelope.ts';
import { IDLE_CONNECTION_MS, MAX_CONNECTIONS } from './limits.ts';
import type { OnMessage } from './outlet.ts';

/** A port that answers whole messages. */
export interface StreamDoor {
  readonly port: number;
  /** Ends the connections that are open, too. */
  close(): Promise<void>;
}

/**
 * Opens a TCP port that answers one request on each connection and closes it, as deployed servers
 * do.
 *
 * @param port 0 for any free one
 * @throws the system's error, `EADDRINUSE` and the like
 */
export async function openTcpDoor(
  host: string,
  port: number,
  onMessage: OnMessage,
): Promise<StreamDoor> {
  const connections = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    serveTcp(socket, onMessage);
  });
  server.maxConnections = MAX_CONNECTIONS;
  await listen(server, host, port);
  return {
    port: portOf(server),
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

/** @throws the system's error, `EADDRINUSE` and the like */
export async function listen(server: Server, host: string, port: number): Promise<void> {
  const listening = once(server, 'listening');
  server.listen({ host, port, exclusive: true });
  await listening;
}

export function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Answers the one request on a connection. */
export function serveTcp(socket: Socket, onMessage: OnMessage): void {
  let received: Buffer = Buffer.alloc(0);
  const finish = (request: Uint8Array): void => {
    socket.removeAllListeners('data');
    socket.resume();
    onMessage(request, {
      begin() {},
      write: (part) => socket.write(part),
      end: (rest) => socket.end(rest),
      breakOff: () => socket.destroy(),
    });
  };
  // Whoever breaks a connection off has no use for an answer.
  socket.on('error', () => socket.destroy());
  socket.setTimeout(IDLE_CONNECTION_MS, () => socket.destroy());
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const request = wholeRequest(received);
    if (request !== undefined) finish(request);
  });
  socket.once('end', () => {
    if (socket.listenerCount('data') === 0) return;
    if (received.length === 0) socket.end();
    else finish(received);
  });
}

/** @returns undefined while bytes are missing; all there is when more would not help */
function wholeRequest(received: Buffer): Uint8Array | undefined {
  if (received.length < ENVELOPE_BYTES) return undefined;
  const length = announcedLength(received);
  if (length === undefined) return received;
  return received.length < length ? undefined : received.subarray(0, length);
}

function announcedLength(received: Buffer): number | undefined {
  try {
    return ENVELOPE_BYTES + decodeEnvelope(received).messageLength;
  } catch {
    return undefined;
  }
}
