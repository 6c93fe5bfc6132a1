import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';

export interface Forger {
  readonly port: number;
  /** From now on so many forged datagrams go before each true one. @returns how many went so far */
  perAnswer(count: number): number;
}

/** Where things stand in a message: the envelope of 20 bytes, the header of 24, then the body. */
const REQUEST_ID_AT = 8;
const BODY_AT = 44;
/** Where the handle of an answer begins. */
const HANDLE_BEGINS = '20.500.1/';

/**
 * A server's way to its clients with a forger on it, who sees each answer before the client does and
 * sends others first: with another request id, about another handle, with a broken signature, from
 * the server's own port; and such as are right but for where they lead, from a port of its own.
 */
export async function forger(serverPort: number): Promise<Forger> {
  const front = createSocket('udp4');
  const elsewhere = createSocket('udp4');
  for (const socket of [front, elsewhere]) {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    socket.on('error', () => {});
  }
  let count = 0;
  let sent = 0;
  const backs = new Map<string, ReturnType<typeof createSocket>>();
  front.on('message', (datagram, client) => {
    const key = `${client.port}`;
    let back = backs.get(key);
    if (back === undefined) {
      back = createSocket('udp4');
      back.on('error', () => {});
      back.on('message', (answer) => {
        forge(answer, client);
        front.send(answer, client.port, client.address);
      });
      backs.set(key, back);
    }
    back.send(datagram, serverPort, '127.0.0.1');
  });

  function forge(answer: Buffer, { port, address }: RemoteInfo): void {
    for (let n = 0; n < count; n++) {
      const forged = Buffer.from(answer);
      sent += 1;
      switch (n % 4) {
        case 0:
          forged.writeUInt32BE((forged.readUInt32BE(REQUEST_ID_AT) + 1 + n) >>> 0, REQUEST_ID_AT);
          front.send(forged, port, address);
          break;
        case 1:
          forged.write('~', forged.indexOf(HANDLE_BEGINS) + HANDLE_BEGINS.length);
          front.send(forged, port, address);
          break;
        case 2:
          forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 0xff;
          if (isSigned(forged)) front.send(forged, port, address);
          else elsewhere.send(forged, port, address);
          break;
        default: {
          const at = forged.indexOf('example.org');
          if (at >= 0) forged.write('evil.example', at);
          elsewhere.send(forged, port, address);
        }
      }
    }
  }

  return {
    port: front.address().port,
    perAnswer(next) {
      count = next;
      return sent;
    },
  };
}

/** Whether there is a credential behind the body. */
function isSigned(message: Buffer): boolean {
  return (
    message.length >= BODY_AT && message.length > BODY_AT + message.readUInt32BE(BODY_AT - 4) + 4
  );
}
