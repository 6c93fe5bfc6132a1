import { createSocket } from 'node:dgram';

/** How long single bytes take to an echo port on this machine and back, one after the other, in ms. */
export async function udpRoundTrips(port: number, count: number): Promise<number[]> {
  const socket = createSocket('udp4');
  await new Promise<void>((done) => socket.connect(port, '127.0.0.1', done));
  const byte = Buffer.from([0]);
  const times: number[] = [];
  try {
    for (let i = 0; i < count; i++) {
      const began = performance.now();
      await new Promise<void>((done, fail) => {
        socket.once('message', () => done());
        socket.once('error', fail);
        socket.send(byte);
      });
      socket.removeAllListeners('error');
      times.push(performance.now() - began);
    }
  } finally {
    socket.close();
  }
  return times;
}
