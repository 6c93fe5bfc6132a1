import type { Policy } from './policy.ts';
import type { PrefixLookup, WantedService } from './prefix-lookup.ts';
import type { ServiceCache } from './service-cache.ts';
import type { ServiceContent } from './shared-service-entry.ts';

export interface ServiceMemory {
  readonly cache: ServiceCache;
  readonly prefixes: PrefixLookup;
  readonly policy: Policy;
}

/**
 * Takes over what somebody else has learnt of a prefix, unless it is older than what is there.
 *
 * @returns whether it was taken
 */
export function adoptService(
  wanted: WantedService,
  content: ServiceContent,
  { cache, prefixes, policy }: ServiceMemory,
): boolean {
  const { prefixHandle, certified } = wanted;
  const { receivedAt } = content;
  const longest = receivedAt + policy.maxTtlSeconds * 1000;
  const freshUntil = Math.min(content.freshUntil, longest);
  const known = cache.findStale(prefixHandle, certified, Number.NEGATIVE_INFINITY);
  if (content.sites.length === 0 || freshUntil <= (known?.freshUntil ?? 0)) return false;
  const times = { receivedAt, freshUntil };
  const service = prefixes.serviceOf(wanted, content.sites, content.namespaceValues, times);
  cache.store(prefixHandle, certified, service);
  return true;
}
