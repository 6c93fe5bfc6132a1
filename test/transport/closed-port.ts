import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import type { TakenPort } from './take-port.ts';

/** More than ever fail one after the other. */
const TRIES = 20;

/**
 * A port that refuses whoever asks, over TCP and UDP, for as long as it is held. A port that was free a
 * moment ago would do no longer than until the system gives it to another program; this one is the near
 * end of two connections to elsewhere, so it is nobody else's, and nobody listens at it.
 */
export async function closedPort(): Promise<TakenPort> {
  const far = createServer().listen(0, '127.0.0.1');
  await once(far, 'listening');
  const { port: farPort } = far.address() as AddressInfo;
  for (let tries = 1; ; tries += 1) {
    const tcp = connect(farPort, '127.0.0.1');
    await once(tcp, 'connect');
    const port = tcp.localPort as number;
    const udp = createSocket('udp4');
    udp.bind(port, '127.0.0.1');
    try {
      await once(udp, 'listening');
      udp.connect(farPort, '127.0.0.1');
      await once(udp, 'connect');
      const close = async () => {
        const closed = once(far, 'close');
        tcp.destroy();
        udp.close();
        far.close();
        await closed;
      };
      return { port, close };
    } catch (error) {
      tcp.destroy();
      udp.close();
      if (tries === TRIES) throw error;
    }
  }
}
