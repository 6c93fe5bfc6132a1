import type { Clock } from '../system.ts';
import { adoptService } from './adopt-service.ts';
import type { Policy } from './policy.ts';
import type { PrefixLookup, WantedService } from './prefix-lookup.ts';
import type { NoSuchPrefix } from './record-answer.ts';
import type { Service } from './service.ts';
import type { ServiceCache } from './service-cache.ts';
import type { SharedEntries } from './shared-entries.ts';
import { type SharedEntry, SharedKind } from './shared-entry.ts';
import { marksOfPrefix, serviceName } from './shared-name.ts';
import {
  decodeNoSuchPrefix,
  decodeService,
  encodeNoSuchPrefix,
  encodeService,
  type NoSuchPrefixContent,
  type ServiceContent,
} from './shared-service-entry.ts';

export interface SharedServicesOptions {
  readonly entries: SharedEntries;
  readonly cache: ServiceCache;
  readonly prefixes: PrefixLookup;
  readonly policy: Policy;
  readonly clock: Clock;
}

/** Who answers for a prefix, as resolvers have it in common: a new one need not ask the registry. */
export class SharedServices {
  readonly #options: SharedServicesOptions;

  constructor(options: SharedServicesOptions) {
    this.#options = options;
  }

  /** Takes over into memory what others know of a prefix, unless it is older than what is there. */
  async bring(wanted: WantedService): Promise<void> {
    const { entries } = this.#options;
    const { prefixHandle, prefix, certified } = wanted;
    const [known] = await entries.get({
      handle: prefixHandle,
      names: [serviceName(prefixHandle, certified)],
      marks: marksOfPrefix(prefix),
      decode: readEntry,
    });
    if (known === undefined) return;
    if ('message' in known) this.#adoptNothing(wanted, known);
    else adoptService(wanted, known, this.#options);
  }

  store({ prefixHandle, certified }: WantedService, service: Service): void {
    const { entries, policy } = this.#options;
    entries.store(
      serviceName(prefixHandle, certified),
      SharedKind.service,
      encodeService(service),
      service.freshUntil + policy.staleMs,
    );
  }

  /** What an inactive prefix says about itself is not shared; few have anything to say. */
  storeNothing(
    { prefixHandle, certified }: WantedService,
    { message, namespaces }: NoSuchPrefix,
    freshUntil: number,
  ): void {
    const { entries, prefixes, clock } = this.#options;
    const name = serviceName(prefixHandle, certified);
    if (namespaces !== prefixes.root.namespaces) {
      entries.remove(name);
      return;
    }
    const content = encodeNoSuchPrefix({ message, receivedAt: clock.now(), freshUntil });
    entries.store(name, SharedKind.noSuchPrefix, content, freshUntil);
  }

  #adoptNothing(wanted: WantedService, content: NoSuchPrefixContent): void {
    const { cache, prefixes, policy, clock } = this.#options;
    const { prefixHandle, prefix, certified } = wanted;
    const freshUntil = Math.min(content.freshUntil, content.receivedAt + policy.notFoundMs);
    if (freshUntil <= clock.now()) return;
    const answer = prefixes.noSuchPrefix(prefix, content.message);
    cache.storeNothing(prefixHandle, certified, { answer, pastCache: false, freshUntil });
  }
}

function readEntry({
  kind,
  content,
}: SharedEntry): ServiceContent | NoSuchPrefixContent | undefined {
  if (kind === SharedKind.service) return decodeService(content);
  return kind === SharedKind.noSuchPrefix ? decodeNoSuchPrefix(content) : undefined;
}
