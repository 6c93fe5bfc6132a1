import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { MAX_HEADER_BYTES } from './limits.ts';

/** Answers to what is no request that the app could be asked about. */
const SENTENCES = {
  400: 'This is not a request that can be understood. An address may hold ASCII characters only: write any other as the %XX of its UTF-8 bytes. One valid Host header is needed.',
  405: 'This server is no tunnel: it does not connect anybody to others.',
  408: 'The request did not arrive in time.',
  417: 'The only expectation that can be met is 100-continue.',
  431: `The address and headers of a request can have ${MAX_HEADER_BYTES} bytes together.`,
  501: 'A body can be sent as it is, or with Transfer-Encoding: chunked.',
  505: 'The versions of HTTP spoken here are 1.1 and 1.0.',
} as const;

export type RefusalStatus = keyof typeof SENTENCES;

export interface Refusal {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function refusal(status: RefusalStatus): Refusal {
  const body = `${status} ${STATUS_CODES[status]}\n\n${SENTENCES[status]}\n`;
  const headers = {
    'Content-Type': 'text/plain;charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
    'Access-Control-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
    ...(status === 405 && { Allow: 'GET, HEAD, POST, OPTIONS' }),
    Connection: 'close',
  };
  return { headers, body };
}

/** Which refusal an error of node's HTTP parser means. */
export function refusalOf(error: NodeJS.ErrnoException): RefusalStatus {
  if (error.code === 'HPE_HEADER_OVERFLOW') return 431;
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  // The first line of HTTP/2 by prior knowledge.
  return error.code === 'HPE_PAUSED_H2_UPGRADE' ? 505 : 400;
}

/** Answers on the bare socket, because for what cannot be parsed there is no response object. */
export function refuseSocket(socket: Socket, status: RefusalStatus): void {
  const { headers, body } = refusal(status);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
}
