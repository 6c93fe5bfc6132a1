import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AdminParts } from './admin-parts.ts';
import { type Answer, problem } from './answer.ts';
import { createGuard, type GuardOptions } from './guard.ts';
import { MAX_BODY_BYTES, MAX_CONNECTIONS, MAX_HEADER_BYTES, REQUEST_TIMEOUT_MS } from './limits.ts';
import { routesOf } from './routes.ts';

export interface AdminServerOptions extends GuardOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly parts: AdminParts;
  /** Told of what went wrong with an answer. */
  readonly onError: (error: Error) => void;
}

export interface AdminServer {
  readonly port: number;
  /** Ends at once: nobody loses anything. */
  close(): Promise<void>;
}

/**
 * The listener for operators and their machines, on a port that visitors do not reach.
 *
 * @throws the error of `listen` when the port cannot be had
 */
export async function startAdminServer(options: AdminServerOptions): Promise<AdminServer> {
  const { host, port, parts, onError } = options;
  const guard = createGuard(options);

  async function answerTo(incoming: IncomingMessage): Promise<Answer> {
    const { method = '', url = '' } = incoming;
    const [path = '', query = ''] = url.split(/\?(.*)/s);
    const routes = routesOf(path);
    const isProbe = routes.some((route) => route.isProbe);
    const refused = guard(incoming, isProbe);
    if (refused !== undefined) return refused;
    if (routes.length === 0) return problem(404, 'There is nothing here; / has a list.');
    const wanted = method === 'HEAD' ? 'GET' : method;
    const route = routes.find((each) => each.method === wanted);
    if (route === undefined) {
      const allowed = routes.map((each) => (each.method === 'GET' ? 'GET, HEAD' : each.method));
      return problem(405, `This takes ${allowed.join(', ')}.`, { Allow: allowed.join(', ') });
    }
    return route.answer(parts, { rest: path.slice(route.path.length), query });
  }

  function respond(incoming: IncomingMessage, outgoing: ServerResponse): void {
    discard(incoming);
    answerTo(incoming)
      .catch((error: Error) => {
        onError(error);
        return problem(500, 'This went wrong; the log has more.');
      })
      .then(({ status, headers, body }) => outgoing.writeHead(status, headers).end(body));
  }

  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: REQUEST_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
    },
    respond,
  );
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', onError);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Nothing here needs a body; whoever sends more than a little is cut off. */
function discard(incoming: IncomingMessage): void {
  let bytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) incoming.destroy();
  });
}
