import { lookup } from 'node:dns/promises';

/**
 * Finds the addresses of a name, A and AAAA records alike, as IP literals.
 *
 * A rejection counts as a name without addresses.
 */
export type DnsLookup = (name: string) => Promise<readonly string[]>;

/** Asks the operating system, which also knows the hosts file. */
export const systemLookup: DnsLookup = async (name) => {
  const found = await lookup(name, { all: true });
  return found.map(({ address }) => address);
};
