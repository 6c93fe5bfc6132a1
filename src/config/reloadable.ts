import type { SettingName, Settings } from './settings.ts';

/** The settings that hold at once when the config file changes. All others need a restart. */
export const RELOADABLE: ReadonlySet<SettingName> = new Set<SettingName>([
  'publicUrl',
  'httpMaxAge',
  'surrogateKeys',
  'maxRequests',
  'maxRequestsPerClient',
  'rateLimit',
  'rateBurst',
  'rateExempt',
  'blockList',
  'securityContact',
  'templates',
  'reloadTemplates',
  'siteTitle',
  'defaultLanguage',
  'virtualHosts',
  'trustedProxies',
  'clientAddressHeader',
  'countryDatabase',
  'locattShortcuts',
]);

/** What is different between two readings of the settings. */
export interface SettingChanges {
  /** What holds from now on: of the later reading only what may change. */
  readonly settings: Settings;
  readonly applied: readonly SettingName[];
  /** What needs a restart. */
  readonly waiting: readonly SettingName[];
}

/**
 * @param holding what holds now
 * @param seen what was read last, of which some may not hold
 */
export function settingChanges(holding: Settings, seen: Settings, read: Settings): SettingChanges {
  const names = Object.keys(read) as SettingName[];
  const changed = names.filter((name) => !isSame(seen[name], read[name]));
  const mayChange = names.filter((name) => RELOADABLE.has(name)).map((name) => [name, read[name]]);
  return {
    settings: { ...holding, ...Object.fromEntries(mayChange) },
    applied: changed.filter((name) => RELOADABLE.has(name)),
    waiting: changed.filter((name) => !RELOADABLE.has(name)),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
