import type { Observer } from '../events.ts';
import { comparisonForm, ROOT_PREFIX_HANDLE } from '../handle/handle.ts';
import type { Bootstrap } from './bootstrap.ts';
import { ownNamespace } from './own-namespace.ts';
import type { Service } from './service.ts';

/** The global registry as it is known at the moment. What is under way goes on with what it began with. */
export class Registry {
  readonly #observer: Observer;
  #bootstrap: Bootstrap;
  #root: Service;
  #keys: ReadonlySet<Uint8Array>;

  constructor(bootstrap: Bootstrap, observer: Observer) {
    this.#observer = observer;
    this.#bootstrap = bootstrap;
    this.#root = rootOf(bootstrap, observer);
    this.#keys = keyRecordsOf(bootstrap);
  }

  get bootstrap(): Bootstrap {
    return this.#bootstrap;
  }

  get root(): Service {
    return this.#root;
  }

  /** From now on this is what is known of it. */
  replace(bootstrap: Bootstrap): void {
    this.#bootstrap = bootstrap;
    this.#root = rootOf(bootstrap, this.#observer);
    this.#keys = keyRecordsOf(bootstrap);
  }

  /** Whether these very bytes are the key of one of its servers, as its site records hold it. */
  isOwnKey(keyRecord: Uint8Array): boolean {
    return this.#keys.has(keyRecord);
  }
}

function rootOf({ rootSites, records }: Bootstrap, observer: Observer): Service {
  const values = records.get(comparisonForm(ROOT_PREFIX_HANDLE)) ?? [];
  return {
    name: 'the global registry',
    isRoot: true,
    sites: rootSites,
    namespaces: ownNamespace(ROOT_PREFIX_HANDLE, values, observer),
    namespaceValues: [],
    namespaceBytes: 0,
    receivedAt: 0,
    freshUntil: Number.POSITIVE_INFINITY,
  };
}

function keyRecordsOf({ rootSites }: Bootstrap): ReadonlySet<Uint8Array> {
  return new Set(rootSites.flatMap(({ servers }) => servers.map(({ publicKey }) => publicKey)));
}
