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

/** What was seen of handle servers since the start; those not asked for longest are forgotten. */
export class ServerTable {
  readonly #clock: Clock;
  readonly #seen = new Map<string, SeenServer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note({ protocol, address, port, site, error }: ExchangeEvent): void {
    const way = `${protocol} ${address} ${port}`;
    const known = this.#seen.get(way);
    // An exchange that nobody waits for any more says nothing about the server.
    const failure = error === 'aborted' ? undefined : error;
    const lastError = failure ?? known?.lastError;
    this.#seen.delete(way);
    this.#seen.set(way, {
      ...(site !== undefined && { site }),
      exchanges: (known?.exchanges ?? 0) + 1,
      failed: (known?.failed ?? 0) + (failure === undefined ? 0 : 1),
      lastAskedAt: new Date(this.#clock.now()).toISOString(),
      ...(lastError !== undefined && { lastError }),
    });
    if (this.#seen.size <= MAX_SERVERS) return;
    const [oldest = ''] = this.#seen.keys();
    this.#seen.delete(oldest);
  }

  /** @param way - protocol, address and port with spaces between, as the resolver writes them */
  of(way: string): SeenServer | undefined {
    return this.#seen.get(way);
  }
}
