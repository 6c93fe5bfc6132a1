import { languageMatch } from '../language-match.ts';
import type { Location } from '../location.ts';
import { type Choice, matchingOrAll } from './choice.ts';

/** Keeps what is in the visitor's language, else what is in none in particular. */
export function chooseByLanguage(
  candidates: readonly Location[],
  choice: Choice,
): readonly Location[] {
  if (!candidates.some(({ language }) => language !== undefined)) return candidates;
  const match = languageMatch(candidates, choice.visitor.acceptLanguage);
  if (match !== undefined) {
    choice.steps.push({ method: 'language', by: match.language, kept: match.locations });
    return match.locations;
  }
  const kept = matchingOrAll(candidates, ({ language }) => language === undefined);
  choice.steps.push({ method: 'language', kept });
  return kept;
}
