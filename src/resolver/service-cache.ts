import { LRUCache } from 'lru-cache';
import type { Site } from '../handle/site.ts';
import { hasCome } from './freshness.ts';
import { PARSED_XML_FACTOR } from './limits.ts';
import type { NoSuchPrefix } from './record-answer.ts';
import type { Service } from './service.ts';

/** Estimated bytes of the objects around the texts and keys of a service, a site and a server. */
const SERVICE_BYTES = 500;
const SITE_BYTES = 600;
const SERVER_BYTES = 500;
const INTERFACE_BYTES = 80;

/** Estimated bytes of the knowledge that a prefix has no service. */
const NOTHING_BYTES = 500;

/** That the registry knows no service for a prefix, and until when that is believed. */
export interface KnownNothing {
  readonly answer: NoSuchPrefix;
  /** Whether somebody asked for it past the cache. */
  readonly pastCache: boolean;
  /** Milliseconds since 1970. */
  readonly freshUntil: number;
}

/** How the bytes are divided. Prefixes thought up by strangers cannot push services out. */
const SHARES = { plain: 0.4, certified: 0.4, nothing: 0.2 } as const;

/** The services of prefixes, as parsed; those whose records were signed apart from the others. */
export class ServiceCache {
  /** How often something was purged: what was asked for before may be older than what was meant. */
  purges = 0;
  readonly #plain: LRUCache<string, Service>;
  readonly #certified: LRUCache<string, Service>;
  readonly #nothing: LRUCache<string, KnownNothing>;

  constructor(maxBytes: number) {
    this.#plain = createStore(maxBytes * SHARES.plain);
    this.#certified = createStore(maxBytes * SHARES.certified);
    this.#nothing = new LRUCache({
      maxSize: atLeastOne(maxBytes * SHARES.nothing),
      sizeCalculation: (_, key) => NOTHING_BYTES + key.length,
    });
  }

  get size(): number {
    return this.#plain.size + this.#certified.size;
  }

  /** An estimate. */
  get bytes(): number {
    const stores = [this.#plain, this.#certified, this.#nothing];
    return stores.reduce((total, { calculatedSize }) => total + calculatedSize, 0);
  }

  /**
   * @param key the `comparisonForm` of the prefix handle
   * @param now milliseconds since 1970
   */
  find(key: string, certified: boolean, now: number): Service | undefined {
    const service = this.findStale(key, certified, now);
    return service !== undefined && hasCome(service.receivedAt, now) ? service : undefined;
  }

  /** A service that may have expired, but not before `since`, in milliseconds since 1970. */
  findStale(key: string, certified: boolean, since: number): Service | undefined {
    const service = this.#store(certified).get(key);
    return service !== undefined && since < service.freshUntil ? service : undefined;
  }

  findNothing(key: string, certified: boolean, now: number): KnownNothing | undefined {
    const known = this.#nothing.get(nothingKey(key, certified));
    return known !== undefined && now < known.freshUntil ? known : undefined;
  }

  store(key: string, certified: boolean, service: Service): void {
    this.#nothing.delete(nothingKey(key, certified));
    this.#store(certified).set(key, service);
  }

  /** Keeps that the prefix has no service, and forgets the one it had. */
  storeNothing(key: string, certified: boolean, known: KnownNothing): void {
    this.#store(certified).delete(key);
    const answer = { ...known.answer, cache: 'hit' } as const;
    this.#nothing.set(nothingKey(key, certified), { ...known, answer });
  }

  /** All services, the least used first. */
  *entries(): Generator<{ key: string; certified: boolean; service: Service }> {
    for (const certified of [false, true]) {
      const store = this.#store(certified);
      for (const key of store.rkeys()) {
        const service = store.peek(key);
        if (service !== undefined) yield { key, certified, service };
      }
    }
  }

  purge(key: string): void {
    this.purges += 1;
    for (const certified of [false, true]) {
      this.#store(certified).delete(key);
      this.#nothing.delete(nothingKey(key, certified));
    }
  }

  purgeAll(): void {
    this.purges += 1;
    for (const store of [this.#plain, this.#certified, this.#nothing]) store.clear();
  }

  #store(certified: boolean): LRUCache<string, Service> {
    return certified ? this.#certified : this.#plain;
  }
}

function nothingKey(key: string, certified: boolean): string {
  return `${certified} ${key}`;
}

function atLeastOne(bytes: number): number {
  return Math.max(1, Math.floor(bytes));
}

function createStore(maxBytes: number): LRUCache<string, Service> {
  return new LRUCache({
    maxSize: atLeastOne(maxBytes),
    sizeCalculation: ({ sites, namespaceBytes }, key) =>
      SERVICE_BYTES +
      key.length +
      sum(sites.map(bytesOfSite)) +
      namespaceBytes * (1 + PARSED_XML_FACTOR),
  });
}

function bytesOfSite({ attributes, servers }: Site): number {
  return (
    SITE_BYTES +
    sum(attributes.map(({ name, value }) => (name.length + value.length) * 2)) +
    sum(
      servers.map(
        ({ publicKey, interfaces }) =>
          SERVER_BYTES + publicKey.length + interfaces.length * INTERFACE_BYTES,
      ),
    )
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
