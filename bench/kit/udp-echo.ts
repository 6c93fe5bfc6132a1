import { createSocket } from 'node:dgram';

/** An echo port on this machine. */
export interface UdpEcho {
  /** How long one byte takes there and back, in milliseconds. */
  roundTrip(): Promise<number>;
  close(): void;
}

export async function connectEcho(port: number): Promise<UdpEcho> {
  const socket = createSocket('udp4');
  await new Promise<void>((done) => socket.connect(port, '127.0.0.1', done));
  const byte = Buffer.from([0]);
  return {
    async roundTrip() {
      const began = performance.now();
      await new Promise<void>((done, fail) => {
        socket.once('message', () => done());
        socket.once('error', fail);
        socket.send(byte);
      });
      socket.removeAllListeners('error');
      return performance.now() - began;
    },
    close: () => socket.close(),
  };
}
