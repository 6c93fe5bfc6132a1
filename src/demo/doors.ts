import type { RemoteInfo } from 'node:dgram';
import { setTimeout } from 'node:timers/promises';
import type { DoorProtocol } from './counts.ts';
import { openHttpDoor } from './http-door.ts';
import { MAX_PORT_TRIES, REOPENING_PAUSE_MS } from './limits.ts';
import type { OnMessage } from './outlet.ts';
import { openTcpDoor, type StreamDoor } from './tcp-door.ts';
import { openUdpDoor, type UdpDoor } from './udp-door.ts';

/** Where a server is reached. */
export interface DoorAddress {
  /** An IP literal. */
  readonly address: string;
  readonly port: number;
}

/** Who is told what comes in. */
export interface Visitors {
  readonly onDatagram: (datagram: Buffer, from: RemoteInfo) => void;
  readonly onMessage: (protocol: 'tcp' | 'http', ...arguments_: Parameters<OnMessage>) => void;
}

/** The ways to a server, wherever they lead through. */
export interface ServerDoors {
  readonly addresses: { readonly [protocol in DoorProtocol]: DoorAddress };
  /** Undefined while it is closed. */
  readonly udp: Pick<UdpDoor, 'send' | 'sendFromElsewhere'> | undefined;
  /** Opens or closes one door; it keeps its port. */
  set(protocol: DoorProtocol, isOpen: boolean): Promise<void>;
  close(): Promise<void>;
}

/** The three ports of a server, each of which can be closed and opened again. */
export class Doors implements ServerDoors {
  readonly addresses: { readonly [protocol in DoorProtocol]: DoorAddress };
  readonly #host: string;
  readonly #visitors: Visitors;
  #udp: UdpDoor | undefined;
  #tcp: StreamDoor | undefined;
  #http: StreamDoor | undefined;

  private constructor(
    host: string,
    visitors: Visitors,
    udp: UdpDoor,
    tcp: StreamDoor,
    http: StreamDoor,
  ) {
    this.#host = host;
    this.#visitors = visitors;
    this.#udp = udp;
    this.#tcp = tcp;
    this.#http = http;
    this.addresses = {
      udp: { address: host, port: udp.port },
      tcp: { address: host, port: tcp.port },
      http: { address: host, port: http.port },
    };
  }

  /**
   * @param port for UDP and TCP, 0 for any that is free for both; HTTP takes a free one
   * @throws the system's error, `EADDRINUSE` and the like
   */
  static async open(host: string, port: number, visitors: Visitors): Promise<Doors> {
    const { udp, tcp } = await openPair(host, port, visitors);
    const http = await openHttp(host, 0, visitors);
    return new Doors(host, visitors, udp, tcp, http);
  }

  get udp(): UdpDoor | undefined {
    return this.#udp;
  }

  async set(protocol: DoorProtocol, isOpen: boolean): Promise<void> {
    const { port } = this.addresses[protocol];
    const { onDatagram } = this.#visitors;
    switch (protocol) {
      case 'udp':
        if (isOpen) this.#udp ??= await patiently(() => openUdpDoor(this.#host, port, onDatagram));
        else this.#udp = await this.#shut(this.#udp);
        break;
      case 'tcp':
        if (isOpen) this.#tcp ??= await patiently(() => openTcp(this.#host, port, this.#visitors));
        else this.#tcp = await this.#shut(this.#tcp);
        break;
      case 'http':
        if (isOpen)
          this.#http ??= await patiently(() => openHttp(this.#host, port, this.#visitors));
        else this.#http = await this.#shut(this.#http);
        break;
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.set('udp', false), this.set('tcp', false), this.set('http', false)]);
  }

  async #shut(door: { close(): Promise<void> } | undefined): Promise<undefined> {
    await door?.close();
  }
}

function openTcp(host: string, port: number, visitors: Visitors): Promise<StreamDoor> {
  return openTcpDoor(host, port, (message, outlet) => visitors.onMessage('tcp', message, outlet));
}

function openHttp(host: string, port: number, visitors: Visitors): Promise<StreamDoor> {
  return openHttpDoor(host, port, (message, outlet) => visitors.onMessage('http', message, outlet));
}

/** Finds a port that is free for both: what the system offers for TCP, UDP may have taken. */
async function openPair(
  host: string,
  port: number,
  visitors: Visitors,
): Promise<{ udp: UdpDoor; tcp: StreamDoor }> {
  for (let tries = 1; ; tries += 1) {
    const tcp = await openTcp(host, port, visitors);
    try {
      return { tcp, udp: await openUdpDoor(host, tcp.port, visitors.onDatagram) };
    } catch (error) {
      await tcp.close();
      if (port !== 0 || tries === MAX_PORT_TRIES || !isTaken(error)) throw error;
    }
  }
}

/**
 * Opens a door again. While it was closed, the system may have given its port to somebody's client for
 * the time of a request.
 */
async function patiently<Door>(open: () => Promise<Door>): Promise<Door> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await open();
    } catch (error) {
      if (tries === MAX_PORT_TRIES || !isTaken(error)) throw error;
      await setTimeout(REOPENING_PAUSE_MS);
    }
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
