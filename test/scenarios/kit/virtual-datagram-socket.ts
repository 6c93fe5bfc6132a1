import type { RemoteInfo, Socket } from 'node:dgram';
import { EventEmitter } from 'node:events';
import type { Clock } from '../../../src/system.ts';
import type { VirtualHost } from './virtual-host.ts';

/** What {@link VirtualDatagramSocket} does of what dgram's sockets do. */
type Part = Pick<
  Socket,
  | 'bind'
  | 'unref'
  | 'setRecvBufferSize'
  | 'getRecvBufferSize'
  | 'connect'
  | 'remoteAddress'
  | 'send'
>;

/** A connected UDP socket in a virtual network. */
export class VirtualDatagramSocket extends EventEmitter {
  readonly address = '198.51.100.1';
  readonly port: number;
  readonly #clock: Clock;
  readonly #hostAt: (address: string) => VirtualHost | undefined;
  #host: VirtualHost | undefined;
  #peer: { address: string; port: number } | undefined;
  #bufferSize = 0;
  #isClosed = false;

  constructor(clock: Clock, port: number, hostAt: (address: string) => VirtualHost | undefined) {
    super();
    this.#clock = clock;
    this.port = port;
    this.#hostAt = hostAt;
  }

  bind(): void {}

  unref(): void {}

  setRecvBufferSize(bytes: number): void {
    this.#bufferSize = bytes;
  }

  getRecvBufferSize(): number {
    return this.#bufferSize;
  }

  connect(port: number, address: string): void {
    this.#host = this.#hostAt(address);
    this.#peer = { address, port };
    if (this.#host?.look('udp') === 'no-route')
      this.#clock.after(0, () => this.fail('ENETUNREACH'));
  }

  remoteAddress(): { address: string; port: number } {
    if (this.#peer === undefined) throw new Error('not connected');
    return this.#peer;
  }

  send(datagram: Uint8Array, sent?: (error: Error | null) => void): void {
    const host = this.#host;
    const copy = Buffer.from(datagram);
    if (host !== undefined) this.#clock.after(host.wayMs, () => host.receive(copy, this));
    queueMicrotask(() => sent?.(null));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    queueMicrotask(() => this.emit('close'));
  }

  /** A datagram has come. The system lets nothing through that others sent. */
  deliver(datagram: Buffer, port: number): void {
    if (this.#isClosed || port !== this.#peer?.port) return;
    const info: RemoteInfo = { ...this.#peer, family: 'IPv4', size: datagram.length };
    this.emit('message', datagram, info);
  }

  fail(code: string): void {
    if (this.#isClosed) return;
    this.emit('error', Object.assign(new Error(`virtual ${code}`), { code }));
  }
}

/** Only what is used of dgram's sockets is there. */
export function asSocket(socket: VirtualDatagramSocket): Socket {
  const part: { [name in keyof Part]: unknown } = socket;
  return part as unknown as Socket;
}
