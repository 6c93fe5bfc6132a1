import { readFileSync } from 'node:fs';
import { gatherSettings } from '../../src/config/gather-settings.ts';
import type { Settings } from '../../src/config/settings.ts';
import { settingsIn } from '../../src/config/settings-in.ts';

/** The settings that hold where these variables are set. @throws SettingError for a bad one */
export function settingsOf(environment: Record<string, string>): Settings {
  return settingsIn(
    gatherSettings({
      flags: new Map(),
      environment,
      readFile: (path) => readFileSync(path, 'utf8'),
    }),
  );
}
