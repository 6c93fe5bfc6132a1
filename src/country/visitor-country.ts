import { parseIpAddress } from '../handle/ip-address.ts';
import type { CountryDatabase } from './country-database.ts';

export interface CountryClues {
  /** The request's `country` parameter; it wins. */
  readonly country: string | undefined;
  /** The request's `ip` parameter; only a literal address counts. */
  readonly ip: string | undefined;
  /** Of the client, behind trusted proxies. */
  readonly clientAddress: string;
}

/** The country that locations are chosen for. */
export function visitorCountry(
  { country, ip, clientAddress }: CountryClues,
  countries: Pick<CountryDatabase, 'countryOf'> | undefined,
): string | undefined {
  if (country !== undefined && country.trim() !== '') return country.trim();
  const isLiteral = ip !== undefined && parseIpAddress(ip) !== undefined;
  return countries?.countryOf(isLiteral ? ip : clientAddress);
}
