import { asciiUpper } from '../handle/ascii.ts';
import { comparisonForm, prefixOf } from '../handle/handle.ts';
import { encodePath } from '../locations/percent-encode.ts';
import type { Resolution } from '../resolver/resolution.ts';
import { MAX_SURROGATE_KEYS_CHARACTERS } from './limits.ts';
import type { ResponseHeaders } from './respond.ts';

const NOT_FOR_SURROGATES: ResponseHeaders = { 'Surrogate-Control': 'no-store' };

/**
 * For the operator's own caches in front: how long an answer holds, which may be longer than other
 * caches are told because these can be purged (Edge Architecture Specification, Surrogate-Control);
 * and what to purge it by: `h/` and each handle it is about, `p/` and the prefix of each.
 *
 * @param seconds how long it may be kept; not positive when it may not
 */
export function surrogateHeaders(resolution: Resolution, seconds: number): ResponseHeaders {
  if (seconds <= 0) return NOT_FOR_SURROGATES;
  const handles = [...new Set([resolution.asked, resolution.handle, ...resolution.aliases])];
  const keys = new Set([
    ...handles.map((handle) => keyOf('h', comparisonForm(handle))),
    ...handles.map((handle) => keyOf('p', asciiUpper(prefixOf(handle)))),
  ]);
  const list = [...keys].join(' ');
  // What could not be purged must not be kept.
  if (list.length > MAX_SURROGATE_KEYS_CHARACTERS) return NOT_FOR_SURROGATES;
  return {
    'Surrogate-Control': `max-age=${seconds}`,
    'Surrogate-Key': list,
    'Cache-Tag': [...keys].join(','),
  };
}

/** Without the characters that part keys. */
function keyOf(kind: 'h' | 'p', name: string): string {
  return `${kind}/${encodePath(name).replaceAll(',', '%2C')}`;
}
