import { createHash } from 'node:crypto';
import { asciiUpper } from '../handle/ascii.ts';
import { type Handle, prefixOf, suffixOf } from '../handle/handle.ts';
import { HashOption, type Server, type Site } from '../handle/site.ts';
import { encodeText } from './text.ts';

/** The server's place in the last four bytes of an MD5 digest. */
const HASH_OFFSET = 12;

/**
 * Which of a site's servers holds the handle (RFC 3651 section 3.2.2): the last four bytes of an
 * MD5 digest as a signed number, its absolute value, modulo the number of servers.
 *
 * @param hashOption which part of the handle counts; an unknown option means the whole handle
 * @param count of servers, at least 1
 */
export function serverIndex(handle: Handle, hashOption: number, count: number): number {
  if (count === 1) return 0;
  const part = encodeText(asciiUpper(hashedPart(handle, hashOption)));
  const hash = createHash('md5').update(part).digest().readInt32BE(HASH_OFFSET);
  // −2^31 has no absolute value in 32 bits; in a JavaScript number it has.
  return Math.abs(hash) % count;
}

/** The server of the site that holds the handle; undefined when the site has no server at all. */
export function serverFor(site: Site, handle: Handle): Server | undefined {
  if (site.servers.length === 0) return undefined;
  return site.servers[serverIndex(handle, site.hashOption, site.servers.length)];
}

function hashedPart(handle: Handle, hashOption: number): string {
  if (hashOption === HashOption.byPrefix) return prefixOf(handle);
  if (hashOption === HashOption.bySuffix) return suffixOf(handle);
  return handle;
}
