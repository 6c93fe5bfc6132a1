import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { RECEIVE_BUFFER_BYTES } from './limits.ts';

export interface UdpDoor {
  readonly port: number;
  send(datagram: Uint8Array, to: RemoteInfo): void;
  /** Sends from a port of its own, where a client does not expect answers from. */
  sendFromElsewhere(datagram: Uint8Array, to: RemoteInfo): void;
  close(): Promise<void>;
}

/**
 * Opens a UDP port.
 *
 * @param port 0 for any free one
 * @throws the system's error, `EADDRINUSE` and the like
 */
export async function openUdpDoor(
  host: string,
  port: number,
  onDatagram: (datagram: Buffer, from: RemoteInfo) => void,
): Promise<UdpDoor> {
  const socket = await bind(host, port);
  let elsewhere: Promise<Socket> | undefined;
  // A client that has gone away makes the system report an error for what is sent to it.
  socket.on('error', () => {});
  socket.on('message', onDatagram);
  return {
    port: socket.address().port,
    send: (datagram, to) => socket.send(datagram, to.port, to.address),
    sendFromElsewhere(datagram, to) {
      elsewhere ??= bind(host, 0);
      void elsewhere.then((other) => other.send(datagram, to.port, to.address));
    },
    async close() {
      await Promise.all([shut(socket), elsewhere?.then(shut)]);
    },
  };
}

async function bind(host: string, port: number): Promise<Socket> {
  // Every address is a literal here: looking it up would only cost each answer a turn of the loop.
  const socket = createSocket({
    type: 'udp4',
    lookup: (address, _options, done) => done(null, address, 4),
  });
  const listening = once(socket, 'listening');
  socket.bind({ address: host, port, exclusive: true });
  try {
    await listening;
  } catch (error) {
    socket.close();
    throw error;
  }
  // The system grants what it allows, without an error.
  socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  return socket;
}

async function shut(socket: Socket): Promise<void> {
  const closed = once(socket, 'close');
  socket.close();
  await closed;
}
