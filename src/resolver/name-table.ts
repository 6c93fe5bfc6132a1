import { isIP } from 'node:net';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../system.ts';
import type { DnsLookup } from './dns-lookup.ts';
import { MAX_ADDRESSES_PER_NAME, MAX_NAMES, NAME_LIFE_MS, NAME_LOOKUP_MS } from './limits.ts';

interface Looked {
  readonly addresses: Promise<readonly string[]>;
  /** On the clock's `elapsed` scale. */
  readonly until: number;
}

/** The addresses behind the names in site records. */
export class NameTable {
  readonly #clock: Clock;
  readonly #lookup: DnsLookup;
  readonly #looked = new LRUCache<string, Looked>({ max: MAX_NAMES });

  constructor(clock: Clock, lookup: DnsLookup) {
    this.#clock = clock;
    this.#lookup = lookup;
  }

  /** Waits for DNS no longer than `milliseconds`; no addresses when it fails or is slow. */
  addressesOf(name: string, milliseconds: number): Promise<readonly string[]> {
    const known = this.#looked.get(name);
    const usable = known !== undefined && known.until > this.#clock.elapsed();
    const addresses = usable ? known.addresses : this.#ask(name);
    return new Promise((resolve) => {
      const stopTimer = this.#clock.after(Math.min(milliseconds, NAME_LOOKUP_MS), () =>
        resolve([]),
      );
      addresses.then((found) => {
        stopTimer();
        resolve(found);
      });
    });
  }

  #ask(name: string): Promise<readonly string[]> {
    const addresses = this.#lookup(name).then(
      (found) => found.filter((address) => isIP(address) !== 0).slice(0, MAX_ADDRESSES_PER_NAME),
      () => [],
    );
    const looked = { addresses, until: this.#clock.elapsed() + NAME_LIFE_MS };
    this.#looked.set(name, looked);
    // What failed is not remembered: the next request asks again.
    addresses.then((found) => {
      if (found.length === 0 && this.#looked.get(name) === looked) this.#looked.delete(name);
    });
    return addresses;
  }
}
