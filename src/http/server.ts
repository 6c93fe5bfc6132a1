import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Clock, systemClock } from '../system.ts';
import type { App } from './app.ts';
import {
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  MAX_HEADER_BYTES,
  MAX_REQUESTS_PER_CONNECTION,
  REQUEST_TIMEOUT_MS,
} from './limits.ts';
import { refusal, refusalOf, refuseSocket } from './refusal.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly clock?: Clock;
}

export interface HttpServer {
  readonly port: number;
  /**
   * Stops accepting connections and waits until the requests in hand are answered.
   *
   * @param graceMs milliseconds after which connections that still last are cut
   */
  close(graceMs: number): Promise<void>;
}

/** `host`, `host:port` or `[address]:port`; what is neither may confuse whoever reads it. */
const HOST = /^(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])?(?::\d{0,5})?$/;

/** Starts answering. @throws the error of `listen` when the port cannot be had */
export async function startServer(
  app: App,
  { host, port, clock = systemClock }: ServerOptions,
): Promise<HttpServer> {
  let draining = false;
  const inHand = new Set<ServerResponse>();
  const targets = new WeakMap<IncomingMessage, string>();

  const listener = getRequestListener(
    (request, env) => {
      const incoming = env.incoming as IncomingMessage;
      const outgoing = env.outgoing as ServerResponse;
      return app.fetch(request, {
        incoming,
        outgoing,
        target: targets.get(incoming) ?? '',
        draining,
      });
    },
    { hostname: 'localhost', errorHandler: badRequest },
  );

  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      // Its answer would have no body; ours is below.
      requireHostHeader: false,
    },
    (incoming, outgoing) => {
      inHand.add(outgoing);
      outgoing.once('close', () => inHand.delete(outgoing));
      if (draining) outgoing.shouldKeepAlive = false;
      if (!hasGoodHost(incoming)) {
        const { headers, body } = refusal(400);
        outgoing.writeHead(400, headers).end(body);
        return;
      }
      // The listener refuses or normalises targets that are legal handles, so it never sees them.
      targets.set(incoming, incoming.url ?? '');
      incoming.url = '/';
      listener(incoming, outgoing).catch((error: Error) => {
        app.warn('response-failed', error);
        outgoing.destroy();
      });
    },
  );
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION;
  server.on('clientError', onClientError);

  await listen(server, host, port);
  // Such as no more file descriptors to accept with; without a listener it would end the process.
  server.on('error', (error) => app.warn('server-failed', error));
  return {
    port: (server.address() as AddressInfo).port,
    async close(graceMs) {
      draining = true;
      for (const outgoing of inHand) outgoing.shouldKeepAlive = false;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const cancel = clock.after(graceMs, () => server.closeAllConnections());
      await closed;
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

/** HTTP/1.1 wants one Host header, which may be empty (RFC 9112 section 3.2). */
function hasGoodHost(incoming: IncomingMessage): boolean {
  const { host } = incoming.headers;
  return host === undefined ? incoming.httpVersion === '1.0' : HOST.test(host);
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
