import type { ExchangeEvent } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { Resolution, ResolveOptions } from '../resolver/resolution.ts';
import { askUpstream, shed } from './ask-upstream.ts';
import type { HttpContext } from './http-context.ts';
import { responseCodeOf } from './outcome.ts';
import type { Visit } from './visit.ts';

/**
 * Resolves for a visitor and makes the response of it. What is cached is answered in the same turn:
 * a promise costs more than all the rest.
 */
export function lookUp(
  context: HttpContext,
  visit: Visit,
  handle: Handle,
  options: ResolveOptions,
  answer: (resolution: Resolution) => Response | Promise<Response>,
): Response | Promise<Response> {
  visit.handle = handle;
  const finish = (resolution: Resolution) => {
    visit.responseCode = responseCodeOf(resolution);
    visit.canonicalHandle = resolution.handle;
    if ('cache' in resolution) visit.cache = resolution.cache;
    return answer(resolution);
  };
  const { resolver, clock } = context;
  const cached = options.authoritative ? undefined : resolver.cached(handle, options);
  if (cached !== undefined) return finish(cached);
  visit.budget = resolver.budget();
  const { budget } = visit;
  const exchanges: ExchangeEvent[] = [];
  visit.exchanges = exchanges;
  const ends: number[] = [];
  visit.exchangeEnds = ends;
  const trace = (event: ExchangeEvent) => {
    exchanges.push(event);
    ends.push(clock.elapsed());
  };
  visit.askedAt = clock.elapsed();
  const asked = { ...options, budget, trace, signal: visit.signal() };
  const resolving = askUpstream(context, visit, handle, asked);
  if (resolving === undefined) return shed(context, visit);
  return resolving.then((resolution) => {
    visit.resolvedAt = clock.elapsed();
    return finish(resolution);
  });
}
