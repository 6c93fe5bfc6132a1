import { type GatheredSettings, gatherSettings, type Sources } from './gather-settings.ts';
import type { Settings } from './settings.ts';

/**
 * Puts the settings together: flag, then environment, then config file, then default.
 *
 * @throws {SettingError} for an unknown or bad setting in any of the sources
 */
export function readSettings(sources: Sources): Settings {
  return settingsIn(gatherSettings(sources));
}

/** @throws {SettingError} the first problem there is */
export function settingsIn({ settings, problems }: GatheredSettings): Settings {
  const [first] = problems;
  if (first !== undefined) throw first;
  return Object.fromEntries(settings.map(({ name, value }) => [name, value])) as Settings;
}
