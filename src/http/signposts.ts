import { encodeLinkPath } from '../locations/percent-encode.ts';
import type { Found } from '../resolver/resolution.ts';
import type { PublicAddress } from './public-address.ts';

/**
 * Links that tell programs what they came across (FAIR Signposting, RFC 8288): the name to cite
 * (RFC 8574), the record behind it, and for who came by an alias the proper name.
 *
 * @param citesItself whether the record names what to cite; there is only one such name
 */
export function signposts(
  { start }: PublicAddress,
  { handle, aliases }: Found,
  citesItself: boolean,
): readonly string[] {
  const path = encodeLinkPath(handle);
  const links = [`<${start}api/handles/${path}>; rel="describedby"; type="application/json"`];
  if (!citesItself) links.unshift(`<${start}${path}>; rel="cite-as"`);
  if (aliases.length > 0) links.unshift(`<${start}${path}>; rel="canonical"`);
  return links;
}
