import { isIP } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../system.ts';
import { AwaitedName } from './awaited-name.ts';
import type { DnsLookup } from './dns-lookup.ts';
import { FairTurns } from './fair-turns.ts';
import {
  MAX_ADDRESSES_PER_NAME,
  MAX_NAME_LOOKUPS,
  MAX_NAME_LOOKUPS_PER_PREFIX,
  MAX_NAMES,
  NAME_LIFE_MS,
  NAME_LOOKUP_MS,
  SLOW_NAME_REST_MS,
} from './limits.ts';

interface Known {
  readonly addresses: readonly string[];
  /** On the clock's `elapsed` scale. */
  readonly until: number;
}

/**
 * The addresses behind the names in site records. Anybody may write such records, so the prefixes
 * take turns: names that are slow keep those waiting who named them.
 */
export class NameTable {
  readonly #clock: Clock;
  readonly #lookup: DnsLookup;
  readonly #known = new LRUCache<string, Known>({ max: MAX_NAMES });
  readonly #awaited = new Map<string, AwaitedName>();
  readonly #turns = new FairTurns({
    most: MAX_NAME_LOOKUPS,
    mostPerOwner: MAX_NAME_LOOKUPS_PER_PREFIX,
  });

  constructor(clock: Clock, lookup: DnsLookup) {
    this.#clock = clock;
    this.#lookup = lookup;
  }

  /**
   * Waits for DNS no longer than `milliseconds`; no addresses when it fails or is slow.
   *
   * @param prefix for whose handle it is
   */
  addressesOf(name: string, prefix: string, milliseconds: number): Promise<readonly string[]> {
    const known = this.#known.get(name);
    if (known !== undefined && known.until > this.#clock.elapsed()) {
      return Promise.resolve(known.addresses);
    }
    const awaited = this.#awaited.get(name) ?? this.#await(name);
    return new Promise((resolve) => {
      const leave = awaited.join(prefix, (found) => {
        stopTimer();
        resolve(found);
      });
      const stopTimer = this.#clock.after(Math.min(milliseconds, NAME_LOOKUP_MS), () => {
        leave();
        resolve([]);
      });
    });
  }

  #await(name: string): AwaitedName {
    const awaited = new AwaitedName({
      turns: this.#turns,
      ask: () => this.#ask(name),
      over: () => this.#awaited.delete(name),
    });
    this.#awaited.set(name, awaited);
    return awaited;
  }

  async #ask(name: string): Promise<readonly string[]> {
    const startedAt = this.#clock.elapsed();
    // A programmer's own look-up may throw at once.
    const found = await Promise.resolve(name)
      .then(this.#lookup)
      .catch(() => []);
    const addresses = found
      .filter((address) => isIP(address) !== 0)
      .slice(0, MAX_ADDRESSES_PER_NAME);
    const now = this.#clock.elapsed();
    const isSlow = now - startedAt >= NAME_LOOKUP_MS;
    // What failed at once is not remembered: the next request asks again.
    if (addresses.length > 0) this.#known.set(name, { addresses, until: now + NAME_LIFE_MS });
    else if (isSlow) this.#known.set(name, { addresses, until: now + SLOW_NAME_REST_MS });
    return addresses;
  }
}
