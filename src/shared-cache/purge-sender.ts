import type { Observer } from '../events.ts';
import type { PurgeTarget } from '../resolver/cache-report.ts';
import { MAX_PURGES_WAITING } from './limits.ts';
import type { PurgeChannel } from './purge-channel.ts';
import type { RedisLink } from './redis-link.ts';

export interface PurgeSenderOptions {
  readonly link: RedisLink;
  readonly channel: PurgeChannel;
  readonly observer: Observer;
  /** Keeps what was stored until now from being used. @throws when it cannot be done now */
  readonly mark: (target: PurgeTarget) => Promise<void>;
}

/** Sends purges to all copies, one after the other; what cannot be sent waits for the connection. */
export class PurgeSender {
  readonly #options: PurgeSenderOptions;
  readonly #waiting: PurgeTarget[] = [];
  #isSending = false;

  constructor(options: PurgeSenderOptions) {
    this.#options = options;
    options.link.commands.on('ready', () => void this.#sendWaiting());
  }

  async send(target: PurgeTarget): Promise<void> {
    // Everything takes all of them along.
    if (target === 'all' || this.#waiting.length >= MAX_PURGES_WAITING) {
      this.#waiting.splice(0, this.#waiting.length, 'all');
    } else {
      this.#waiting.push(target);
    }
    if (!this.#options.link.commands.isReady) this.#complain('the shared cache is out of reach');
    await this.#sendWaiting();
  }

  async #sendWaiting(): Promise<void> {
    const { link, channel, mark } = this.#options;
    if (this.#isSending || !link.commands.isReady) return;
    this.#isSending = true;
    try {
      for (let [next] = this.#waiting; next !== undefined; [next] = this.#waiting) {
        // First: whoever forgets must not be given it back.
        await mark(next);
        await channel.tell(next);
        const at = this.#waiting.indexOf(next);
        if (at >= 0) this.#waiting.splice(at, 1);
      }
    } catch (error) {
      this.#complain(error instanceof Error ? error.message : String(error));
    } finally {
      this.#isSending = false;
    }
  }

  #complain(reason: string): void {
    this.#options.observer.warning?.({
      name: 'purge-not-shared',
      message: `other copies are told of a purge when the shared cache is back: ${reason}`,
    });
  }
}
