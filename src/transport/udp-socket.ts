import type { createSocket, RemoteInfo, Socket } from 'node:dgram';
import { ENVELOPE_BYTES } from '../protocol/envelope.ts';
import { requestIdOf } from './announced.ts';
import { type Failure, failureOf } from './errors.ts';
import { KERNEL_BYTES_PER_DATAGRAM } from './limits.ts';
import type { Outbox, Sender } from './outbox.ts';
import type { SocketSource } from './sockets.ts';

/** An exchange as its socket sees it. */
export interface DatagramReceiver {
  /** @param datagram at least an envelope, with the receiver's request id */
  receive(datagram: Buffer): void;
  /** The socket is of no use any more. */
  failWith(failure: Failure): void;
}

type Lookup = NonNullable<Parameters<typeof createSocket>[0] & object>['lookup'];

/**
 * dgram hands every address to a resolver, together with its family. Ours are literals; answering at
 * once makes `bind`, `connect` and `send` work in the same turn.
 */
const literal: Lookup = (address, options, callback) =>
  callback(null, address, options as unknown as number);

/**
 * A connected UDP socket on a random port, shared by any number of exchanges with one server. The
 * kernel drops what does not come from that server.
 */
export class UdpSocket implements Sender {
  /** By request id. Who has left is let go of at once: the tables that a map leaves behind live long. */
  readonly inFlight = new Map<number, { receiver: DatagramReceiver | undefined }>();
  /** How many exchanges it has served. */
  uses = 0;
  /** On the clock's `elapsed` scale. */
  readonly openedAt: number;
  /** Since when nothing is in flight; meaningless otherwise. */
  idleSince = 0;
  /** Out of its slot: it closes with its last exchange. */
  retired = false;
  readonly #outbox: Outbox;
  readonly #socket: Socket;
  readonly #closed: Promise<void>;
  readonly #onBroken: () => void;
  /** How many datagrams of an answer the system holds for us, as far as it tells. */
  capacity = Number.POSITIVE_INFINITY;
  #failure: Failure | undefined;
  #peerAddress = '';
  #peerPort = 0;
  #isClosed = false;

  readonly #receiveBytes: number;

  /**
   * @param receiveBytes what the system is asked to hold for it
   * @param onBroken called when the socket has failed, before its exchanges are told
   */
  constructor(
    family: 'udp4' | 'udp6',
    openedAt: number,
    receiveBytes: number,
    sockets: SocketSource,
    outbox: Outbox,
    onBroken: () => void,
  ) {
    this.#outbox = outbox;
    this.openedAt = openedAt;
    this.#receiveBytes = receiveBytes;
    this.#onBroken = onBroken;
    this.#socket = sockets.datagram({ type: family, lookup: literal });
    this.#closed = new Promise((resolve) => this.#socket.once('close', resolve));
    this.#socket.on('error', this.#break);
    this.#socket.on('message', this.#receive);
  }

  /** Binds a port of its own, also in a cluster, and connects. Failures come to the receivers. */
  open(address: string, port: number): void {
    const socket = this.#socket;
    socket.bind({ port: 0, exclusive: true });
    if (this.#failure !== undefined) return;
    socket.unref();
    try {
      socket.setRecvBufferSize(this.#receiveBytes);
    } catch {
      // Some systems refuse instead of granting less; the default has to do then.
    }
    try {
      this.capacity = Math.floor(socket.getRecvBufferSize() / KERNEL_BYTES_PER_DATAGRAM);
    } catch {
      // Nobody knows; a lost datagram will show it.
    }
    socket.connect(port, address);
    try {
      const peer = socket.remoteAddress();
      this.#peerAddress = peer.address;
      this.#peerPort = peer.port;
    } catch {
      // There is no way to that address, and the error event that says so is on its way.
    }
  }

  /** Sends datagrams to the server, soon. */
  send(datagrams: readonly Uint8Array[]): void {
    if (this.#failure !== undefined) this.#failAll(this.#failure);
    else this.#outbox.add(this, datagrams);
  }

  sendNow(datagrams: readonly Uint8Array[]): void {
    if (this.#failure !== undefined) this.#failAll(this.#failure);
    else if (this.#peerPort !== 0 && !this.#isClosed) {
      for (const datagram of datagrams) this.#socket.send(datagram, this.#sent);
    }
  }

  /** Nothing that comes under that id is for anybody any more. */
  forget(requestId: number): void {
    const place = this.inFlight.get(requestId);
    if (place === undefined) return;
    place.receiver = undefined;
    this.inFlight.delete(requestId);
  }

  close(): Promise<void> {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.#socket.close();
    }
    return this.#closed;
  }

  readonly #receive = (datagram: Buffer, from: RemoteInfo): void => {
    if (datagram.length < ENVELOPE_BYTES) return;
    // The kernel looks at this too, but not at what came between binding and connecting.
    if (from.port !== this.#peerPort || from.address !== this.#peerAddress) return;
    this.inFlight.get(requestIdOf(datagram))?.receiver?.receive(datagram);
  };

  readonly #sent = (error: Error | null): void => {
    // A full send queue is like a lost datagram: repeating it helps.
    if (error !== null && (error as NodeJS.ErrnoException).code !== 'ENOBUFS') this.#break(error);
  };

  readonly #break = (error: Error): void => {
    if (this.#failure !== undefined) return;
    this.#failure = failureOf(error);
    this.#onBroken();
    this.#failAll(this.#failure);
  };

  #failAll(failure: Failure): void {
    for (const { receiver } of [...this.inFlight.values()]) receiver?.failWith(failure);
  }
}
