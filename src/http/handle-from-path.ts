import type { Handle } from '../handle/handle.ts';
import { percentDecode } from './percent-decode.ts';

/** What the path of a URL asks for. */
export type PathMeaning =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'handle'; readonly handle: Handle }
  | { readonly kind: 'api-handle'; readonly handle: Handle }
  | { readonly kind: 'unknown-api' }
  | { readonly kind: 'bad-escape' };

const BAD_ESCAPE: PathMeaning = { kind: 'bad-escape' };

const SCHEME = /^(?:(?:info:(?:doi|hdl)\/|hdl:|doi:)|(urn:(?:hdl|doi|eidr):))/i;

/**
 * Finds the handle in the raw path of a request.
 *
 * Dot segments, doubled slashes inside, `;` parameters and `+` belong to the handle, so the path
 * must be the one of the request line: URL parsers change it.
 *
 * @param path begins with `/`, percent-encoded, without query
 */
export function handleFromPath(path: string): PathMeaning {
  const decoded = percentDecode(path);
  if (decoded === undefined || decoded.includes('\0')) return BAD_ESCAPE;
  if (decoded === '/api') return { kind: 'unknown-api' };
  if (decoded === '/api/handles') return { kind: 'api-handle', handle: '' };
  if (decoded.startsWith('/api/handles/')) {
    // Here nothing is trimmed, so that the API reaches handles which begin or end with a space.
    return { kind: 'api-handle', handle: withoutScheme(decoded.slice('/api/handles/'.length)) };
  }
  const name = trimmed(decoded);
  if (name === '') return { kind: 'nothing' };
  if (/^api\//i.test(name)) {
    if (!/^api\/handles\//i.test(name)) return { kind: 'unknown-api' };
    return { kind: 'api-handle', handle: withoutScheme(name.slice('api/handles/'.length)) };
  }
  return { kind: 'handle', handle: withoutScheme(name) };
}

/**
 * A name without the leading slashes and the white space and control characters at both ends that
 * surround it by accident. A loop, because the regular expression for it takes quadratic time.
 */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && (isBlank(text, start) || text[start] === '/')) start += 1;
  while (end > start && isBlank(text, end - 1)) end -= 1;
  return text.slice(start, end);
}

function isBlank(text: string, position: number): boolean {
  return text.charCodeAt(position) <= 0x20;
}

/**
 * Strips one scheme, in any case: `hdl:`, `doi:`, `info:hdl/`, `info:doi/`, `urn:hdl:`, `urn:doi:`,
 * `urn:eidr:`. In a URN the first colon stands for the slash behind the prefix, unless a slash
 * comes earlier.
 */
export function withoutScheme(name: string): Handle {
  const scheme = SCHEME.exec(name);
  if (scheme === null) return name;
  const rest = name.slice(scheme[0].length);
  if (scheme[1] === undefined) return rest;
  const colon = rest.indexOf(':');
  const slash = rest.indexOf('/');
  return colon >= 0 && (slash < 0 || colon < slash)
    ? `${rest.slice(0, colon)}/${rest.slice(colon + 1)}`
    : rest;
}
