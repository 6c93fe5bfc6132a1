import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { UsageError } from './usage-error.ts';

/**
 * All addresses of a host, or the host itself where it is one.
 *
 * @param host a name, or an address with or without brackets
 * @throws {UsageError} when the name has none
 */
export async function addressesOf(host: string): Promise<LookupAddress[]> {
  const bare = host.replace(/^\[|\]$/g, '');
  const family = isIP(bare);
  if (family !== 0) return [{ address: bare, family }];
  return lookup(bare, { all: true }).catch(() => {
    throw new UsageError(`${host} has no address.`);
  });
}

/** A look-up that goes on giving the addresses that were judged, whatever the name leads to by then. */
export function pinnedLookup(addresses: readonly LookupAddress[]): LookupFunction {
  const [first] = addresses;
  return (_host, { all }: LookupOptions, callback) => {
    if (all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}
