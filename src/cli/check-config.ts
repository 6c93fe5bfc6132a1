import { readFileSync } from 'node:fs';
import { CONFIG_FILE, gatherSettings } from '../config/gather-settings.ts';
import type { SettingError } from '../config/setting-error.ts';
import type { Settings } from '../config/settings.ts';
import { settingsIn } from '../config/settings-in.ts';
import { readRecordsFile } from '../demo/records-file.ts';
import { readOverrides } from '../resolver/overrides.ts';
import { readJsonFile } from './json-file.ts';
import { loadBootstrap } from './load-bootstrap.ts';
import { loadFixedSites } from './load-fixed-sites.ts';
import { openCountries } from './open-countries.ts';
import { readSites } from './sites.ts';
import { StartError } from './start-error.ts';

/**
 * Everything that is wrong with a config file, also with the files that it names, as compilers say
 * it: `file:line:column: what`. Flags and environment play no part.
 */
export async function checkConfig(path: string): Promise<string[]> {
  const gathered = gatherSettings({
    flags: new Map([[CONFIG_FILE, path]]),
    environment: {},
    readFile: (file) => readFileSync(file, 'utf8'),
  });
  const problems = [...gathered.problems].sort(byPlace).map((problem) => located(problem, path));
  const settings = settingsIn({ ...gathered, problems: [] });
  return [...problems, ...(await namedFileProblems(settings)).map((what) => `${path}: ${what}`)];
}

function byPlace({ place: one }: SettingError, { place: other }: SettingError): number {
  return (one?.line ?? 0) - (other?.line ?? 0) || (one?.column ?? 0) - (other?.column ?? 0);
}

function located({ message, place }: SettingError, path: string): string {
  return place === undefined
    ? `${path}: ${message}`
    : `${path}:${place.line}:${place.column}: ${message}`;
}

/** What cannot be used of the files that settings name. */
async function namedFileProblems(settings: Settings): Promise<string[]> {
  const { records } = settings;
  const uses: (() => unknown)[] = [
    () => loadBootstrap(settings.bootstrap),
    () => loadFixedSites({ ...settings, resolverSite: undefined }),
    () => loadFixedSites({ ...settings, localServices: undefined }),
    () =>
      settings.overrides !== undefined &&
      readJsonFile('overrides', settings.overrides, readOverrides),
    () => readSites(settings, {}),
    () => records !== undefined && readJsonFile('records', records, readRecordsFile),
    async () => (await openCountries(settings, {})).close(),
  ];
  const problems: string[] = [];
  for (const use of uses) {
    try {
      await use();
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      problems.push(error.message);
    }
  }
  return problems;
}
