import { asciiUpper } from './ascii.ts';

/** The well-known types of values. */
export const ValueType = {
  url: 'URL',
  email: 'EMAIL',
  desc: 'DESC',
  admin: 'HS_ADMIN',
  vlist: 'HS_VLIST',
  site: 'HS_SITE',
  site6: 'HS_SITE.6',
  sitePrefix: 'HS_SITE.PREFIX',
  /** The name HS_SITE.PREFIX had before. */
  naDelegate: 'HS_NA_DELEGATE',
  serv: 'HS_SERV',
  servPrefix: 'HS_SERV.PREFIX',
  alias: 'HS_ALIAS',
  pubkey: 'HS_PUBKEY',
  seckey: 'HS_SECKEY',
  namespace: 'HS_NAMESPACE',
  cert: 'HS_CERT',
  signature: 'HS_SIGNATURE',
  location: '10320/loc',
} as const;

/** Whether a value's type is `type` or lies below it (`URL` and `URL.JP` for `URL`), in any case. */
export function hasType(valueType: string, type: string): boolean {
  if (valueType === type) return true;
  if (valueType.length < type.length) return false;
  const actual = asciiUpper(valueType);
  const wanted = asciiUpper(type);
  return actual === wanted || actual.startsWith(`${wanted}.`);
}

/**
 * Whether a value of type `valueType` is asked for by `requested`: equal in any ASCII case, or
 * under a requested type that ends in a dot (`URL.` stands for `URL` and all below it).
 */
export function typeMatches(requested: string, valueType: string): boolean {
  if (requested.endsWith('.')) return hasType(valueType, requested.slice(0, -1));
  return requested === valueType || asciiUpper(requested) === asciiUpper(valueType);
}
