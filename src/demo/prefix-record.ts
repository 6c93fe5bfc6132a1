import type { HandleValue } from '../handle/handle-value.ts';
import type { Site } from '../handle/site.ts';
import { ValueType } from '../handle/value-type.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { decodeSite, encodeSite } from '../protocol/site.ts';
import type { PrefixHome } from './homing.ts';
import { makeValue, withGiven } from './make-value.ts';
import { SERVICE_HANDLE, type ServiceName } from './services.ts';

/** Where the generated value stands unless the file has a value there. */
const INDEX = 3;

/** The sites of the services that run. */
export type Sites = ReadonlyMap<ServiceName, Site>;

/** The values of `0.NA/<prefix>`: what leads to its service, then what the file gives. */
export function prefixRecord(
  home: PrefixHome,
  given: readonly HandleValue[],
  sites: Sites,
): readonly HandleValue[] {
  const filled = given.map((value) => withDelegateServers(value, sites));
  switch (home.named) {
    case 'as-given':
      return filled;
    case 'by-service-handle':
      return withGiven([makeValue(INDEX, ValueType.serv, SERVICE_HANDLE)], filled);
    case 'by-site':
      return withGiven(serviceRecord(home.service, sites), filled);
  }
}

/** The values of a service handle. */
export function serviceRecord(service: ServiceName, sites: Sites): readonly HandleValue[] {
  const site = sites.get(service);
  return site === undefined ? [] : [makeValue(INDEX, ValueType.site, encodeSite(site))];
}

/**
 * Nobody can write down ports that are chosen at start. So a site for derived prefixes that has no
 * servers stands for the network's own registry of them.
 */
function withDelegateServers(value: HandleValue, sites: Sites): HandleValue {
  const delegate = sites.get('delegate');
  const isSite = value.type === ValueType.sitePrefix || value.type === ValueType.naDelegate;
  if (delegate === undefined || !isSite || !hasNoServers(value.data)) return value;
  return { ...value, data: encodeSite(delegate) };
}

function hasNoServers(data: Uint8Array): boolean {
  try {
    return decodeSite(data).servers.length === 0;
  } catch (error) {
    if (error instanceof ProtocolError) return false;
    throw error;
  }
}
