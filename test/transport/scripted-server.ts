import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, isIPv6, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { UpstreamProtocol } from '../../src/events.ts';
import { Reassembly, splitDatagrams } from '../../src/protocol/datagrams.ts';
import { ENVELOPE_BYTES, MESSAGE_LENGTH_OFFSET } from '../../src/protocol/envelope.ts';
import { decodeRequest, type Request } from '../../src/protocol/request.ts';
import type { Endpoint } from '../../src/transport/endpoint.ts';
import { answerTo } from './answers.ts';

/** One request as it reached the server. */
export interface Arrival {
  readonly request: Request;
  /** Envelope and message. */
  readonly bytes: Uint8Array;
  /** The datagrams it came in, over UDP. */
  readonly datagrams: readonly Buffer[];
  /** Which arrival of this request id it is, from 1. */
  readonly count: number;
  /** The client's port. */
  readonly fromPort: number;
  readonly http?: {
    readonly method: string;
    readonly target: string;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  };
}

/** The ways out; a script that uses none leaves the client hanging. */
export interface Exit {
  /** A whole message, as the protocol at hand carries it. */
  send(message: Uint8Array): void;
  /** Over UDP: these datagrams, in this order. */
  sendDatagrams(datagrams: readonly Uint8Array[]): void;
  /** Over UDP: datagrams from a socket that the client did not ask. */
  sendFromElsewhere(datagrams: readonly Uint8Array[]): Promise<void>;
  /** Over TCP: the connection. */
  readonly socket: Socket;
  /** Over HTTP: the response. */
  readonly response: ServerResponse;
}

export type Script = (arrival: Arrival, exit: Exit) => void;

export const honest: Script = (arrival, exit) => exit.send(answerTo(arrival));

export interface ScriptedServer {
  readonly endpoint: Endpoint;
  readonly arrivals: readonly Arrival[];
  /** Connections that are open at this moment, over TCP and HTTP. */
  readonly connections: ReadonlySet<Socket>;
  /** How many connections were ever made. */
  readonly connectionCount: () => number;
  /** The names that clients gave in TLS handshakes. */
  readonly serverNames: readonly string[];
  /** Waits until so many requests have come. */
  arrived(count: number): Promise<void>;
  /** Waits until nobody is connected. */
  left(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  readonly address?: string;
  /** PEM texts, for HTTPS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Called with every raw connection, before anything is read. */
  readonly onConnection?: (socket: Socket) => void;
}

/** A handle server for tests whose every answer is written by a function. */
export async function startScriptedServer(
  protocol: UpstreamProtocol,
  script: Script = honest,
  options: Options = {},
): Promise<ScriptedServer> {
  const address = options.address ?? '127.0.0.1';
  const log = new ArrivalLog(script);
  const listener =
    protocol === 'udp' ? await listenUdp(address, log) : await listenStream(protocol, log, options);
  return {
    endpoint: { protocol, address, port: listener.port },
    arrivals: log.arrivals,
    connections: log.connections,
    connectionCount: () => log.connectionCount,
    serverNames: log.serverNames,
    arrived: (count) => log.until(() => log.arrivals.length >= count),
    left: () => log.until(() => log.connections.size === 0),
    close: listener.close,
  };
}

interface Listener {
  readonly port: number;
  readonly close: () => Promise<void>;
}

type SendPart = Partial<Exit> & Pick<Exit, 'send'>;

class ArrivalLog {
  readonly arrivals: Arrival[] = [];
  readonly connections = new Set<Socket>();
  readonly serverNames: string[] = [];
  connectionCount = 0;
  readonly #script: Script;
  readonly #counts = new Map<number, number>();
  #waiting: { isReached: () => boolean; resolve: () => void }[] = [];

  constructor(script: Script) {
    this.#script = script;
  }

