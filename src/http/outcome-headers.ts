import type { CachingFacts } from '../locations/choose.ts';
import type { Resolution } from '../resolver/resolution.ts';
import type { HttpContext } from './http-context.ts';
import { BUSY_RETRY_SECONDS, DRAWN_MAX_AGE, NOT_FOUND_MAX_AGE, STALE_MAX_AGE } from './limits.ts';
import { statusOf } from './outcome.ts';
import { joinHeaders, NO_STORE, type ResponseHeaders } from './respond.ts';
import { surrogateHeaders } from './surrogate-headers.ts';

const NOTHING: ResponseHeaders = {};

/** What an answer hangs on besides the record itself. */
export interface Dependence extends CachingFacts {
  /** The earliest expiry of the other records used, in milliseconds since 1970; or Infinity. */
  readonly freshUntil: number;
  /** Whether another record could not be had, or only stale: the answer may soon be better. */
  readonly isProvisional: boolean;
}

/** Of what hangs on nothing else. */
export const INDEPENDENT: Dependence = {
  vary: [],
  isPrivate: false,
  isDrawn: false,
  freshUntil: Number.POSITIVE_INFINITY,
  isProvisional: false,
};

/**
 * Cache-Control, Expires, Vary and Cache-Status (RFC 9211) for what came of a resolution, Retry-After
 * where waiting helps, and what the operator's own front caches need if there are any.
 *
 * There is no Age: an answer is made anew each time, and what its record has aged in our cache is
 * taken off its max-age.
 *
 * @param pastCaches whether the visitor asked past our cache, and must not be answered by another
 * @param now milliseconds since 1970
 */
export function outcomeHeaders(
  context: Pick<HttpContext, 'clock' | 'httpMaxAge' | 'surrogateKeys'>,
  resolution: Resolution,
  pastCaches: boolean,
  dependence = INDEPENDENT,
  now = context.clock.now(),
): ResponseHeaders {
  const { httpMaxAge, surrogateKeys } = context;
  const longest = pastCaches ? 0 : storableSeconds(resolution, dependence, now);
  const seconds = Math.min(httpMaxAge, longest);
  return joinHeaders(
    seconds <= 0 ? NO_STORE : keepFor(seconds, now, dependence.isPrivate),
    dependence.vary.length > 0 ? { Vary: dependence.vary.join(', ') } : NOTHING,
    cacheStatus(resolution, now),
    retryAfter(resolution),
    surrogateKeys ? surrogateHeaders(resolution, dependence.isPrivate ? 0 : longest) : NOTHING,
  );
}

/** For a 404 that is no outcome of a resolution. */
export function notFoundHeaders({
  clock,
  httpMaxAge,
}: Pick<HttpContext, 'clock' | 'httpMaxAge'>): ResponseHeaders {
  const seconds = Math.min(httpMaxAge, NOT_FOUND_MAX_AGE);
  return seconds === 0 ? NO_STORE : keepFor(seconds, clock.now(), false);
}

function storableSeconds(resolution: Resolution, dependence: Dependence, now: number): number {
  const isStale = 'cache' in resolution && resolution.cache === 'stale';
  // 404 may be kept by caches even when nothing is said, so something is always said.
  if (resolution.outcome !== 'found') {
    if (statusOf(resolution) !== 404) return 0;
    return isStale ? STALE_MAX_AGE : NOT_FOUND_MAX_AGE;
  }
  let seconds = isStale ? STALE_MAX_AGE : secondsUntil(resolution.freshUntil, now);
  seconds = Math.min(seconds, secondsUntil(dependence.freshUntil, now));
  if (dependence.isProvisional) seconds = Math.min(seconds, STALE_MAX_AGE);
  return dependence.isDrawn ? Math.min(seconds, DRAWN_MAX_AGE) : seconds;
}

function keepFor(seconds: number, now: number, isPrivate: boolean): ResponseHeaders {
  return {
    'Cache-Control': isPrivate ? `private, max-age=${seconds}` : `max-age=${seconds}`,
    Expires: new Date(now + seconds * 1000).toUTCString(),
  };
}

function cacheStatus(resolution: Resolution, now: number): ResponseHeaders {
  if (!('cache' in resolution)) return NOTHING;
  if (resolution.cache === 'miss') return { 'Cache-Status': 'hdl-edge; fwd=miss' };
  const { cache } = resolution;
  const isStale = cache === 'stale';
  let status = 'hdl-edge; hit';
  if (resolution.outcome === 'found') {
    const ttl = secondsUntil(resolution.freshUntil, now);
    status += `; ttl=${isStale ? Math.min(ttl, -1) : Math.max(ttl, 0)}`;
  }
  return { 'Cache-Status': cache === 'hit' ? status : `${status}; detail=${cache}` };
}

/** Whole seconds; negative when the time has passed. */
function secondsUntil(time: number, now: number): number {
  return Math.floor((time - now) / 1000);
}

function retryAfter(resolution: Resolution): ResponseHeaders {
  const known = 'retryAfterSeconds' in resolution ? resolution.retryAfterSeconds : undefined;
  const seconds = known ?? (resolution.outcome === 'busy' ? BUSY_RETRY_SECONDS : undefined);
  return seconds === undefined ? NOTHING : { 'Retry-After': String(Math.ceil(seconds)) };
}
