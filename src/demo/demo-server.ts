import type { RemoteInfo } from 'node:dgram';
import { splitDatagrams } from '../protocol/datagrams.ts';
import { markTruncated } from '../protocol/envelope.ts';
import type { Clock, Random } from '../system.ts';
import { type Answer, answer } from './answer.ts';
import { Counts, type DoorProtocol } from './counts.ts';
import { type DoorAddress, Doors } from './doors.ts';
import { createFaults, type Faults, isLost, oddAnswerFor } from './faults.ts';
import { FragmentTable } from './fragment-table.ts';
import type { HandleService } from './handle-service.ts';
import { distortDatagrams } from './odd-answer.ts';

/** Where, with what port, and by whose clock and dice a server runs. */
export interface DemoServerSettings {
  readonly name: string;
  /** An IPv4 literal. */
  readonly host: string;
  /** For UDP and TCP; 0 for any that is free. */
  readonly port: number;
  readonly clock: Clock;
  readonly random: Random;
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
  readonly #doors: Doors;
  readonly #delayed = new Set<() => void>();
  #service: HandleService | undefined;

  private constructor({ name, clock, random }: DemoServerSettings, doors: Doors) {
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
    const doors = await Doors.open(settings.host, settings.port, {
      onDatagram(datagram, from) {
        if (server !== undefined) server.#onDatagram(datagram, from);
      },
      onMessage(protocol, message, reply) {
        if (server !== undefined) server.#onMessage(protocol, message, reply);
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

  #onMessage(
    protocol: 'tcp' | 'http',
    message: Uint8Array,
    reply: (bytes: Uint8Array) => void,
  ): void {
    this.#answer(protocol, message, (answered) => reply(answered.bytes));
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
    if (this.faults.delayMs === 0) send(answered);
    else this.#later(() => send(answered));
  }

  #later(send: () => void): void {
    const cancel = this.#clock.after(this.faults.delayMs, () => {
      this.#delayed.delete(cancel);
      send();
    });
    this.#delayed.add(cancel);
  }

  /** Marks the answer as fragmented when the request was, as deployed servers do. */
  #sendDatagrams({ bytes, odd }: Answer, truncated: boolean, to: RemoteInfo): void {
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
