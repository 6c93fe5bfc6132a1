import { SETTINGS, type Setting, type Settings } from './settings.ts';

/** The settings that hold, for people to read: secrets only say whether they are set. */
export function shownSettings(settings: Settings): Record<string, unknown> {
  const entries = Object.entries(SETTINGS as Record<string, Setting<unknown>>);
  return Object.fromEntries(
    entries.map(([name, { kind }]) => {
      const value: unknown = settings[name as keyof Settings];
      if (value === undefined) return [name, null];
      return [name, kind.conceal === undefined ? value : kind.conceal(value)];
    }),
  );
}
