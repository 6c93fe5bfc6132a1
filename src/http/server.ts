import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Clock, systemClock } from '../system.ts';
import { UnderWay } from '../transport/under-way.ts';
import type { App, Incoming } from './app.ts';
import {
  FAREWELL_MS,
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  MAX_HEADER_BYTES,
  MAX_REQUESTS_PER_CONNECTION,
  REQUEST_TIMEOUT_MS,
  SILENCE_TIMEOUT_MS,
  TIMEOUT_CHECK_MS,
} from './limits.ts';
import { createListener } from './listener.ts';
import { longestBody } from './read-body.ts';
import { type RefusalStatus, refusal, refusalOf, refuseSocket } from './refusal.ts';
import { checkRequest, heedAbsoluteForm } from './request-check.ts';
import { keepTickShape } from './tick-shape.ts';
import type { TlsPair } from './tls-pair.ts';

/** How long clients may take, in milliseconds. */
export interface Patience {
  /** For a request's head. */
  readonly head: number;
  /** For a whole request. */
  readonly request: number;
  /** Without a byte in either direction. */
  readonly silence: number;
  /** Between two looks at who has taken too long. */
  readonly check: number;
}

export interface ServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly clock?: Clock;
  /** @default no TLS */
  readonly tls?: TlsPair;
  /** @default as the limits of this room say */
  readonly patience?: Patience;
}

export interface HttpServer {
  readonly port: number;
  /** Takes another certificate, for the connections that begin from now on. */
  renewTls(pair: TlsPair): void;
  /**
   * Ends connections with their next answer, closes idle ones soon after, and waits until the
   * requests in hand are answered. New connections are taken as long as idle ones are kept.
   *
   * @param graceMs milliseconds after which connections that still last are cut
   */
  close(graceMs: number): Promise<void>;
}

const PATIENCE: Patience = {
  head: HEADERS_TIMEOUT_MS,
  request: REQUEST_TIMEOUT_MS,
  silence: SILENCE_TIMEOUT_MS,
  check: TIMEOUT_CHECK_MS,
};

/** Starts answering. @throws the error of `listen` when the port cannot be had */
export async function startServer(
  app: App,
  { host, port, clock = systemClock, patience = PATIENCE, tls }: ServerOptions,
): Promise<HttpServer> {
  let draining = false;
  const inHand = new UnderWay<ServerResponse>();
  const requests = new WeakMap<IncomingMessage, Incoming>();

  const listener = getRequestListener(
    (request, { incoming }) =>
      app.fetch(request, requests.get(incoming as IncomingMessage) as Incoming),
    { hostname: 'localhost', errorHandler: badRequest },
  );

  function answer(incoming: IncomingMessage, outgoing: ServerResponse): void {
    if (draining) outgoing.shouldKeepAlive = false;
    heedAbsoluteForm(incoming);
    const refused = checkRequest(incoming);
    if (refused !== undefined) {
      refuse(outgoing, refused);
      return;
    }
    const from: Incoming = { incoming, outgoing, target: incoming.url ?? '', draining };
    const isAnswered = app.quick(from);
    if (isAnswered === true) return;
    const place = inHand.add(outgoing);
    outgoing.on('close', () => inHand.remove(place));
    if (isAnswered === false) takeStraightWay(from);
    else isAnswered.then((done) => done || takeStraightWay(from)).catch(failed(outgoing));
  }

  function takeStraightWay(from: Incoming): void {
    const { incoming, outgoing } = from;
    // The listener refuses or normalises targets that are legal handles, so it never sees them.
    requests.set(incoming, from);
    incoming.url = '/';
    listener(incoming, outgoing).catch(failed(outgoing));
  }

  function failed(outgoing: ServerResponse): (error: Error) => void {
    return (error) => {
      app.warn('response-failed', error);
      outgoing.destroy();
    };
  }

  const { server, renewTls } = createListener(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: patience.head,
      requestTimeout: patience.request,
      connectionsCheckingInterval: patience.check,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      insecureHTTPParser: false,
      // Its answer would have no body; ours is in the check of requests.
      requireHostHeader: false,
    },
    tls,
    answer,
  );
  keepTickShape(server);
  server.timeout = patience.silence;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION;
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (wantsBody(incoming)) outgoing.writeContinue();
    // Nobody knows whether the body comes all the same.
    else outgoing.shouldKeepAlive = false;
    answer(incoming, outgoing);
  });
  server.on('checkExpectation', (_: IncomingMessage, outgoing: ServerResponse) =>
    refuse(outgoing, 417),
  );
  server.on('connect', (_: IncomingMessage, socket: Socket) => {
    // Nobody else listens any more, and one who goes away is no error of ours.
    socket.on('error', () => socket.destroy());
    refuseSocket(socket, 405);
  });
  server.on('clientError', onClientError);

  await listen(server, host, port);
  // Such as no more file descriptors to accept with; without a listener it would end the process.
  server.on('error', (error) => app.warn('server-failed', error));
  return {
    port: (server.address() as AddressInfo).port,
    renewTls,
    async close(graceMs) {
      draining = true;
      for (const outgoing of inHand.all()) outgoing.shouldKeepAlive = false;
      const cancel = clock.after(graceMs, () => server.closeAllConnections());
      await farewell(server, clock, Math.min(FAREWELL_MS, graceMs / 2));
      await new Promise<void>((resolve) => server.close(() => resolve()));
      cancel();
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Waits as long as connections are open, and no longer than that. */
async function farewell(server: Server, clock: Clock, milliseconds: number): Promise<void> {
  if (milliseconds === 0) return;
  const open = await new Promise<number>((resolve) =>
    server.getConnections((_, count) => resolve(count)),
  );
  if (open === 0) return;
  await new Promise<void>((resolve) => clock.after(milliseconds, resolve));
}

/** Whether the body, which the client keeps back until it is told, would be read. */
function wantsBody(incoming: IncomingMessage): boolean {
  const { method, headers } = incoming;
  return method === 'POST' && Number(headers['content-length'] ?? 0) <= longestBody(incoming);
}

function refuse(outgoing: ServerResponse, status: RefusalStatus): void {
  const { headers, body } = refusal(status);
  outgoing.writeHead(status, headers).end(body);
}

function onClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  // An answer that has begun on this connection must not get another one into its middle.
  const { _httpMessage: begun } = socket as { _httpMessage?: ServerResponse | null };
  if (error.code === 'ECONNRESET' || !socket.writable || begun?.headersSent) socket.destroy(error);
  else refuseSocket(socket, refusalOf(error));
}

/** For what the listener refuses by itself, such as a port beyond 65535 in Host. */
function badRequest(): Response {
  const { headers, body } = refusal(400);
  return new Response(body, { status: 400, headers });
}
