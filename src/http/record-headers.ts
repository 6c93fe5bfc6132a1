import type { RecordHeader } from '../locations/location.ts';
import type { Found } from '../resolver/resolution.ts';
import type { HttpContext } from './http-context.ts';
import { MAX_RESPONSE_HEAD_BYTES, OWN_HEAD_BYTES } from './limits.ts';
import type { ResponseHeaders } from './respond.ts';
import { signposts } from './signposts.ts';

const CITES = /;\s*rel="?[^";]*\bcite-as\b/i;

/**
 * The headers that are about the record: our own links first, then those it adds itself, several of
 * a name in one. What would make the answer too long for a client is left out, and the operator is
 * told once for each record in the cache.
 *
 * @param added checked by the room they come from: only links and `X-` names, Latin-1 in one line
 * @param location of the redirect, which takes its room first
 */
export function recordHeaders(
  { address, complain }: Pick<HttpContext, 'address' | 'complain'>,
  found: Found,
  added: readonly RecordHeader[],
  location = '',
): ResponseHeaders {
  const citesItself = added.some(({ name, value }) => isLink(name) && CITES.test(value));
  const headers: Record<string, string> = {};
  let room = MAX_RESPONSE_HEAD_BYTES - OWN_HEAD_BYTES - location.length;
  let leftOut = 0;
  const add = (name: string, value: string) => {
    const bytes = name.length + value.length + ': \r\n'.length;
    if (bytes > room) {
      leftOut += 1;
      return;
    }
    room -= bytes;
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  };
  for (const link of signposts(address, found, citesItself)) add('Link', link);
  for (const { name, value } of added) add(isLink(name) ? 'Link' : name, value);
  if (leftOut > 0) complain(found, `${leftOut} of its headers and links do not fit an answer`);
  return headers;
}

function isLink(name: string): boolean {
  return name.toLowerCase() === 'link';
}
