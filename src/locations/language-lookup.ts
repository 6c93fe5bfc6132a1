import { MAX_LANGUAGE_CHARACTERS } from './limits.ts';
import { parseWeightedList } from './weighted-list.ts';

/**
 * Finds what there is in the language that suits best (lookup, RFC 4647 section 3.4): each range is
 * tried whole, then shortened from the end; quality 0 excludes a language.
 *
 * @param find what there is in a language, which is given in lower case; undefined for nothing
 */
export function languageLookup<Found>(
  acceptLanguage: string,
  find: (language: string) => Found | undefined,
): Found | undefined {
  const entries = parseWeightedList(acceptLanguage);
  const refused = entries.filter(({ quality }) => quality === 0).map(({ value }) => value);
  for (const { value, quality } of entries) {
    if (quality === 0 || value === '*' || value.length > MAX_LANGUAGE_CHARACTERS) continue;
    for (let range: string | undefined = value; range !== undefined; range = shortened(range)) {
      const language = range;
      // What is asked for by name is wanted, even where the wider range is not.
      if (language !== value && refused.some((excluded) => isWithin(language, excluded))) break;
      const found = find(language);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Without its last subtag, and without a single letter that would then be last. */
function shortened(range: string): string | undefined {
  const [, shorter] = /^(.*?)(?:-[a-z0-9])?-[^-]*$/s.exec(range) ?? [];
  return shorter === undefined || shorter === '' ? undefined : shorter;
}

function isWithin(language: string, range: string): boolean {
  return language === range || language.startsWith(`${range}-`);
}
