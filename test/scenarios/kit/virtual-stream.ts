import { Duplex } from 'node:stream';
import type { Clock } from '../../../src/system.ts';
import type { VirtualHost } from './virtual-host.ts';

/** How long systems wait before they knock again, in milliseconds; twice as long each time. */
const FIRST_PATIENCE_MS = 1_000;

/** What becomes of bytes that arrive at the other end. */
type Arrives = () => 'taken' | 'lost' | 'refused';

/** One end of a connection in a virtual network: bytes need their time to the other end. */
export class VirtualStream extends Duplex {
  readonly #clock: Clock;
  readonly #wayMs: number;
  #peer: VirtualStream | undefined;
  #arrives: Arrives = () => 'taken';
  /** What was written before there was a connection. */
  #held: (() => void)[] | undefined = [];

  constructor(clock: Clock, wayMs: number, options: { readonly allowHalfOpen: boolean }) {
    super(options);
    this.#clock = clock;
    this.#wayMs = wayMs;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const bytes = Buffer.from(chunk);
    this.#whenOpen(() => {
      this.#later(() => this.#arrive(bytes));
      done();
    });
  }

  override _final(done: () => void): void {
    this.#whenOpen(() => {
      this.#later(() => this.#peer?.finish());
      done();
    });
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (this.#held === undefined) this.#later(() => this.#peer?.finish());
    this.#held = [];
    done(error);
  }

  /** Joins both ends. */
  join(peer: VirtualStream, arrives: Arrives): void {
    this.#peer = peer;
    this.#arrives = arrives;
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const write of held) write();
  }

  finish(): void {
    if (!this.destroyed && !this.readableEnded) this.push(null);
  }

  fail(code: string): void {
    if (!this.destroyed) this.destroy(Object.assign(new Error(`virtual ${code}`), { code }));
  }

  // What users of sockets set has no meaning here: time is the scenario's.
  setTimeout(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  #arrive(bytes: Buffer): void {
    const fate = this.#arrives();
    if (fate === 'refused') this.#later(() => this.fail('ECONNRESET'));
    const peer = this.#peer;
    if (fate === 'taken' && peer !== undefined && !peer.destroyed) peer.push(bytes);
  }

  #whenOpen(write: () => void): void {
    if (this.#held === undefined) write();
    else this.#held.push(write);
  }

  #later(callback: () => void): void {
    this.#clock.after(this.#wayMs, callback);
  }
}

/** Knocks at a host's door, and joins both ends if it opens. @returns the client's end */
export function knock(
  clock: Clock,
  host: VirtualHost | undefined,
  protocol: 'tcp' | 'http',
): VirtualStream {
  const wayMs = host?.wayMs ?? 0;
  const client = new VirtualStream(clock, wayMs, { allowHalfOpen: false });
  if (host?.look(protocol) === 'no-route') clock.after(0, () => client.fail('ENETUNREACH'));
  let patienceMs = FIRST_PATIENCE_MS;
  const arrive = (): void => {
    if (host === undefined || client.destroyed) return;
    host.countKnock(protocol);
    const look = host.look(protocol);
    if (look === 'closed') clock.after(wayMs, () => client.fail('ECONNREFUSED'));
    if (look === 'open') open(clock, host, protocol, client);
    if (look !== 'dead') return;
    clock.after(patienceMs, arrive);
    patienceMs *= 2;
  };
  clock.after(wayMs, arrive);
  return client;
}

function open(
  clock: Clock,
  host: VirtualHost,
  protocol: 'tcp' | 'http',
  client: VirtualStream,
): void {
  const server = new VirtualStream(clock, host.wayMs, { allowHalfOpen: true });
  server.on('error', () => {});
  server.join(client, () => (host.look(protocol) === 'open' ? 'taken' : 'lost'));
  host.accept(protocol, server);
  clock.after(host.wayMs, () => {
    if (client.destroyed) return;
    client.join(server, () => {
      const look = host.look(protocol);
      return look === 'open' ? 'taken' : look === 'closed' ? 'refused' : 'lost';
    });
    client.emit('connect');
  });
}
