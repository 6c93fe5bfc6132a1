import type { ExchangeEvent } from '../events.ts';
import type { Clock } from '../system.ts';
import { MAX_SERVERS } from './limits.ts';

/** What was seen of one way to a handle server since the start. */
export interface SeenServer {
  /** Whose it is, where its site says so. */
  readonly site?: string;
  readonly exchanges: number;
  /** Exchanges without a usable answer. */
  readonly failed: number;
  /** In ISO 8601. */
  readonly lastAskedAt: string;
  /** Why the last failure was one. */
  readonly lastError?: string;
}

/** One way while it is counted. */
interface Counted {
  site: string | undefined;
  exchanges: number;
  failed: number;
  /** Milliseconds since 1970. */
  lastAskedAt: number;
  lastError: string | undefined;
}

/** What was seen of handle servers since the start; those not asked for longest are forgotten. */
export class ServerTable {
  readonly #clock: Clock;
  /** In the order in which they were asked last. */
  readonly #seen = new Map<string, Counted>();
  #last: string | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note({ protocol, address, port, site, error }: ExchangeEvent): void {
    const way = `${protocol} ${address} ${port}`;
    // An exchange that nobody waits for any more says nothing about the server.
    const failure = error === 'aborted' ? undefined : error;
    const seen = this.#seen.get(way) ?? {
      site,
      exchanges: 0,
      failed: 0,
      lastAskedAt: 0,
      lastError: undefined,
    };
    seen.site = site;
    seen.exchanges += 1;
    seen.failed += failure === undefined ? 0 : 1;
    seen.lastAskedAt = this.#clock.now();
    seen.lastError = failure ?? seen.lastError;
    if (way === this.#last) return;
    this.#last = way;
    this.#seen.delete(way);
    this.#seen.set(way, seen);
    if (this.#seen.size <= MAX_SERVERS) return;
    const [oldest = ''] = this.#seen.keys();
    this.#seen.delete(oldest);
  }

  /** @param way - protocol, address and port with spaces between, as the resolver writes them */
  of(way: string): SeenServer | undefined {
    const seen = this.#seen.get(way);
    if (seen === undefined) return undefined;
    const { site, exchanges, failed, lastAskedAt, lastError } = seen;
    return {
      ...(site !== undefined && { site }),
      exchanges,
      failed,
      // Writing a date takes longer than all the rest, and few read it.
      lastAskedAt: new Date(lastAskedAt).toISOString(),
      ...(lastError !== undefined && { lastError }),
    };
  }
}
