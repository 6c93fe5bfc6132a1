import { chooseUrl } from '../locations/choose-url.ts';
import { type RedirectTarget, redirectTarget } from '../locations/redirect-target.ts';
import { dataText } from '../protocol/json/bytes-json.ts';
import type { Found } from '../resolver/resolution.ts';
import { leadsBack } from './leads-back.ts';
import type { PublicAddress } from './public-address.ts';

/**
 * Where the visitor is sent.
 *
 * @param host of the request, as its Host header says
 * @param append what the visitor wants behind the URL
 * @returns undefined when the record names no place that one can be sent to
 */
export function findTarget(
  found: Found,
  address: PublicAddress,
  host: string | undefined,
  append: string | undefined,
): RedirectTarget | undefined {
  const value = chooseUrl(found.values);
  const url = value && dataText(value.data);
  if (url === undefined) return undefined;
  const target = redirectTarget(url, append);
  if ('refused' in target) return undefined;
  const hosts = [host, address.host].filter((name) => name !== undefined);
  const names = [found.handle, ...found.aliases];
  return leadsBack(target.location, hosts, address.base, names) ? undefined : target;
}
