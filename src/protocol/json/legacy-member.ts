import type { JsonObject } from './members.ts';

/**
 * Looks members up as old writers of site files spelled them: under any of several names, each
 * also with a capital letter (`ServerList` for `servers`). A null counts as missing.
 */
export function legacyMember(object: JsonObject): (...names: readonly string[]) => unknown {
  return (...names) => {
    for (const name of names) {
      const capitalised = name.charAt(0).toUpperCase() + name.slice(1);
      const found = object[name] ?? object[capitalised];
      if (found !== undefined && found !== null) return found;
    }
    return undefined;
  };
}
