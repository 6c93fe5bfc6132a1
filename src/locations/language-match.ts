import { languageLookup } from './language-lookup.ts';
import type { Location } from './location.ts';

/** Locations in the language that suits best. */
export interface LanguageMatch {
  readonly language: string;
  readonly locations: readonly Location[];
}

/**
 * Finds the locations in the first language that there are any in.
 *
 * @returns undefined when there are none
 */
export function languageMatch(
  candidates: readonly Location[],
  acceptLanguage: string | undefined,
): LanguageMatch | undefined {
  if (acceptLanguage === undefined) return undefined;
  return languageLookup(acceptLanguage, (language) => {
    const locations = candidates.filter((location) => location.language === language);
    return locations.length > 0 ? { language, locations } : undefined;
  });
}
