import type { Observer } from '../events.ts';
import {
  comparisonForm,
  type Handle,
  isGlobalHandle,
  prefixHandleOf,
  prefixOf,
  ROOT_PREFIX_HANDLE,
} from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { hasType, ValueType } from '../handle/value-type.ts';
import type { NamespaceChain } from '../namespace/namespace-chain.ts';
import { namespaceOf } from '../namespace/parse-namespace.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { Clock } from '../system.ts';
import type { Bootstrap } from './bootstrap.ts';
import type { Context } from './context.ts';
import { badAnswer, type Failure } from './failure.ts';
import type { Flights } from './flights.ts';
import { earliest, expiryOf } from './freshness.ts';
import { PARTIAL_SERVICE_LIFE_MS, RECHECK_INTERVAL_MS } from './limits.ts';
import type { ReferralFollower } from './referral-follower.ts';
import type { Service } from './service.ts';
import type { ServiceCache } from './service-cache.ts';
import { type SiteCollector, typesOf } from './site-collector.ts';

/** The service that a handle belongs to. */
export interface FoundService {
  readonly kind: 'service';
  readonly service: Service;
}

export interface NoSuchPrefix {
  readonly kind: 'prefix-not-found';
  readonly prefix: string;
  readonly message: string;
}

export type ServiceResult = FoundService | NoSuchPrefix | Failure;

export interface ServiceFinderOptions {
  readonly bootstrap: Bootstrap;
  readonly referrals: ReferralFollower;
  readonly collector: SiteCollector;
  readonly cache: ServiceCache;
  readonly flights: Flights<FoundService | NoSuchPrefix>;
  readonly clock: Clock;
  readonly observer: Observer;
}

const PREFIX_TYPES = [...typesOf('service'), ValueType.namespace];

/** Finds out who answers for a handle. */
export class ServiceFinder {
  readonly #options: ServiceFinderOptions;
  readonly #root: Service;

  constructor(options: ServiceFinderOptions) {
    this.#options = options;
    const { rootSites, records } = options.bootstrap;
    this.#root = {
      name: 'the global registry',
      isRoot: true,
      sites: rootSites,
      namespaces: this.#namespacesIn(
        ROOT_PREFIX_HANDLE,
        records.get(comparisonForm(ROOT_PREFIX_HANDLE)) ?? [],
      ),
      namespaceBytes: 0,
      freshUntil: Number.POSITIVE_INFINITY,
    };
  }

  /** @param certified whether the way there has to be signed */
  find(handle: Handle, certified: boolean, context: Context): Promise<ServiceResult> {
    if (isGlobalHandle(handle)) return Promise.resolve(found(this.#root));
    const prefixHandle = prefixHandleOf(handle);
    const known = this.#options.cache.find(prefixHandle, certified, this.#options.clock.now());
    if (known !== undefined) return Promise.resolve(found(known));
    return this.#lookUp(prefixHandle, prefixOf(handle), certified, context, undefined);
  }

  /**
   * Looks the service up again, because its servers say that a handle is not theirs.
   *
   * @param wrong what `find` gave
   * @returns undefined when that has been done lately, or cannot help
   */
  async findAgain(
    handle: Handle,
    certified: boolean,
    wrong: Service,
    context: Context,
  ): Promise<ServiceResult | undefined> {
    if (wrong.isRoot) return undefined;
    const { cache, clock } = this.#options;
    const prefixHandle = prefixHandleOf(handle);
    const now = clock.now();
    // Somebody else may have been faster.
    const known = cache.find(prefixHandle, certified, now);
    if (known !== undefined && known !== wrong) return found(known);
    const { recheckedAt } = wrong;
    if (recheckedAt !== undefined && now - recheckedAt < RECHECK_INTERVAL_MS) return undefined;
    const result = await this.#lookUp(prefixHandle, prefixOf(handle), certified, context, now);
    if (result.kind === 'prefix-not-found') cache.delete(prefixHandle, certified);
    return result;
  }

  #lookUp(
    prefixHandle: Handle,
    prefix: string,
    certified: boolean,
    context: Context,
    recheckedAt: number | undefined,
  ): Promise<ServiceResult> {
    const key = `${certified} ${prefixHandle}`;
    return this.#options.flights.join(key, prefixHandle, context, async (shared) => {
      const inner = { ...shared, depth: shared.depth + 1 };
      const result = await this.#ask(prefixHandle, prefix, certified, false, inner);
      // A prefix that was created just now is on the primary sites first.
      const last =
        result.kind === 'prefix-not-found'
          ? await this.#ask(prefixHandle, prefix, certified, true, inner)
          : result;
      if (last.kind !== 'service') return last;
      const service = recheckedAt === undefined ? last.service : { ...last.service, recheckedAt };
      if (service.freshUntil > this.#options.clock.now()) {
        this.#options.cache.store(prefixHandle, certified, service);
      }
      return found(service);
    });
  }

  async #ask(
    prefixHandle: Handle,
    prefix: string,
    certified: boolean,
    authoritative: boolean,
    context: Context,
  ): Promise<ServiceResult> {
    const asked = await this.#options.referrals.ask(
      this.#root,
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
        return noSuchPrefix(prefix, `the registry knows no prefix ${prefix}`);
      case ResponseCode.valuesNotFound:
        return noSuchPrefix(prefix, `the prefix ${prefix} names no service`);
      default:
        if (body.kind !== 'values') return badAnswer(prefixHandle, responseCode);
        return this.#serviceOf(prefixHandle, prefix, body.values, certified, context);
    }
  }

  async #serviceOf(
    prefixHandle: Handle,
    prefix: string,
    values: readonly HandleValue[],
    certified: boolean,
    context: Context,
  ): Promise<ServiceResult> {
    const now = this.#options.clock.now();
    const expiries = values.map((value) => expiryOf(value, now));
    const { sites, freshUntil, failure, missing } = await this.#options.collector.collect(
      { handle: prefixHandle, values, expiries },
      'service',
      certified,
      context,
    );
    if (sites.length === 0) {
      if (failure !== undefined) return failure;
      const details = missing.length > 0 ? ` (${missing.join('; ')})` : '';
      return noSuchPrefix(prefix, `the prefix ${prefix} names no service${details}`);
    }
    const namespaceValues = values.filter((value) => hasType(value.type, ValueType.namespace));
    // What could not be reached now may have more sites.
    const latest = failure === undefined ? freshUntil : now + PARTIAL_SERVICE_LIFE_MS;
    return found({
      name: `the service of prefix ${prefix}`,
      isRoot: false,
      sites,
      namespaces: this.#chain(this.#namespacesIn(prefixHandle, namespaceValues)),
      namespaceBytes: namespaceValues.reduce((sum, { data }) => sum + data.length, 0),
      freshUntil: earliest([
        freshUntil,
        latest,
        ...namespaceValues.map((value) => expiryOf(value, now)),
      ]),
    });
  }

  /** Most prefixes have no namespace: then the registry's own is the chain. */
  #chain(own: NamespaceChain): NamespaceChain {
    return own.length === 0 ? this.#root.namespaces : [...own, ...this.#root.namespaces];
  }

  #namespacesIn(handle: Handle, values: readonly HandleValue[]): NamespaceChain {
    const { warning } = this.#options.observer;
    const own = namespaceOf(values, (message) =>
      warning?.({ name: 'bad-namespace', handle, message }),
    );
    return own === undefined ? [] : [own];
  }
}

function found(service: Service): FoundService {
  return { kind: 'service', service };
}

function noSuchPrefix(prefix: string, message: string): NoSuchPrefix {
  return { kind: 'prefix-not-found', prefix, message };
}
