import type { Observer } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import type { Site } from '../handle/site.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { Clock } from '../system.ts';
import type { Context } from './context.ts';
import { badAnswer, type Failure } from './failure.ts';
import { earliest, expiryOf } from './freshness.ts';
import { PARTIAL_SERVICE_LIFE_MS } from './limits.ts';
import { ownNamespace } from './own-namespace.ts';
import type { Policy } from './policy.ts';
import type { NoSuchPrefix } from './record-answer.ts';
import type { Registry } from './registry.ts';
import type { Service } from './service.ts';
import type { ServiceHealth } from './service-health.ts';
import { type SiteCollector, typesOf } from './site-collector.ts';

/** The service that a handle belongs to. */
export interface FoundService {
  readonly kind: 'service';
  readonly service: Service;
}

export type ServiceResult = FoundService | NoSuchPrefix | Failure;

/** What is to be known of a prefix. */
export interface WantedService {
  readonly prefixHandle: Handle;
  readonly prefix: string;
  /** Whether the way there has to be signed. */
  readonly certified: boolean;
  /** Whether somebody asks past the cache. */
  readonly pastCache?: boolean;
}

export interface PrefixLookupOptions {
  readonly registry: Registry;
  readonly health: ServiceHealth;
  readonly collector: SiteCollector;
  readonly clock: Clock;
  readonly policy: Policy;
  readonly observer: Observer;
}

const PREFIX_TYPES = [...typesOf('service'), ValueType.namespace];

/** Asks the registry about prefixes, and makes services of what it says. */
export class PrefixLookup {
  readonly #options: PrefixLookupOptions;

  constructor(options: PrefixLookupOptions) {
    this.#options = options;
  }

  /** Another one after the registry has told what is new about it. */
  get root(): Service {
    return this.#options.registry.root;
  }

  async ask(
    { prefixHandle, prefix, certified }: WantedService,
    authoritative: boolean,
    context: Context,
  ): Promise<ServiceResult> {
    const asked = await this.#options.health.ask(
      this.root,
      {
        handle: prefixHandle,
        selection: { types: PREFIX_TYPES, indexes: [] },
        authoritative,
        certified,
        publicOnly: true,
        purpose: 'prefix',
      },
      context,
    );
    if (asked.kind === 'failed') return asked;
    const { responseCode, body } = asked.response;
    switch (responseCode) {
      case ResponseCode.handleNotFound:
        return this.noSuchPrefix(prefix, `the registry knows no prefix ${prefix}`);
      case ResponseCode.valuesNotFound:
        return this.noSuchPrefix(prefix, `the prefix ${prefix} names no service`);
      default:
        if (body.kind !== 'values') return badAnswer(prefixHandle, responseCode);
        return this.#collect({ prefixHandle, prefix, certified }, body.values, context);
    }
  }

  async #collect(
    wanted: WantedService,
    values: readonly HandleValue[],
    context: Context,
  ): Promise<ServiceResult> {
    const { clock, policy } = this.#options;
    const { prefixHandle, prefix, certified } = wanted;
    const now = clock.now();
    const expiries = values.map((value) => expiryOf(value, now, policy));
    const { sites, freshUntil, failure, missing } = await this.#options.collector.collect(
      { handle: prefixHandle, values, expiries },
      'service',
      certified,
      context,
    );
    const namespaceValues = values.filter((value) => hasType(value.type, ValueType.namespace));
    if (sites.length === 0) {
      if (failure !== undefined) return failure;
      const details = missing.length > 0 ? ` (${missing.join('; ')})` : '';
      return this.noSuchPrefix(
        prefix,
        `the prefix ${prefix} names no service${details}`,
        this.#chain(prefixHandle, namespaceValues),
      );
    }
    // What could not be reached now may have more sites.
    const latest = failure === undefined ? freshUntil : now + PARTIAL_SERVICE_LIFE_MS;
    const expiry = earliest([
      freshUntil,
      latest,
      ...namespaceValues.map((value) => expiryOf(value, now, policy)),
    ]);
    const times = { receivedAt: now, freshUntil: expiry };
    return found(this.serviceOf(wanted, sites, namespaceValues, times));
  }

  /** The service of a prefix of which everything is known. */
  serviceOf(
    { prefixHandle, prefix }: WantedService,
    sites: readonly Site[],
    namespaceValues: readonly HandleValue[],
    { receivedAt, freshUntil }: Pick<Service, 'receivedAt' | 'freshUntil'>,
  ): Service {
    return {
      name: `the service of prefix ${prefix}`,
      isRoot: false,
      sites,
      namespaces: this.#chain(prefixHandle, namespaceValues),
      // Copies, since data is a view: it must not keep a whole message in memory.
      namespaceValues: namespaceValues.map((value) => ({ ...value, data: value.data.slice() })),
      namespaceBytes: namespaceValues.reduce((sum, { data }) => sum + data.length, 0),
      receivedAt,
      freshUntil,
    };
  }

  /** @param namespaces what is said about it all the same; about most only what holds for all */
  noSuchPrefix(
    prefix: string,
    message: string,
    namespaces: NamespaceChain = this.root.namespaces,
  ): NoSuchPrefix {
    return { kind: 'prefix-not-found', prefix, message, namespaces, cache: 'miss' };
  }

  /** Most prefixes have no namespace: then the registry's own is the chain. */
  #chain(prefixHandle: Handle, values: readonly HandleValue[]): NamespaceChain {
    const own = ownNamespace(prefixHandle, values, this.#options.observer);
    return own.length === 0 ? this.root.namespaces : [...own, ...this.root.namespaces];
  }
}

export function found(service: Service): FoundService {
  return { kind: 'service', service };
}
