import type { Settings } from '../config/settings.ts';
import type { VirtualHost } from '../config/virtual-hosts.ts';
import type { Observer } from '../events.ts';
import { reloadingTemplates } from '../http/reloading-templates.ts';
import type { SiteOptions } from '../http/site.ts';
import { loadTemplates, type Templates } from '../http/templates.ts';
import { systemClock } from '../system.ts';
import { StartError } from './start-error.ts';

/** What is shown under the usual name of the proxy, and under others. */
export interface Sites extends SiteOptions {
  readonly virtualHosts: ReadonlyMap<string, SiteOptions>;
}

/**
 * Reads what the settings say of names, templates and languages. A virtual host has what it says
 * itself, and the rest in common with all.
 *
 * @throws {StartError} when a folder of templates cannot be read
 */
export function readSites(settings: Settings, observer: Observer): Sites {
  const { publicUrl, locattShortcuts, defaultLanguage, siteTitle, reloadTemplates } = settings;
  const common: VirtualHost = {
    ...(settings.templates !== undefined && { templates: settings.templates }),
    ...(publicUrl !== undefined && { publicUrl }),
    ...(locattShortcuts !== undefined && { locattShortcuts }),
    ...(defaultLanguage !== undefined && { defaultLanguage }),
    ...(siteTitle !== undefined && { siteTitle }),
  };
  const folders = new Map<string | undefined, Templates>();

  function templatesIn(folder: string | undefined): Templates {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const read = readTemplates(folder, reloadTemplates, observer);
    folders.set(folder, read);
    return read;
  }

  const siteOf = ({ templates, ...rest }: VirtualHost): SiteOptions => ({
    ...rest,
    templates: templatesIn(templates),
  });
  const hosts = Object.entries(settings.virtualHosts ?? {});
  return {
    ...siteOf(common),
    virtualHosts: new Map(hosts.map(([name, own]) => [name, siteOf({ ...common, ...own })])),
  };
}

function readTemplates(folder: string | undefined, reload: boolean, observer: Observer): Templates {
  const onProblem = (message: string) => observer.warning?.({ name: 'bad-template-file', message });
  try {
    return reload && folder !== undefined
      ? reloadingTemplates(folder, onProblem, systemClock)
      : loadTemplates(folder, onProblem);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`templates: ${folder} cannot be used: ${reason}`, 2, error);
  }
}
