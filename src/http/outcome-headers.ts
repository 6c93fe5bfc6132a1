import type { CachingFacts } from '../locations/choose.ts';
import type { Resolution } from '../resolver/resolution.ts';
import type { HttpContext } from './http-context.ts';
import { BUSY_RETRY_SECONDS, DRAWN_MAX_AGE, NOT_FOUND_MAX_AGE } from './limits.ts';
import { statusOf } from './outcome.ts';
import { NO_STORE, type ResponseHeaders } from './respond.ts';

/**
 * Cache-Control, Expires and Cache-Status (RFC 9211) for what came of a resolution, and
 * Retry-After where waiting helps.
 *
 * @param pastCaches whether the visitor asked past our cache, and must not be answered by another
 * @param facts what the choice among several locations hung on
 */
export function outcomeHeaders(
  { clock, httpMaxAge }: Pick<HttpContext, 'clock' | 'httpMaxAge'>,
  resolution: Resolution,
  pastCaches: boolean,
  facts?: CachingFacts,
): ResponseHeaders {
  const now = clock.now();
  const ttl =
    resolution.outcome === 'found'
      ? Math.max(0, Math.floor((resolution.freshUntil - now) / 1000))
      : undefined;
  const most = facts?.isDrawn ? Math.min(httpMaxAge, DRAWN_MAX_AGE) : httpMaxAge;
  const seconds = pastCaches ? 0 : storableSeconds(resolution, ttl, most);
  return {
    ...(seconds === 0 ? NO_STORE : keepFor(seconds, now, facts?.isPrivate === true)),
    ...(facts !== undefined && facts.vary.length > 0 && { Vary: facts.vary.join(', ') }),
    ...cacheStatus(resolution, ttl),
    ...retryAfter(resolution),
  };
}

/** For a 404 that is no outcome of a resolution. */
export function notFoundHeaders({ clock }: Pick<HttpContext, 'clock'>): ResponseHeaders {
  return keepFor(NOT_FOUND_MAX_AGE, clock.now(), false);
}

function storableSeconds(resolution: Resolution, ttl: number | undefined, max: number): number {
  if (ttl !== undefined) return Math.min(ttl, max);
  // 404 may be kept by caches even when nothing is said, so something is always said.
  return statusOf(resolution) === 404 ? NOT_FOUND_MAX_AGE : 0;
}

function keepFor(seconds: number, now: number, isPrivate: boolean): ResponseHeaders {
  return {
    'Cache-Control': isPrivate ? `private, max-age=${seconds}` : `max-age=${seconds}`,
    Expires: new Date(now + seconds * 1000).toUTCString(),
  };
}

function cacheStatus(resolution: Resolution, ttl: number | undefined): ResponseHeaders {
  if (!('cache' in resolution)) return {};
  const hit = ttl === undefined ? 'hdl-edge; hit' : `hdl-edge; hit; ttl=${ttl}`;
  return { 'Cache-Status': resolution.cache === 'hit' ? hit : 'hdl-edge; fwd=miss' };
}

function retryAfter(resolution: Resolution): ResponseHeaders {
  if (resolution.outcome !== 'busy') return {};
  return { 'Retry-After': String(resolution.retryAfterSeconds ?? BUSY_RETRY_SECONDS) };
}
