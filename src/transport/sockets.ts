import { createSocket, type Socket as DatagramSocket, type SocketOptions } from 'node:dgram';
import { connect, type Socket, type TcpNetConnectOpts } from 'node:net';

/** Where sockets come from; handed in, so that a test can have a network of its own. */
export interface SocketSource {
  readonly datagram: (options: SocketOptions) => DatagramSocket;
  /** A TCP connection on its way. */
  readonly stream: (options: TcpNetConnectOpts) => Socket;
}

export const systemSockets: SocketSource = { datagram: createSocket, stream: connect };
