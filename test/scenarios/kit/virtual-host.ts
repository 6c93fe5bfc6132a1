import type { RemoteInfo } from 'node:dgram';
import type { Duplex } from 'node:stream';
import type { DoorProtocol } from '../../../src/demo/counts.ts';
import type { DoorAddress, ServerDoors, Visitors } from '../../../src/demo/doors.ts';
import { createTunnelServer } from '../../../src/demo/http-door.ts';
import { serveTcp } from '../../../src/demo/tcp-door.ts';
import type { Clock } from '../../../src/system.ts';
import type { VirtualDatagramSocket } from './virtual-datagram-socket.ts';

/** How a door looks from outside; of a dead one not even a refusal comes back. */
export type DoorLook = 'open' | 'closed' | 'dead' | 'no-route';

export const HANDLE_PORT = 2641;
export const HTTP_PORT = 8000;

/** Bytes of an envelope before the number of the fragment. */
const SEQUENCE_OFFSET = 12;

export interface VirtualHostSettings {
  readonly address: string;
  readonly clock: Clock;
  /** There and back, in milliseconds. */
  readonly roundTripMs: number;
  readonly look: (protocol: DoorProtocol) => DoorLook;
  readonly visitors: Visitors;
}

/** The doors of a server in a virtual network, and what comes to them. */
export class VirtualHost implements ServerDoors {
  readonly addresses: { readonly [protocol in DoorProtocol]: DoorAddress };
  /** Requests that came here, whatever became of them. */
  readonly asked: Record<DoorProtocol, number> = { udp: 0, tcp: 0, http: 0 };
  readonly #settings: VirtualHostSettings;
  readonly #senders = new Map<number, VirtualDatagramSocket>();
  readonly #tunnel;

  constructor(settings: VirtualHostSettings) {
    this.#settings = settings;
    const { address, visitors } = settings;
    this.addresses = {
      udp: { address, port: HANDLE_PORT },
      tcp: { address, port: HANDLE_PORT },
      http: { address, port: HTTP_PORT },
    };
    this.#tunnel = createTunnelServer((message, outlet) => {
      this.asked.http += 1;
      visitors.onMessage('http', message, outlet);
    });
  }

  get wayMs(): number {
    return this.#settings.roundTripMs / 2;
  }

  look(protocol: DoorProtocol): DoorLook {
    return this.#settings.look(protocol);
  }

  readonly udp = {
    send: (datagram: Uint8Array, to: RemoteInfo) => this.#answer(datagram, to, HANDLE_PORT),
    sendFromElsewhere: (datagram: Uint8Array, to: RemoteInfo) =>
      this.#answer(datagram, to, HANDLE_PORT + 1),
  };

  /** Doors are opened and closed by what the scenario says. */
  async set(): Promise<void> {}

  async close(): Promise<void> {
    this.#tunnel.close();
  }

  /** A datagram arrives. */
  receive(datagram: Buffer, from: VirtualDatagramSocket): void {
    if (datagram.readUInt32BE(SEQUENCE_OFFSET) === 0) this.asked.udp += 1;
    const look = this.look('udp');
    if (look === 'closed') this.#settings.clock.after(this.wayMs, () => from.fail('ECONNREFUSED'));
    if (look !== 'open') return;
    this.#senders.set(from.port, from);
    const { address, port } = from;
    this.#settings.visitors.onDatagram(datagram, {
      address,
      port,
      family: 'IPv4',
      size: datagram.length,
    });
  }

  /** Somebody knocks. */
  countKnock(protocol: 'tcp' | 'http'): void {
    if (protocol === 'tcp' || this.look('http') !== 'open') this.asked[protocol] += 1;
  }

  accept(protocol: 'tcp' | 'http', stream: Duplex): void {
    if (protocol === 'http') this.#tunnel.emit('connection', stream);
    else {
      // Nothing but what streams have is used of the socket.
      serveTcp(stream as Parameters<typeof serveTcp>[0], (message, outlet) =>
        this.#settings.visitors.onMessage('tcp', message, outlet),
      );
    }
  }

  #answer(datagram: Uint8Array, to: RemoteInfo, port: number): void {
    const copy = Buffer.from(datagram);
    this.#settings.clock.after(this.wayMs, () => this.#senders.get(to.port)?.deliver(copy, port));
  }
}
