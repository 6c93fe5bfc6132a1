import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import type { RedisCache } from '../shared-cache/redis-cache.ts';
import { systemClock } from '../system.ts';

/** What copies share, if the settings say so. */
export async function openSharedCache(
  { redisUrl: url, redisPrefix: prefix }: Settings,
  observer: Observer,
): Promise<RedisCache | undefined> {
  if (url === undefined) return undefined;
  // Only who shares needs it.
  const { RedisCache } = await import('../shared-cache/redis-cache.ts');
  return RedisCache.open({ url, prefix, clock: systemClock, observer });
}
