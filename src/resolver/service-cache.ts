import { LRUCache } from 'lru-cache';
import type { Site } from '../handle/site.ts';
import { PARSED_XML_FACTOR } from './limits.ts';
import type { Service } from './service.ts';

/** Estimated bytes of the objects around the texts and keys of a service, a site and a server. */
const SERVICE_BYTES = 500;
const SITE_BYTES = 600;
const SERVER_BYTES = 500;
const INTERFACE_BYTES = 80;

/** The services of prefixes, as parsed; those whose records were signed apart from the others. */
export class ServiceCache {
  readonly #plain: LRUCache<string, Service>;
  readonly #certified: LRUCache<string, Service>;

  constructor(maxBytes: number) {
    this.#plain = createStore(maxBytes / 2);
    this.#certified = createStore(maxBytes / 2);
  }

  /** @param key the `comparisonForm` of the prefix handle; `now` in milliseconds since 1970 */
  find(key: string, certified: boolean, now: number): Service | undefined {
    const service = this.#store(certified).get(key);
    return service !== undefined && now < service.freshUntil ? service : undefined;
  }

  store(key: string, certified: boolean, service: Service): void {
    this.#store(certified).set(key, service);
  }

  delete(key: string, certified: boolean): void {
    this.#store(certified).delete(key);
  }

  #store(certified: boolean): LRUCache<string, Service> {
    return certified ? this.#certified : this.#plain;
  }
}

function createStore(maxBytes: number): LRUCache<string, Service> {
  return new LRUCache({
    maxSize: Math.max(1, Math.floor(maxBytes)),
    sizeCalculation: ({ sites, namespaceBytes }, key) =>
      SERVICE_BYTES +
      key.length * 2 +
      sum(sites.map(bytesOfSite)) +
      namespaceBytes * PARSED_XML_FACTOR,
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