  add(part: Pick<Arrival, 'bytes' | 'datagrams' | 'fromPort' | 'http'>, exit: SendPart): void {
    const request = decodeRequest(part.bytes);
    const count = (this.#counts.get(request.requestId) ?? 0) + 1;
    this.#counts.set(request.requestId, count);
    const arrival = { ...part, request, count };
    this.arrivals.push(arrival);
    this.#script(arrival, exit as Exit);
    this.changed();
  }

  track(socket: Socket): void {
    this.connectionCount += 1;
    this.connections.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      this.connections.delete(socket);
      this.changed();
    });
    this.changed();
  }

  changed(): void {
    const reached = this.#waiting.filter(({ isReached }) => isReached());
    this.#waiting = this.#waiting.filter((waiting) => !reached.includes(waiting));
    for (const { resolve } of reached) resolve();
  }

  until(isReached: () => boolean): Promise<void> {
    if (isReached()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ isReached, resolve }));
  }
}

async function listenUdp(address: string, log: ArrivalLog): Promise<Listener> {
  const family = isIPv6(address) ? 'udp6' : 'udp4';
  const socket = createSocket(family);
  const partial = new Map<string, { reassembly: Reassembly; datagrams: Buffer[] }>();

  function receive(datagram: Buffer, from: RemoteInfo): void {
    const key = `${from.port} ${datagram.readUInt32BE(8)}`;
    const entry = partial.get(key) ?? { reassembly: new Reassembly(), datagrams: [] };
    partial.set(key, entry);
    entry.datagrams.push(datagram);
    const bytes = entry.reassembly.add(datagram);
    if (bytes === undefined) return;
    partial.delete(key);
    const sendDatagrams = (datagrams: readonly Uint8Array[]): void => {
      for (const each of datagrams) socket.send(each, from.port, from.address);
    };
    log.add(
      { bytes, datagrams: entry.datagrams, fromPort: from.port },
      {
        send: (message) => sendDatagrams(splitDatagrams(message, { truncated: false })),
        sendDatagrams,
        async sendFromElsewhere(datagrams) {
          const elsewhere = createSocket(family);
          for (const each of datagrams) {
            await new Promise((resolve) =>
              elsewhere.send(each, from.port, from.address, resolve as () => void),
            );
          }
          elsewhere.close();
        },
      },
    );
  }

  socket.on('message', receive);
  socket.bind(0, address);
  await once(socket, 'listening');
  // Tests that ask for much at once are not about the server's losses.
  socket.setRecvBufferSize(4_194_304);
  return {
    port: socket.address().port,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

async function listenStream(
  protocol: Exclude<UpstreamProtocol, 'udp'>,
  log: ArrivalLog,
  { address = '127.0.0.1', tls, onConnection }: Options,
): Promise<Listener> {
  const server =
    protocol === 'tcp'
      ? createTcpServer((socket) => readTcp(socket, log))
      : protocol === 'http'
        ? createHttpServer()
        : createHttpsServer({ ...tls });
  // For HTTPS too this is the raw connection, before the handshake.
  server.on('connection', (socket: Socket) => {
    log.track(socket);
    onConnection?.(socket);
  });
  server.on('secureConnection', ({ servername }: TLSSocket) => {
    if (servername) log.serverNames.push(servername);
  });
  if (protocol !== 'tcp') {
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url: target, headers, socket } = request;
        log.add(
          {
            bytes: Buffer.concat(chunks),
            datagrams: [],
            fromPort: socket.remotePort,
            http: { method, target, headers },
          },
          {
            response,
            send(message) {
              response.writeHead(200, {
                'Content-Type': 'application/x-hdl-message',
                'Content-Length': message.length,
              });
              response.end(message);
            },
          },
        );
      });
    });
  }
  server.listen(0, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of log.connections) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function readTcp(socket: Socket, log: ArrivalLog): void {
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length < ENVELOPE_BYTES) return;
    const length = ENVELOPE_BYTES + bytes.readUInt32BE(MESSAGE_LENGTH_OFFSET);
    if (bytes.length < length) return;
    log.add(
      { bytes: bytes.subarray(0, length), datagrams: [], fromPort: socket.remotePort ?? 0 },
      // One answer per connection, as deployed.
      { socket, send: (message) => void socket.end(message) },
    );
  });
}
