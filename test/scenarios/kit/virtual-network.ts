import type { Socket as DatagramSocket } from 'node:dgram';
import type { Socket, TcpNetConnectOpts } from 'node:net';
import { ipAddressText, parseIpAddress } from '../../../src/handle/ip-address.ts';
import type { Clock } from '../../../src/system.ts';
import type { SocketSource } from '../../../src/transport/sockets.ts';
import { asSocket, VirtualDatagramSocket } from './virtual-datagram-socket.ts';
import { HTTP_PORT, type VirtualHost } from './virtual-host.ts';
import { knock } from './virtual-stream.ts';

const FIRST_PORT = 40_000;

/** Sockets whose bytes travel by the scenario's clock. At other addresses nobody is. */
export class VirtualNetwork implements SocketSource {
  readonly #clock: Clock;
  readonly #hosts = new Map<string, VirtualHost>();
  #nextPort = FIRST_PORT;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(address: string, host: VirtualHost): void {
    this.#hosts.set(normal(address), host);
  }

  readonly datagram = (): DatagramSocket => {
    this.#nextPort += 1;
    return asSocket(new VirtualDatagramSocket(this.#clock, this.#nextPort, this.#hostAt));
  };

  readonly stream = ({ host = '', port }: TcpNetConnectOpts): Socket => {
    const protocol = port === HTTP_PORT ? 'http' : 'tcp';
    // Nothing but what streams have is used of the socket.
    return knock(this.#clock, this.#hostAt(host), protocol) as unknown as Socket;
  };

  readonly #hostAt = (address: string): VirtualHost | undefined => this.#hosts.get(normal(address));
}

function normal(address: string): string {
  const parsed = parseIpAddress(address);
  if (parsed === undefined) throw new SyntaxError(`no address: ${address}`);
  return ipAddressText(parsed);
}
