import type { Location } from '../location.ts';
import { type Choice, matchingOrAll } from './choice.ts';

/** Keeps what is meant for the visitor's country, else what is meant for none in particular. */
export function chooseByCountry(
  candidates: readonly Location[],
  choice: Choice,
): readonly Location[] {
  if (!candidates.some(({ country }) => country !== undefined)) return candidates;
  choice.personal = true;
  const visitors = choice.visitor.country()?.trim().toLowerCase();
  const matching = candidates.filter(
    ({ country }) => country !== undefined && country === visitors,
  );
  const kept =
    matching.length > 0
      ? matching
      : matchingOrAll(candidates, ({ country }) => country === undefined);
  choice.steps.push({
    method: 'country',
    ...(matching.length > 0 && visitors !== undefined && { by: visitors }),
    kept,
  });
  return kept;
}
