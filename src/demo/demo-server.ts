import type { RemoteInfo } from 'node:dgram';
import { splitDatagrams } from '../protocol/datagrams.ts';
import { markTruncated } from '../protocol/envelope.ts';
import type { Clock, Random } from '../system.ts';
import { type Answer, answer } from './answer.ts';
import { Counts, type DoorProtocol } from './counts.ts';
import { type DoorAddress, Doors, type ServerDoors, type Visitors } from './doors.ts';
import { createFaults, type Faults, isLost, oddAnswerFor } from './faults.ts';
import { FragmentTable } from './fragment-table.ts';
import type { HandleService } from './handle-service.ts';
import { distortDatagrams } from './odd-answer.ts';
import type { Outlet } from './outlet.ts';

/** Where, with what port, and by whose clock and dice a server runs. */
export interface DemoServerSettings {
  readonly name: string;
  /** An IPv4 literal. */
  readonly host: string;
  /** For UDP and TCP; 0 for any that is free. */
  readonly port: number;
  readonly clock: Clock;
  readonly random: Random;
  /** @default ports of this host */
  readonly openDoors?: (host: string, port: number, visitors: Visitors) => Promise<ServerDoors>;
}

/** One running handle server: it answers over UDP, TCP and HTTP. */
export class DemoServer {
  readonly name: string;
  readonly counts = new Counts();
  /** What it does wrong; tests set this at run time. */
  readonly faults: Faults;
  /**
   * Whether it makes the records of template handles itself; old servers do not, and clients have to.
   * Can be changed at any time.
   */
  expandsTemplates = true;
  readonly #clock: Clock;
  readonly #fragments: FragmentTable;
  readonly #doors: ServerDoors;
  readonly #delayed = new Set<() => void>();
  #service: HandleService | undefined;

  private constructor({ name, clock, random }: DemoServerSettings, doors: ServerDoors) {
    this.name = name;
    this.#clock = clock;
    this.#doors = doors;
    this.#fragments = new FragmentTable(clock);
    this.faults = createFaults(random, (protocol, state) =>
      doors.set(protocol, state !== 'closed'),
    );
  }

  /**
   * Takes the ports; nothing is answered before {@link serve}.
   *
   * @throws the system's error
   * @internal
   */
  static async open(settings: DemoServerSettings): Promise<DemoServer> {
    // The first door is open before the last one is; what comes through it then gets no answer.
    let server: DemoServer | undefined;
    const { host, port, openDoors = Doors.open } = settings;
    const doors = await openDoors(host, port, {
      onDatagram(datagram, from) {
        if (server !== undefined) server.#onDatagram(datagram, from);
      },
      onMessage(protocol, message, outlet) {
        if (server !== undefined) server.#onMessage(protocol, message, outlet);
      },
    });
    server = new DemoServer(settings, doors);
    return server;
  }

  get addresses(): { readonly [protocol in DoorProtocol]: DoorAddress } {
    return this.#doors.addresses;
  }

  /** From now on this is what it knows. @internal */
  serve(service: HandleService): void {
    this.#service = {
      ...service,
      expand: (handle) => (this.expandsTemplates ? service.expand(handle) : undefined),
    };
  }

  async close(): Promise<void> {
    for (const cancel of this.#delayed) cancel();
    this.#delayed.clear();
    this.#fragments.clear();
    await this.#doors.close();
  }

  #onDatagram(datagram: Buffer, from: RemoteInfo): void {
    this.counts.datagramsReceived += 1;
    if (isLost(this.faults)) {
      this.counts.datagramsDropped += 1;
      return;
    }
    const request = this.#fragments.add(datagram, from);
    if (request === undefined) return;
    const { bytes, truncated } = request;
    this.#answer('udp', bytes, (answered) => this.#sendDatagrams(answered, truncated, from));
  }

  #onMessage(protocol: 'tcp' | 'http', message: Uint8Array, outlet: Outlet): void {
    this.#answer(protocol, message, (answered) => this.#sendInto(outlet, answered));
  }

  #answer(protocol: DoorProtocol, request: Uint8Array, send: (answered: Answer) => void): void {
    this.counts.requests[protocol] += 1;
    if (this.#service === undefined || this.faults.door(protocol) === 'silent') return;
    const answered = answer(this.#service, request, this.#clock.now(), ({ handle, opcode }) =>
      oddAnswerFor(this.faults, { handle, opcode, protocol }),
    );
    if (answered instanceof Promise) answered.then((later) => this.#send(later, send));
    else this.#send(answered, send);
  }

  #send(answered: Answer, send: (answered: Answer) => void): void {
    if (answered.request !== undefined) this.counts.addHandle(answered.request.handle);
    if (answered.odd?.kind === 'none') return;
    const wait = this.faults.delayMs + (answered.odd?.afterMs ?? 0);
    if (wait === 0) send(answered);
    else this.#later(wait, () => send(answered));
  }

  #later(milliseconds: number, send: () => void): void {
    const cancel = this.#clock.after(milliseconds, () => {
      this.#delayed.delete(cancel);
      send();
    });
    this.#delayed.add(cancel);
  }

  #sendInto(outlet: Outlet, { bytes, odd }: Answer): void {
    outlet.begin(bytes.length);
    if (odd?.kind === 'hang-up') {
      outlet.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
      outlet.breakOff();
    } else if (odd?.kind === 'slow') this.#trickle(outlet, bytes, odd.everyMs);
    else outlet.end(bytes);
  }

  #trickle(outlet: Outlet, bytes: Uint8Array, everyMs: number): void {
    if (bytes.length <= 1) {
      outlet.end(bytes);
      return;
    }
    outlet.write(bytes.subarray(0, 1));
    this.#later(everyMs, () => this.#trickle(outlet, bytes.subarray(1), everyMs));
  }

  /** Marks the answer as fragmented when the request was, as deployed servers do. */
  #sendDatagrams({ bytes, odd }: Answer, truncated: boolean, to: RemoteInfo): void {
    if (odd?.kind === 'hang-up') return;
    if (truncated) markTruncated(bytes, truncated);
    const datagrams = splitDatagrams(bytes, { truncated });
    for (const datagram of odd === undefined ? datagrams : distortDatagrams(datagrams, odd)) {
      if (isLost(this.faults)) {
        this.counts.datagramsDropped += 1;
        continue;
      }
      this.counts.datagramsSent += 1;
      if (odd?.kind === 'other-port') this.#doors.udp?.sendFromElsewhere(datagram, to);
      else this.#doors.udp?.send(datagram, to);
    }
  }
}
