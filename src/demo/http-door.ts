import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ENVELOPE_BYTES } from '../protocol/envelope.ts';
import { MAX_MESSAGE_BYTES } from '../protocol/limits.ts';
import { MESSAGE_TYPE, namesMessageType, withoutLineEnd } from '../protocol/message-type.ts';
import { IDLE_CONNECTION_MS, MAX_CONNECTIONS } from './limits.ts';
import type { OnMessage } from './outlet.ts';
import { listen, portOf, type StreamDoor } from './tcp-door.ts';

/** One byte more than a message may have: a stray line end before it is passed over. */
const MAX_BODY_BYTES = ENVELOPE_BYTES + MAX_MESSAGE_BYTES + 1;

const WELCOME = 'This is a server of the hdl-edge demo network. It speaks the handle protocol.\n';

/**
 * Opens an HTTP port that answers handle messages sent with POST to any path outside `/api/`.
 * Browsers get a short text.
 *
 * @param port 0 for any free one
 * @throws the system's error, `EADDRINUSE` and the like
 */
export async function openHttpDoor(
  host: string,
  port: number,
  onMessage: OnMessage,
): Promise<StreamDoor> {
  const server = createTunnelServer(onMessage);
  await listen(server, host, port);
  return {
    port: portOf(server),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The server behind the port; connections may come to it by other ways too. */
export function createTunnelServer(onMessage: OnMessage): Server {
  const server = createServer((request, response) => {
    // Whoever breaks a connection off has no use for the rest of an answer.
    response.on('error', () => response.destroy());
    void serve(request, response, onMessage).catch(() => response.destroy());
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.requestTimeout = IDLE_CONNECTION_MS;
  return server;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  onMessage: OnMessage,
): Promise<void> {
  if (isApi(request)) return sendText(response, 404, 'There is no JSON API here.\n');
  if (!isTunnel(request)) return sendWelcome(request, response);
  const body = await readBody(request);
  if (body === undefined) return sendText(response, 413, 'The message is too long.\n');
  onMessage(withoutLineEnd(body), {
    begin: (bytes) =>
      response.writeHead(200, { 'Content-Type': MESSAGE_TYPE, 'Content-Length': bytes }),
    write: (part) => response.write(part),
    end: (rest) => response.end(rest),
    breakOff: () => response.destroy(),
  });
}

function sendWelcome(request: IncomingMessage, response: ServerResponse): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead) sendText(response, 200, WELCOME);
  else if (request.method === 'POST') sendText(response, 415, WELCOME);
  else sendText(response, 405, WELCOME, { Allow: 'GET, HEAD, POST' });
}

function isApi({ url = '/' }: IncomingMessage): boolean {
  return url === '/api' || url.startsWith('/api/');
}

function isTunnel({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    namesMessageType(headers.accept) &&
    namesMessageType(headers['content-type'])
  );
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    ...headers,
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
