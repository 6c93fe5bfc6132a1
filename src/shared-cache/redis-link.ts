import type { RedisClientType } from '@redis/client';
import type { Observer } from '../events.ts';
import { CONNECT_MS, MAX_COMMANDS, RECONNECT_FIRST_MS, RECONNECT_MAX_MS } from './limits.ts';

/** A connection to Redis or Valkey, which is made anew whenever it is lost. */
// biome-ignore lint/complexity/noBannedTypes: this is how the client says "no modules"
export type RedisClient = RedisClientType<{}, {}, {}, 2, {}>;

export interface RedisLinkOptions {
  /** `redis://` or, over TLS, `rediss://`; with user and password where they are needed. */
  readonly url: string;
  readonly observer: Observer;
}

/** The two connections: one for commands, one that listens. */
export interface RedisLink {
  readonly commands: RedisClient;
  readonly listener: RedisClient;
  /** For those who ask for bytes. */
  readonly bytes: ReturnType<typeof withBytes>;
  /** Begins to connect; it goes on trying. */
  connect(): void;
  /** Gives the connection for commands up for a new one. */
  reconnect(): void;
  close(): void;
}

/**
 * Begins to connect. The client's library is loaded only here: nobody without a shared cache needs it.
 */
export async function openRedisLink({ url, observer }: RedisLinkOptions): Promise<RedisLink> {
  const { createClient, RESP_TYPES } = await import('@redis/client');
  const commands: RedisClient = createClient({
    url,
    RESP: 2,
    name: 'hdl-edge',
    // What cannot be sent now is of no use later.
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_COMMANDS,
    maintNotifications: 'disabled',
    disableClientInfo: true,
    socket: {
      connectTimeout: CONNECT_MS,
      reconnectStrategy: (retries) =>
        Math.min(RECONNECT_FIRST_MS * 2 ** Math.min(retries, 10), RECONNECT_MAX_MS),
    },
  });
  const listener: RedisClient = commands.duplicate();
  reportChanges(commands, observer);
  // The other one says what there is to say.
  listener.on('error', () => {});
  return {
    commands,
    listener,
    bytes: withBytes(commands, RESP_TYPES.BLOB_STRING),
    connect() {
      commands.connect().catch(() => {});
      listener.connect().catch(() => {});
    },
    reconnect() {
      if (!commands.isOpen) return;
      for (const client of [commands, listener]) {
        client.destroy();
        client.connect().catch(() => {});
      }
    },
    close() {
      for (const client of [commands, listener]) if (client.isOpen) client.destroy();
    },
  };
}

function withBytes(client: RedisClient, blobs: 36) {
  return client.withTypeMapping({ [blobs]: Buffer });
}

/** Tells once that it is gone, and once that it is back, however often it is tried. */
function reportChanges(client: RedisClient, observer: Observer): void {
  let isGone = false;
  const say = (message: string) => observer.warning?.({ name: 'shared-cache', message });
  client.on('error', (error: unknown) => {
    if (isGone) return;
    isGone = true;
    say(`the shared cache is out of reach, so each copy is on its own: ${reasonOf(error)}`);
  });
  client.on('ready', () => {
    if (isGone) say('the shared cache is back');
    isGone = false;
  });
}

/** An error for several addresses has no message of its own. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : error.name;
  return error.message === '' ? code : error.message;
}
