import type { RecordHeader } from '../locations/location.ts';
import type { ResponseHeaders } from './respond.ts';

/**
 * The headers that a record adds to its redirect, several of a name in one, and our own link.
 *
 * @param added checked by the room they come from: only links and `X-` names, Latin-1 in one line
 */
export function recordHeaders(
  added: readonly RecordHeader[],
  link: string | undefined,
): ResponseHeaders {
  if (added.length === 0) return link === undefined ? {} : { Link: link };
  const headers: Record<string, string> = {};
  for (const { name, value } of link ? [{ name: 'Link', value: link }, ...added] : added) {
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}
