import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { TLS_HANDSHAKE_TIMEOUT_MS } from './limits.ts';
import type { TlsPair } from './tls-pair.ts';

/** HTTP on bare TCP, or inside TLS. */
export interface Listener {
  readonly server: Server;
  /** Takes another certificate, for the connections that begin from now on. */
  renewTls(pair: TlsPair): void;
}

const TLS = {
  minVersion: 'TLSv1.2',
  handshakeTimeout: TLS_HANDSHAKE_TIMEOUT_MS,
  ALPNProtocols: ['http/1.1'],
} as const;

export function createListener(
  options: ServerOptions,
  tls: TlsPair | undefined,
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): Listener {
  if (tls === undefined) return { server: createServer(options, answer), renewTls: () => {} };
  const server: TlsServer = createTlsServer({ ...options, ...TLS, ...tls }, answer);
  return {
    // All that is used of it is what it shares with the bare one.
    server: server as unknown as Server,
    renewTls: (pair) => server.setSecureContext({ minVersion: TLS.minVersion, ...pair }),
  };
}
