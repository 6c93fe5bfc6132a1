/** How requests for single records were met since the start; cheap enough for every one of them. */
export class CacheCounters {
  /** With fresh values from the cache. */
  hits = 0;
  /** With the knowledge that there is no such handle or value. */
  notFound = 0;
  /** With values that had expired, because nobody gave fresh ones in time. */
  stale = 0;
  /** With a failure of late. */
  failures = 0;
  /** By waiting for servers. */
  misses = 0;
  /** Records fetched ahead, before they expire. */
  prefetches = 0;
}
