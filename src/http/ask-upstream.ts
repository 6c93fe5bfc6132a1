import type { ExchangeEvent } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { Resolution, ResolveOptions } from '../resolver/resolution.ts';
import type { HttpContext } from './http-context.ts';
import { MAX_OVERLOAD_RETRY_SECONDS } from './limits.ts';
import { requestError } from './request-error.ts';
import { NO_STORE } from './respond.ts';
import type { Visit } from './visit.ts';

/**
 * Resolves what the cache cannot answer. However many look-ups a request makes, it takes one place
 * among those that wait, and has it until it is answered.
 *
 * @returns undefined when too many wait already; the visit then is to be answered by {@link shed}
 */
export function askUpstream(
  { resolver, overload }: Pick<HttpContext, 'resolver' | 'overload'>,
  visit: Visit,
  handle: Handle,
  options: ResolveOptions,
): Promise<Resolution> | undefined {
  visit.leave ??= overload.enter(visit.clientAddress());
  if (visit.leave !== undefined) return resolver.resolve(handle, options);
  visit.isShed = true;
  return undefined;
}

/**
 * Does so on behalf of the visitor, who gets the first budget for it, hears of all exchanges, and stops
 * the waiting by going away.
 *
 * @param options undefined for who asks plainly
 * @returns as {@link askUpstream}
 */
export function askFor(
  context: Pick<HttpContext, 'resolver' | 'overload' | 'clock'>,
  visit: Visit,
  handle: Handle,
  options?: ResolveOptions,
): Promise<Resolution> | undefined {
  const { resolver, clock } = context;
  const budget = resolver.budget();
  const exchanges: ExchangeEvent[] = [];
  const ends: number[] = [];
  visit.budget = budget;
  visit.exchanges = exchanges;
  visit.exchangeEnds = ends;
  const trace = (event: ExchangeEvent) => {
    exchanges.push(event);
    ends.push(clock.elapsed());
  };
  visit.askedAt = clock.elapsed();
  const signal = visit.signal();
  // Copying costs as much as all of the above.
  const asked: ResolveOptions =
    options === undefined
      ? { authoritative: false, certified: false, ignoreAliases: false, budget, trace, signal }
      : { ...options, budget, trace, signal };
  return askUpstream(context, visit, handle, asked)?.then((resolution) => {
    visit.resolvedAt = clock.elapsed();
    return resolution;
  });
}

/** Sends a visitor away for some seconds; not all for the same, or they would all be back at once. */
export function shed({ pages, random }: HttpContext, visit: Visit): Response {
  const seconds = 1 + Math.floor(random() * MAX_OVERLOAD_RETRY_SECONDS);
  return requestError(pages, visit, 'overloaded', { ...NO_STORE, 'Retry-After': String(seconds) });
}
