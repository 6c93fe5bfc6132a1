import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { Pool } from 'undici';
import type { Endpoint } from './endpoint.ts';
import { httpConnector } from './http-connector.ts';
import {
  HTTP_CONNECTIONS_PER_SERVER,
  HTTP_IDLE_MS,
  MAX_HTTP_HEADER_BYTES,
  MAX_HTTP_IDLE_MS,
  MAX_HTTP_SERVERS,
} from './limits.ts';
import { type SocketSource, systemSockets } from './sockets.ts';
import { tunnelOrigin } from './tunnel-target.ts';

/** The kept connections to one server. */
export interface HttpPool {
  readonly key: string;
  readonly pool: Pool;
  /** Connections that are being made. */
  readonly opening: Set<Socket>;
  /** Exchanges in flight. */
  inFlight: number;
}

/** Connections of the HTTP tunnel, kept per server. Idle ones do not keep the process alive. */
export class HttpPools {
  /** The least recently used one first. */
  readonly #pools = new Map<string, HttpPool>();
  readonly #closing = new Set<Promise<void>>();
  readonly #maxServers: number;
  readonly #sockets: SocketSource;

  constructor(maxServers = MAX_HTTP_SERVERS, sockets: SocketSource = systemSockets) {
    this.#maxServers = maxServers;
    this.#sockets = sockets;
  }

  /** How many servers have a pool. */
  get size(): number {
    return this.#pools.size;
  }

  /**
   * The pool of a server, to be given back by {@link release}. Connections made under one key or
   * name are not used under another.
   *
   * @returns undefined when there are too many servers, all in use
   */
  take(endpoint: Endpoint, serverKey: Uint8Array): HttpPool | undefined {
    const identity = endpoint.protocol === 'https' ? Buffer.from(serverKey).toString('latin1') : '';
    const key = `${tunnelOrigin(endpoint)} ${endpoint.host ?? ''} ${identity}`;
    let entry = this.#pools.get(key);
    if (entry === undefined) {
      if (this.#pools.size >= this.#maxServers && !this.#dropOldestIdle()) return undefined;
      entry = open(key, endpoint, serverKey, this.#sockets);
    } else {
      this.#pools.delete(key);
    }
    this.#pools.set(key, entry);
    entry.inFlight += 1;
    return entry;
  }

  /**
   * @param abandoned whether the exchange ended with something under way. undici would finish making
   * its connection, or make another in place of the one broken off; if nobody else needs it, that
   * is prevented.
   */
  release(entry: HttpPool, abandoned: boolean): void {
    entry.inFlight -= 1;
    if (abandoned && entry.inFlight === 0) this.#drop(entry);
  }

  async close(): Promise<void> {
    for (const entry of [...this.#pools.values()]) this.#drop(entry);
    await Promise.all(this.#closing);
  }

  #dropOldestIdle(): boolean {
    for (const entry of this.#pools.values()) {
      if (entry.inFlight > 0) continue;
      this.#drop(entry);
      return true;
    }
    return false;
  }

  #drop(entry: HttpPool): void {
    if (this.#pools.get(entry.key) === entry) this.#pools.delete(entry.key);
    for (const socket of entry.opening) socket.destroy();
    entry.opening.clear();
    const closed = entry.pool.destroy().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }
}

function open(
  key: string,
  endpoint: Endpoint,
  serverKey: Uint8Array,
  sockets: SocketSource,
): HttpPool {
  const opening = new Set<Socket>();
  // Loaded with the first pool: most servers are asked by UDP, and a start without it is faster.
  const undici: typeof import('undici') = createRequire(import.meta.url)('undici');
  const pool = new undici.Pool(tunnelOrigin(endpoint), {
    connect: httpConnector(endpoint, serverKey, opening, sockets),
    connections: HTTP_CONNECTIONS_PER_SERVER,
    pipelining: 1,
    keepAliveTimeout: HTTP_IDLE_MS,
    keepAliveMaxTimeout: MAX_HTTP_IDLE_MS,
    maxHeaderSize: MAX_HTTP_HEADER_BYTES,
    // The exchange's own timer is the only one.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return { key, pool, opening, inFlight: 0 };
}
