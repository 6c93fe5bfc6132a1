import { randomUUID } from 'node:crypto';
import type { Observer } from '../events.ts';
import { bufferOver, encodeText } from '../protocol/text.ts';
import type { PurgeTarget } from '../resolver/cache-report.ts';
import { MAX_SHARED_ENTRY_BYTES } from '../resolver/limits.ts';
import type {
  SharedAnswer,
  SharedCache,
  SharedCacheStatistics,
  SharedQuestion,
} from '../resolver/shared-cache.ts';
import { markOf } from '../resolver/shared-name.ts';
import type { Clock } from '../system.ts';
import { Gate } from './gate.ts';
import {
  DEFAULT_PATIENCE_MS,
  MARK_LIFE_MS,
  MAX_BYTES_UNDER_WAY,
  MAX_MARK_BYTES,
  PURGE_SETTLES_MS,
} from './limits.ts';
import { PurgeChannel } from './purge-channel.ts';
import { PurgeSender } from './purge-sender.ts';
import type { RateLedger } from './rate-ledger.ts';
import { openRedisLink, type RedisLink } from './redis-link.ts';
import { RedisRates } from './redis-rates.ts';

export interface RedisCacheOptions {
  /** `redis://` or, over TLS, `rediss://`; with user and password where they are needed. */
  readonly url: string;
  /** What all keys begin with; copies with another share nothing. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly observer?: Observer;
  /** How long a look-up waits for it, in milliseconds. @default 100 */
  readonly patienceMs?: number;
}

/** Grows with every change of what is stored; other versions see nothing of each other. */
const VERSION = 1;

/**
 * A shared cache in Redis or Valkey. It may be away, slow, full or wrong at any time: then it is
 * passed by, and used again when it is back.
 */
export class RedisCache implements SharedCache {
  /** How often client networks came to all copies together. */
  readonly rates: RateLedger;
  readonly #prefix: string;
  readonly #link: RedisLink;
  readonly #gate: Gate;
  readonly #purges: PurgeSender;
  #forget: (target: PurgeTarget) => void = () => {};
  #bytesUnderWay = 0;

  /** Begins to connect, and does not wait for it. */
  static async open(options: RedisCacheOptions): Promise<RedisCache> {
    const { url, observer = {} } = options;
    const link = await openRedisLink({ url, observer });
    const cache = new RedisCache(options, link, observer);
    link.connect();
    return cache;
  }

  private constructor(options: RedisCacheOptions, link: RedisLink, observer: Observer) {
    const { clock, patienceMs = DEFAULT_PATIENCE_MS } = options;
    const prefix = `${options.prefix}:${VERSION}:`;
    this.#prefix = prefix;
    this.#link = link;
    this.#gate = new Gate({ link, clock, observer, patienceMs });
    this.rates = new RedisRates({ link, gate: this.#gate, prefix, observer });
    const forget = (target: PurgeTarget) => this.#forget(target);
    const channel = new PurgeChannel({ link, prefix, id: randomUUID(), clock, observer, forget });
    this.#purges = new PurgeSender({
      link,
      channel,
      observer,
      mark: (target) => this.#mark(target, clock.now() + PURGE_SETTLES_MS),
    });
  }

  /** Whether there are connections now, for commands and for what others say. */
  get isConnected(): boolean {
    const { commands, listener } = this.#link;
    return commands.isReady && listener.isPubSubActive && listener.isReady;
  }

  async get({ entries, marks }: SharedQuestion): Promise<SharedAnswer | undefined> {
    const { bytes } = this.#link;
    // The end is one byte too far, so that what is too long shows as such.
    const read = (name: string, most: number) => bytes.getRange(this.#key(name), 0, most);
    const command = () =>
      Promise.all([
        ...entries.map((name) => read(name, MAX_SHARED_ENTRY_BYTES)),
        ...marks.map((name) => read(name, MAX_MARK_BYTES)),
      ]);
    const all = await this.#gate.ask(command, (found) =>
      found.slice(0, entries.length).some((each) => unlessEmpty(each) !== undefined),
    );
    if (all === undefined) return undefined;
    return {
      entries: all
        .slice(0, entries.length)
        .map((each) => each ?? undefined)
        .map(unlessEmpty),
      purgedAt: Math.max(0, ...all.slice(entries.length).map(timeIn)),
    };
  }

  async store(name: string, entry: Uint8Array, lifeMs: number): Promise<void> {
    if (this.#bytesUnderWay + entry.length > MAX_BYTES_UNDER_WAY) {
      this.#gate.passBy('store');
      return;
    }
    this.#bytesUnderWay += entry.length;
    const expiration = { type: 'PX', value: lifeMs } as const;
    await this.#gate.order('store', () =>
      this.#link.commands.set(this.#key(name), bufferOver(entry), { expiration }),
    );
    this.#bytesUnderWay -= entry.length;
  }

  remove(name: string): Promise<void> {
    return this.#gate.order('remove', () => this.#link.commands.unlink(this.#key(name)));
  }

  forget(target: PurgeTarget): Promise<void> {
    return this.#purges.send(target);
  }

  onForget(forget: (target: PurgeTarget) => void): void {
    this.#forget = forget;
  }

  statistics(): SharedCacheStatistics {
    return this.#gate.statistics;
  }

  close(): void {
    this.#gate.close();
    this.#link.close();
  }

  /** @param until in milliseconds since 1970; what is received by then is taken along */
  async #mark(target: PurgeTarget, until: number): Promise<void> {
    const expiration = { type: 'PX', value: MARK_LIFE_MS } as const;
    const time = String(Math.floor(until));
    await this.#link.commands.set(this.#key(markOf(target)), time, { expiration });
  }

  /** As bytes: a handle need not be UTF-8, and two of them must not become one. */
  #key(name: string): Buffer {
    return bufferOver(encodeText(this.#prefix + name));
  }
}

/** What is not there has no bytes. */
function unlessEmpty(bytes: Buffer | null | undefined): Buffer | undefined {
  return bytes?.length ? bytes : undefined;
}

/** 0 when it is no time. */
function timeIn(bytes: Buffer | null): number {
  const text = bytes?.toString('latin1') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
