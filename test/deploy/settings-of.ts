import { readFileSync } from 'node:fs';
import { readSettings } from '../../src/config/read-settings.ts';
import type { Settings } from '../../src/config/settings.ts';

/** The settings that hold where these variables are set. @throws SettingError for a bad one */
export function settingsOf(environment: Record<string, string>): Settings {
  return readSettings({
    flags: new Map(),
    environment,
    readFile: (path) => readFileSync(path, 'utf8'),
  });
}
