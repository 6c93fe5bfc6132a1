import type { Location } from '../location.ts';
import type { Choice } from './choice.ts';

/** Keeps what has the highest score. */
export function chooseByScore(
  candidates: readonly Location[],
  choice: Choice,
): readonly Location[] {
  const highest = candidates.reduce(
    (score, location) => Math.max(score, location.score),
    Number.NEGATIVE_INFINITY,
  );
  if (candidates.every(({ score }) => score === highest)) return candidates;
  const kept = candidates.filter(({ score }) => score === highest);
  choice.steps.push({ method: 'score', by: String(highest), kept });
  return kept;
}
