import type { Random } from '../system.ts';
import type { OddAnswer, OddAnswers } from './odd-answer.ts';

/** How often something goes wrong: all that is said has to hold. */
export interface Chance {
  /** How likely it is each time; 0 to 1. @default 1 */
  readonly share?: number;
  /** Only every so-manieth time. @default 1 */
  readonly every?: number;
  /** Not more often than this. @default without end */
  readonly times?: number;
}

/** Says each time whether it goes wrong now. */
export function chanceOf(chance: Chance, random: Random): () => boolean {
  const { share = 1, every = 1, times = Number.POSITIVE_INFINITY } = chance;
  let asked = 0;
  let given = 0;
  return () => {
    asked += 1;
    const isDue = given < times && asked % every === 0 && (share >= 1 || random() < share);
    if (isDue) given += 1;
    return isDue;
  };
}

/** Answers that are odd at times only, as the dice say. */
export function sometimes(odd: OddAnswer, chance: Chance, random: Random): OddAnswers {
  const isDue = chanceOf(chance, random);
  return () => (isDue() ? odd : undefined);
}
