import { isIPv6 } from 'node:net';
import type { Clock } from '../system.ts';
import type { Endpoint } from './endpoint.ts';
import {
  MAX_OPEN_SOCKETS,
  MAX_SOCKET_AGE_MS,
  MAX_SOCKET_USES,
  RECEIVE_BUFFER_BYTES,
  SOCKET_IDLE_MS,
  SOCKETS_PER_SERVER,
  SWEEP_INTERVAL_MS,
} from './limits.ts';
import { Outbox } from './outbox.ts';
import type { RequestIds } from './request-ids.ts';
import { type SocketSource, systemSockets } from './sockets.ts';
import { type DatagramReceiver, UdpSocket } from './udp-socket.ts';

/** The sockets toward one server, by slot. */
type Slots = Map<number, UdpSocket>;

/**
 * Connected UDP sockets, several per server.
 *
 * A forged answer has to hit the port and the id. A new socket for each request would cost more than
 * all the rest of it, so each server has many on random ports, of which each request takes one at
 * random, and none lives long. They never keep the process alive.
 */
export class UdpSockets {
  readonly #clock: Clock;
  readonly #ids: RequestIds;
  readonly #servers = new Map<string, Slots>();
  readonly #open = new Map<UdpSocket, { readonly server: string; readonly slot: number }>();
  /** Sockets without exchanges, the one that has been idle longest first. */
  readonly #idle = new Set<UdpSocket>();
  readonly #closing = new Set<Promise<void>>();
  readonly #outbox = new Outbox();
  readonly #maxOpen: number;
  readonly #sockets: SocketSource;
  #sweeper: NodeJS.Timeout | undefined;

  readonly #receiveBytes: number;

  constructor(
    clock: Clock,
    ids: RequestIds,
    {
      maxOpen = MAX_OPEN_SOCKETS,
      receiveBytes = RECEIVE_BUFFER_BYTES,
      sockets = systemSockets,
    } = {},
  ) {
    this.#clock = clock;
    this.#ids = ids;
    this.#maxOpen = maxOpen;
    this.#receiveBytes = receiveBytes;
    this.#sockets = sockets;
  }

  /** How many sockets are open. */
  get size(): number {
    return this.#open.size;
  }

  /**
   * A socket toward the server, to be given back by {@link release}.
   *
   * @param server the key of this address and port
   * @returns undefined when as many as may be are open, and all in use
   */
  take(server: string, { address, port }: Endpoint): UdpSocket | undefined {
    const socket = this.#pick(server, address, port);
    if (socket === undefined) return undefined;
    socket.uses += 1;
    this.#idle.delete(socket);
    return socket;
  }

  /** Enters an exchange under an id of its own. @returns the request id */
  enter(socket: UdpSocket, receiver: DatagramReceiver): number {
    const id = this.#ids.next(socket.inFlight);
    socket.inFlight.set(id, { receiver });
    return id;
  }

  release(socket: UdpSocket, requestId: number): void {
    socket.forget(requestId);
    if (socket.inFlight.size > 0) return;
    if (socket.retired) {
      this.#close(socket);
      return;
    }
    socket.idleSince = this.#clock.elapsed();
    this.#idle.add(socket);
  }

  /** Closes what has been idle for long. */
  sweep(): void {
    const since = this.#clock.elapsed() - SOCKET_IDLE_MS;
    for (const socket of this.#idle) {
      if (socket.idleSince > since) break;
      this.#close(socket);
    }
  }

  /** Closes all of them, whatever is in flight. */
  async close(): Promise<void> {
    for (const socket of [...this.#open.keys()]) this.#close(socket);
    await Promise.all(this.#closing);
  }

  #pick(server: string, address: string, port: number): UdpSocket | undefined {
    const slots = this.#servers.get(server);
    const slot = this.#ids.below(SOCKETS_PER_SERVER);
    const socket = slots?.get(slot);
    if (socket !== undefined) {
      const age = this.#clock.elapsed() - socket.openedAt;
      if (socket.uses < MAX_SOCKET_USES && age < MAX_SOCKET_AGE_MS) return socket;
      this.#retire(socket);
    }
    if (this.#open.size < this.#maxOpen || this.#closeOldestIdle()) {
      return this.#openSocket(server, slot, address, port);
    }
    return slots?.values().next().value;
  }

  #openSocket(server: string, slot: number, address: string, port: number): UdpSocket {
    const family = isIPv6(address) ? 'udp6' : 'udp4';
    const now = this.#clock.elapsed();
    const socket: UdpSocket = new UdpSocket(
      family,
      now,
      this.#receiveBytes,
      this.#sockets,
      this.#outbox,
      () => this.#retire(socket),
    );
    let slots = this.#servers.get(server);
    if (slots === undefined) {
      slots = new Map();
      this.#servers.set(server, slots);
    }
    slots.set(slot, socket);
    this.#open.set(socket, { server, slot });
    // Only wakes; what is idle is decided by the clock handed in.
    this.#sweeper ??= setInterval(() => this.sweep(), SWEEP_INTERVAL_MS).unref();
    socket.open(address, port);
    return socket;
  }

  /** Takes it out of its slot; it closes as soon as nothing is in flight. */
  #retire(socket: UdpSocket): void {
    const place = this.#open.get(socket);
    if (place === undefined || socket.retired) return;
    socket.retired = true;
    const slots = this.#servers.get(place.server);
    slots?.delete(place.slot);
    if (slots?.size === 0) this.#servers.delete(place.server);
    if (socket.inFlight.size === 0) this.#close(socket);
  }

  #closeOldestIdle(): boolean {
    const oldest = this.#idle.values().next().value;
    if (oldest === undefined) return false;
    this.#close(oldest);
    return true;
  }

  #close(socket: UdpSocket): void {
    this.#retire(socket);
    this.#idle.delete(socket);
    if (!this.#open.delete(socket)) return;
    const closed = socket.close().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
    if (this.#open.size > 0) return;
    clearInterval(this.#sweeper);
    this.#sweeper = undefined;
  }
}
