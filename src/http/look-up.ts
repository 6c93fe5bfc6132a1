import type { Handle } from '../handle/handle.ts';
import type { Resolution, ResolveOptions } from '../resolver/resolution.ts';
import { askFor, shed } from './ask-upstream.ts';
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
  const { resolver } = context;
  const cached =
    visit.resolution ?? (options.authoritative ? undefined : resolver.cached(handle, options));
  if (cached !== undefined) return finish(cached);
  const resolving = askFor(context, visit, handle, options);
  return resolving === undefined ? shed(context, visit) : resolving.then(finish);
}
