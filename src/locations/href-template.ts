import type { Handle } from '../handle/handle.ts';
import { encodeText } from '../protocol/text.ts';
import { MAX_HREF_CHARACTERS } from './limits.ts';
import { encodePath } from './percent-encode.ts';

/**
 * Puts the handle in the place of `{hdl}`, fit for a query, and of `{hdl:path}`, fit for a path.
 *
 * @returns the empty text when the result is longer than any URL
 */
export function expandHref(template: string, handle: Handle): string {
  if (!template.includes('{hdl')) return template;
  const forQuery = encodeComponent(handle);
  const forPath = encodePath(handle);
  const expanded = template.replace(/\{hdl(:path)?\}/g, (_, path) => (path ? forPath : forQuery));
  return expanded.length > MAX_HREF_CHARACTERS ? '' : expanded;
}

/** Everything but letters, digits and `-._*` is escaped, the slash too. */
function encodeComponent(handle: Handle): string {
  if (/^[A-Za-z0-9\-._*]*$/.test(handle)) return handle;
  let encoded = '';
  for (const byte of encodeText(handle)) {
    const character = String.fromCharCode(byte);
    encoded += /[A-Za-z0-9\-._*]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}
