import type { Handle } from '../handle/handle.ts';
import type { HandleValue } from '../handle/handle-value.ts';
import { ValueType } from '../handle/value-type.ts';
import { decodeText } from '../protocol/text.ts';

/**
 * Which values of a record lead to servers: those of the handles under a prefix, or those of the
 * prefixes derived from it.
 *
 * Deployed resolvers compare these types letter by letter, unlike others.
 */
export interface SiteTypes {
  readonly sites: readonly string[];
  readonly services: string;
}

export const SERVICE_TYPES: SiteTypes = {
  sites: [ValueType.site, ValueType.site6],
  services: ValueType.serv,
};

export const DERIVED_PREFIX_TYPES: SiteTypes = {
  sites: [ValueType.sitePrefix, ValueType.naDelegate],
  services: ValueType.servPrefix,
};

export function holdsSite({ sites }: SiteTypes, value: HandleValue): boolean {
  return sites.includes(value.type);
}

export function holdsService({ services }: SiteTypes, value: HandleValue): boolean {
  return value.type === services;
}

/** The handle that an HS_SERV value names; the data is its text, without a length. */
export function serviceHandleOf(value: HandleValue): Handle {
  return decodeText(value.data);
}
