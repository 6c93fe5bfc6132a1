import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import { RedisCache } from '../shared-cache/redis-cache.ts';
import { systemClock } from '../system.ts';

/** What copies share, if the settings say so. */
export async function openSharedCache(
  { redisUrl: url, redisPrefix: prefix }: Settings,
  observer: Observer,
): Promise<RedisCache | undefined> {
  return url === undefined
    ? undefined
    : await RedisCache.open({ url, prefix, clock: systemClock, observer });
}
