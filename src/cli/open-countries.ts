import type { Settings } from '../config/settings.ts';
import { type CountryDatabase, openCountryDatabase } from '../country/country-database.ts';
import { CountryError } from '../country/errors.ts';
import type { Observer } from '../events.ts';
import { systemClock } from '../system.ts';
import { StartError } from './start-error.ts';

/**
 * Opens the country database of the settings.
 *
 * @throws {StartError} when the file cannot be used
 */
export async function openCountries(
  { countryDatabase: path }: Settings,
  observer: Observer,
): Promise<CountryDatabase> {
  const onProblem = ({ message }: CountryError) =>
    observer.warning?.({ name: 'country-database', message });
  try {
    return await openCountryDatabase({
      ...(path !== undefined && { path }),
      clock: systemClock,
      onProblem,
    });
  } catch (error) {
    if (!(error instanceof CountryError)) throw error;
    throw new StartError(`countryDatabase: ${error.message}`, 2, error);
  }
}
