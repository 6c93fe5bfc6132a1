import type { Random } from '../../system.ts';
import type { Location } from '../location.ts';
import type { Visitor } from '../visitor.ts';

/** The ways to narrow down a set of locations. */
export type MethodName = 'locatt' | 'address' | 'country' | 'language' | 'score' | 'weighted';

/** One step on the way to the chosen location. */
export interface Step {
  readonly method: MethodName;
  /** What it went by: `id:1`, `gb`, `de-de`; left out when nothing matched. */
  readonly by?: string;
  /** What was left after it. */
  readonly kept: readonly Location[];
}

/** A choice under way. */
export interface Choice {
  readonly visitor: Visitor;
  readonly random: Random;
  /** Whether the set also has to be narrowed by language inside of `locatt`. */
  readonly languageInLocatt: boolean;
  readonly steps: Step[];
  /** Set when the visitor's country or address was looked at. */
  personal: boolean;
  /** Set when chance decided between several. */
  drawn: boolean;
}

/** Narrows down; never to nothing. */
export type Method = (candidates: readonly Location[], choice: Choice) => readonly Location[];

/** What matches, unless nothing does. */
export function matchingOrAll(
  candidates: readonly Location[],
  matches: (location: Location) => boolean,
): readonly Location[] {
  const matching = candidates.filter(matches);
  return matching.length === 0 ? candidates : matching;
}
