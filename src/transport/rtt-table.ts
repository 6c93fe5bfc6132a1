import {
  FIRST_TIMEOUT_MS,
  MAX_DOUBLED_TIMEOUT_MS,
  MAX_MEASURED_TIMEOUT_MS,
  MAX_RTT_ENTRIES,
  MIN_TIMEOUT_MS,
} from './limits.ts';
import { timeoutOf, withMeasured } from './round-trip.ts';

/** What is known of the way to one server, in milliseconds. */
export interface RttEntry {
  /** The smoothed round-trip time; undefined until something was measured. */
  readonly smoothed: number | undefined;
  readonly variation: number;
  /** How long the next request should wait for its first datagram. */
  readonly timeout: number;
}

const UNKNOWN: RttEntry = { smoothed: undefined, variation: 0, timeout: FIRST_TIMEOUT_MS };

/** Round-trip times per server, smoothed as TCP does (RFC 6298); bounded, oldest use goes first. */
export class RttTable {
  readonly #entries = new Map<string, RttEntry>();

  get(server: string): RttEntry {
    return this.#entries.get(server) ?? UNKNOWN;
  }

  /** An answer came this long after the only request it can belong to. */
  measured(server: string, milliseconds: number): void {
    const { smoothed: before, variation: deviation } = this.get(server);
    const known = before === undefined ? undefined : { smoothed: before, variation: deviation };
    const { smoothed, variation } = withMeasured(known, milliseconds);
    const timeout = Math.min(
      Math.max(timeoutOf({ smoothed, variation }), MIN_TIMEOUT_MS),
      MAX_MEASURED_TIMEOUT_MS,
    );
    this.#set(server, { smoothed, variation, timeout });
  }

  /**
   * A request stayed without any answer: the next wait is longer until something is measured.
   *
   * @param waited how long it was waited for; many who waited as long in vain at once are one loss
   */
  timedOut(server: string, waited: number): void {
    const entry = this.get(server);
    this.#set(server, { ...entry, timeout: Math.max(entry.timeout, doubled(waited)) });
  }

  #set(server: string, entry: RttEntry): void {
    // Where nobody has to go it does not matter who was used last.
    if (this.#entries.size > MAX_RTT_ENTRIES / 2) this.#entries.delete(server);
    this.#entries.set(server, entry);
    if (this.#entries.size <= MAX_RTT_ENTRIES) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      break;
    }
  }
}

/** The wait after one that was in vain. */
export function doubled(timeout: number): number {
  return Math.max(timeout, Math.min(timeout * 2, MAX_DOUBLED_TIMEOUT_MS));
}
