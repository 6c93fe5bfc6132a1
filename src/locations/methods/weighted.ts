import type { Location } from '../location.ts';
import type { Choice } from './choice.ts';

/**
 * Draws one in proportion to the weights; one of all, each as likely, when no weight is positive.
 */
export function drawByWeight(candidates: readonly Location[], choice: Choice): readonly Location[] {
  const drawn = draw(candidates, choice);
  const kept = drawn === undefined ? [] : [drawn];
  choice.steps.push({ method: 'weighted', kept });
  return kept;
}

function draw(candidates: readonly Location[], choice: Choice): Location | undefined {
  const weighted = candidates.filter(({ weight }) => weight > 0);
  // With one positive weight it is certain which; caches need not know of a draw.
  if (weighted.length === 1) return weighted[0];
  choice.drawn = true;
  if (weighted.length === 0) return candidates[Math.floor(choice.random() * candidates.length)];
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  let remaining = choice.random() * total;
  for (const location of weighted) {
    remaining -= location.weight;
    if (remaining < 0) return location;
  }
  // Rounding may leave a remainder.
  return weighted.at(-1);
}
