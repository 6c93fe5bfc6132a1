import { SETTINGS, type Setting, type Settings } from './settings.ts';

/** Stands for a secret that is set. */
const HIDDEN = '(secret)';

/** The settings that hold, for people to read: secrets only say whether they are set. */
export function shownSettings(settings: Settings): Record<string, unknown> {
  const entries = Object.entries(SETTINGS as Record<string, Setting<unknown>>);
  return Object.fromEntries(
    entries.map(([name, { secret }]) => {
      const value: unknown = settings[name as keyof Settings] ?? null;
      return [name, secret && value !== null ? HIDDEN : value];
    }),
  );
}
