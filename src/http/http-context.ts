import type { CountryDatabase } from '../country/country-database.ts';
import type { Found } from '../resolver/resolution.ts';
import type { Resolver } from '../resolver/resolver.ts';
import type { Clock, Random } from '../system.ts';
import type { LocationSets } from './location-sets.ts';
import type { Overload } from './overload.ts';
import type { Pages } from './pages.ts';
import type { PublicAddress } from './public-address.ts';

/** What the handlers share. */
export interface HttpContext {
  readonly resolver: Resolver;
  readonly clock: Clock;
  /** Draws among locations by their weight. */
  readonly random: Random;
  readonly locations: LocationSets;
  /** Parameters that choose a location by its attribute of that name. */
  readonly locattShortcuts: readonly string[];
  /** undefined when countries play no part. */
  readonly countries: Pick<CountryDatabase, 'countryOf'> | undefined;
  readonly pages: Pages;
  readonly overload: Overload;
  /** Seconds; the longest an answer may be kept by HTTP caches. */
  readonly httpMaxAge: number;
  /** Whether the operator's own front caches are told how to purge answers. */
  readonly surrogateKeys: boolean;
  readonly address: PublicAddress;
  /** Tells the operator what is wrong with a record, once while the record is cached. */
  readonly complain: (found: Found, message: string) => void;
}
