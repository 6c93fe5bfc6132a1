import type { ExchangeEvent, UpstreamProtocol } from '../events.ts';
import type { Clock } from '../system.ts';
import { MAX_SERVERS } from './limits.ts';

/** How one handle server has done, as one protocol sees it. */
export interface ServerReport {
  readonly protocol: UpstreamProtocol;
  readonly address: string;
  readonly port: number;
  /** Whose it is, where its site says so. */
  readonly site?: string;
  readonly exchanges: number;
  /** Exchanges without a usable answer. */
  readonly failures: number;
  /** Of these, how many in a row until now. */
  readonly failuresInARow: number;
  /** Of its answers, with the latest counting for an eighth (RFC 6298); null before the first. */
  readonly smoothedMilliseconds: number | null;
  /** When it was asked last, in ISO 8601. */
  readonly lastAskedAt: string;
  /** Why the last failure was one. */
  readonly lastError?: string;
}

/** Part of the latest round trip in the smoothed one. */
const ALPHA = 1 / 8;

/** What was seen of each handle server since the start; those seen least lately are forgotten. */
export class ServerTable {
  readonly #clock: Clock;
  readonly #reports = new Map<string, ServerReport>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(event: ExchangeEvent): void {
    const { protocol, address, port, site, error, milliseconds } = event;
    const key = `${protocol} ${address} ${port}`;
    const known = this.#reports.get(key);
    const failed = error !== undefined;
    const smoothed = known?.smoothedMilliseconds ?? null;
    const lastError = error ?? known?.lastError;
    this.#reports.delete(key);
    this.#reports.set(key, {
      protocol,
      address,
      port,
      ...(site !== undefined && { site }),
      exchanges: (known?.exchanges ?? 0) + 1,
      failures: (known?.failures ?? 0) + (failed ? 1 : 0),
      failuresInARow: failed ? (known?.failuresInARow ?? 0) + 1 : 0,
      smoothedMilliseconds: failed ? smoothed : smooth(smoothed, milliseconds),
      lastAskedAt: new Date(this.#clock.now()).toISOString(),
      ...(lastError !== undefined && { lastError }),
    });
    if (this.#reports.size <= MAX_SERVERS) return;
    const [oldest = ''] = this.#reports.keys();
    this.#reports.delete(oldest);
  }

  /** The one asked last comes first. */
  reports(): ServerReport[] {
    return [...this.#reports.values()].reverse();
  }
}

function smooth(before: number | null, milliseconds: number): number {
  const now = before === null ? milliseconds : before + ALPHA * (milliseconds - before);
  return Math.round(now * 1000) / 1000;
}
