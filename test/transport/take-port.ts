import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface TakenPort {
  readonly port: number;
  close(): Promise<void>;
}

/** More than ever fail one after the other. */
const TRIES = 20;

/**
 * Takes a port for TCP and UDP, and says nothing to anybody. What the system offers for TCP, somebody
 * may hold for UDP: then another is tried.
 */
export async function takePort(): Promise<TakenPort> {
  for (let tries = 1; ; tries += 1) {
    const clients = new Set<Socket>();
    const tcp = createServer((client) => {
      clients.add(client.on('error', () => {}).resume());
    }).listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    const udp = createSocket('udp4');
    const close = async () => {
      const closed = [tcp, udp].map((each) => once(each, 'close'));
      for (const client of clients) client.destroy();
      tcp.close();
      udp.close();
      await Promise.all(closed);
    };
    udp.bind(port, '127.0.0.1');
    try {
      await once(udp, 'listening');
      return { port, close };
    } catch (error) {
      await close();
      if (tries === TRIES) throw error;
    }
  }
}
