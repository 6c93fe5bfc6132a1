import type { KeyObject } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import { decodePublicKey, toKeyObject } from '../protocol/public-key.ts';
import type { Endpoint } from './endpoint.ts';
import { HTTP_CONNECT_MS } from './limits.ts';
import type { SocketSource } from './sockets.ts';
import { tunnelName } from './tunnel-target.ts';

/** The connection leads to somebody else than the server of the site record. */
export class TlsKeyError extends Error {
  override readonly name = 'TlsKeyError';
}

/**
 * How undici gets its connections to one server: to the address itself, without DNS, and over TLS
 * only to the server whose key stands in the site record. Certificate issuers do not matter.
 *
 * undici and Node skip `checkServerIdentity` once certificates are not verified, so the key is
 * compared here, before the connection is handed over and anything is written to it.
 *
 * @param serverKey the server's key record; used over HTTPS only
 * @param opening holds the sockets that are not handed over yet, so that they can be given up
 * @param sockets where connections come from; those over TLS are always the system's
 */
export function httpConnector(
  endpoint: Endpoint,
  serverKey: Uint8Array,
  opening: Set<Socket>,
  sockets: SocketSource,
): buildConnector.connector {
  const isTls = endpoint.protocol === 'https';
  return (_options, callback) => {
    const socket = isTls ? openTls(endpoint) : openTcp(endpoint, sockets);
    opening.add(socket);
    const finish = (error: Error | null): void => {
      if (!opening.delete(socket)) return;
      socket.setTimeout(0);
      if (error === null) {
        callback(null, socket);
        return;
      }
      socket.destroy();
      callback(error, null);
    };
    socket.setTimeout(HTTP_CONNECT_MS, () => finish(new Error('the connection was not made')));
    socket.on('error', finish);
    socket.once(isTls ? 'secureConnect' : 'connect', () =>
      finish(isTls && !isKeyOfServer(socket as TLSSocket, serverKey) ? keyError(endpoint) : null),
    );
  };
}

function openTcp({ address, port }: Endpoint, sockets: SocketSource): Socket {
  return sockets.stream({ host: address, port, noDelay: true });
}

function openTls(endpoint: Endpoint): TLSSocket {
  const name = tunnelName(endpoint);
  return connectTls({
    host: endpoint.address,
    port: endpoint.port,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
    // An address is not allowed as a server name (RFC 6066 section 3).
    ...(name !== undefined && isIP(name) === 0 ? { servername: name } : {}),
  });
}

/** DSA keys cannot be in a certificate any more, so only RSA keys can be compared. */
function isKeyOfServer(socket: TLSSocket, serverKey: Uint8Array): boolean {
  const expected = rsaKey(serverKey);
  if (expected === undefined) return true;
  try {
    return socket.getPeerX509Certificate()?.publicKey.equals(expected) ?? false;
  } catch {
    // The certificate holds a kind of key that cannot even be read.
    return false;
  }
}

function rsaKey(serverKey: Uint8Array): KeyObject | undefined {
  try {
    const key = decodePublicKey(serverKey);
    return key.kty === 'RSA' ? toKeyObject(key) : undefined;
  } catch {
    return undefined;
  }
}

function keyError({ address, port }: Endpoint): TlsKeyError {
  return new TlsKeyError(`the certificate at ${address} port ${port} is not of the site's server`);
}
