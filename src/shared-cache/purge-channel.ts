import type { Observer } from '../events.ts';
import type { PurgeTarget } from '../resolver/cache-report.ts';
import { MAX_CLOCK_SKEW_MS } from '../resolver/limits.ts';
import type { Clock } from '../system.ts';
import { MAX_PURGES_KEPT } from './limits.ts';
import { decodePurge, encodePurge } from './purge-message.ts';
import type { RedisLink } from './redis-link.ts';

export interface PurgeChannelOptions {
  readonly link: RedisLink;
  /** What all keys begin with. */
  readonly prefix: string;
  /** Of this copy, unlike any other. */
  readonly id: string;
  readonly clock: Clock;
  readonly observer: Observer;
  readonly forget: (target: PurgeTarget) => void;
}

/** What is published; the stream has the rest. */
const BELL = '1';

/** A stream that is trimmed where that costs nothing, so a few more may be in it. */
const TRIM = {
  TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: MAX_PURGES_KEPT },
} as const;

/**
 * Tells other copies what is to be forgotten. Publish and subscribe rings a bell; what it is about
 * stands in a short stream, so that who was away when it rang reads it after the return.
 */
export class PurgeChannel {
  readonly #options: PurgeChannelOptions;
  readonly #name: string;
  /** The last entry of the stream that was read; at first, an imagined one from before the start. */
  #lastId: string;
  #isReading = false;
  #hasRung = false;

  constructor(options: PurgeChannelOptions) {
    this.#options = options;
    this.#name = `${options.prefix}purges`;
    this.#lastId = `${Math.max(0, Math.floor(options.clock.now() - MAX_CLOCK_SKEW_MS))}-0`;
    const { listener, commands } = options.link;
    const ring = () => void this.#ring();
    commands.on('ready', ring);
    // With every new connection: a subscription ends with its own.
    listener.on('ready', () => {
      listener.subscribe(this.#name, ring).then(ring, () => {});
    });
  }

  /** @throws when it cannot be sent now */
  async tell(target: PurgeTarget): Promise<void> {
    const { link, id } = this.#options;
    const message = encodePurge({ from: id, target });
    await link.commands.xAdd(this.#name, '*', { message }, TRIM);
    await link.commands.publish(this.#name, BELL);
  }

  async #ring(): Promise<void> {
    this.#hasRung = true;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#hasRung) {
        this.#hasRung = false;
        await this.#read();
      }
    } catch {
      // The connection is lost: its return rings again.
    } finally {
      this.#isReading = false;
    }
  }

  async #read(): Promise<void> {
    const { link, forget } = this.#options;
    const after = `(${this.#lastId}`;
    const unread =
      (await link.commands.xRange(this.#name, after, '+', { COUNT: MAX_PURGES_KEPT })) ?? [];
    this.#lastId = unread.at(-1)?.id ?? this.#lastId;
    // There may have been others before them.
    if (unread.length >= MAX_PURGES_KEPT) forget('all');
    else for (const { message } of unread) this.#obey(String(message.message));
  }

  #obey(text: string): void {
    const { id, observer, forget } = this.#options;
    const message = decodePurge(text);
    if (message === undefined) {
      observer.warning?.({
        name: 'bad-purge-message',
        message: 'what came by the shared cache is no message about a purge; it is ignored',
      });
    } else if (message.from !== id) {
      forget(message.target);
    }
  }
}
