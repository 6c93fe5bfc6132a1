import { languageLookup } from '../locations/language-lookup.ts';
import { createLanguage, type Language, type Texts } from './language.ts';

/** The languages that there are pages in. */
export interface Languages {
  readonly all: readonly Language[];
  readonly fallback: Language;
  /** The one that suits an Accept-Language header best. */
  for(acceptLanguage: string | undefined): Language;
}

/** The language of pages for visitors whom none suits, unless another is named. */
export const DEFAULT_LANGUAGE = 'en';

/** Whose Accept-Language headers are remembered; browsers send few different ones. */
const MAX_REMEMBERED = 256;

/**
 * @param texts by language tag
 * @param preferred the tag for visitors whom none suits
 */
export function createLanguages(
  texts: ReadonlyMap<string, Texts>,
  preferred: string = DEFAULT_LANGUAGE,
): Languages {
  const english = createLanguage(DEFAULT_LANGUAGE, texts.get(DEFAULT_LANGUAGE) ?? {});
  const byTag = new Map<string, Language>();
  for (const [tag, own] of texts) {
    byTag.set(
      tag.toLowerCase(),
      tag === DEFAULT_LANGUAGE ? english : createLanguage(tag, own, english),
    );
  }
  const fallback = byTag.get(preferred.toLowerCase()) ?? english;
  const remembered = new Map<string, Language>();
  return {
    all: [...byTag.values()],
    fallback,
    for(acceptLanguage) {
      if (acceptLanguage === undefined) return fallback;
      const known = remembered.get(acceptLanguage);
      if (known !== undefined) return known;
      const found = languageLookup(acceptLanguage, (tag) => byTag.get(tag)) ?? fallback;
      if (remembered.size < MAX_REMEMBERED) remembered.set(acceptLanguage, found);
      return found;
    },
  };
}
