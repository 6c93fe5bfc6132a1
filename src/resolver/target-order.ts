import { isIpv4Bytes } from '../handle/ip-address.ts';
import { isPrimary, type Site } from '../handle/site.ts';
import type { Random } from '../system.ts';
import { serverName, type Target } from './doors.ts';
import { EQUAL_RESPONSE_TIME_MS } from './limits.ts';
import type { ResponseTimes } from './response-times.ts';

/** An authoritative question goes to the primary sites, unless no site says that it is one. */
export function sitesToAsk(sites: readonly Site[], authoritative: boolean): readonly Site[] {
  if (!authoritative) return sites;
  const primaries = sites.filter(isPrimary);
  return primaries.length > 0 ? primaries : sites;
}

/**
 * The order in which to try servers: the fastest first, equally fast ones by lot, those that failed
 * lately last. Unknown ones come first, because nobody knows how fast they are; among these IPv4
 * before IPv6, because a route that swallows packets is found out only by waiting.
 */
export function targetOrder(
  targets: readonly Target[],
  times: ResponseTimes,
  random: Random,
): readonly Target[] {
  if (targets.length < 2) return targets;
  return targets
    .map((target) => ({ target, rank: rankOf(target, times), lot: random() }))
    .sort((a, b) => (a.rank === b.rank ? a.lot - b.lot : a.rank - b.rank))
    .map(({ target }) => target);
}

function rankOf({ site, server }: Target, times: ResponseTimes): number {
  const time = times.of(serverName(site, server));
  if (time === undefined) return isIpv4Bytes(server.address) ? -2 : -1;
  return Math.floor(time / EQUAL_RESPONSE_TIME_MS);
}
