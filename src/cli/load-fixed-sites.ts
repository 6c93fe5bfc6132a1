import type { Settings } from '../config/settings.ts';
import type { FixedSites } from '../resolver/fixed-services.ts';
import { readLocalSites, readSite } from '../resolver/local-sites-file.ts';
import { readNamedFile } from './named-file.ts';

/**
 * The sites that are asked without the registry, from the files of the settings.
 *
 * @throws {StartError} when one of them cannot be used
 */
export function loadFixedSites({
  localServices,
  resolverSite,
}: Pick<Settings, 'localServices' | 'resolverSite'>): FixedSites {
  return {
    ...(localServices !== undefined && {
      localSites: readNamedFile('localServices', localServices, readLocalSites),
    }),
    ...(resolverSite !== undefined && {
      resolverSite: readNamedFile('resolverSite', resolverSite, readSite),
    }),
  };
}
