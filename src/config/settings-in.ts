import type { GatheredSettings } from './gather-settings.ts';
import type { Settings } from './settings.ts';

/**
 * The settings as one object.
 *
 * @throws {SettingError} the first of the problems, if there are any
 */
export function settingsIn({ settings, problems }: GatheredSettings): Settings {
  const [first] = problems;
  if (first !== undefined) throw first;
  return Object.fromEntries(settings.map(({ name, value }) => [name, value])) as Settings;
}
