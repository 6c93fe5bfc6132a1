import { median } from './statistics.ts';

/** Two tools agree when they differ by less than this share of what the other tells, … */
export const TOLERANCE = 0.1;
/** … or by less than so many milliseconds: neither can place a request in time more exactly. */
export const RESOLUTION_MS = 0.1;

export type Verdict = 'agree' | 'within the noise' | 'differ';

/**
 * @param noise by how many milliseconds both may be off on this machine, because they differ from
 * themselves by so much
 */
export function agreement(ours: number, theirs: number, noise = 0): Verdict {
  const difference = Math.abs(ours - theirs);
  if (difference <= Math.max(RESOLUTION_MS, theirs * TOLERANCE)) return 'agree';
  return difference <= noise ? 'within the noise' : 'differ';
}

/**
 * How far a tool is from itself: its rounds are halved in every possible way, and the medians of the
 * halves are compared. Nothing tighter can be asked of another tool on the same machine.
 *
 * @param rounds an even number, at most a dozen
 * @returns the most that two halves differ by, in the unit of the rounds
 */
export function ownNoise(rounds: readonly number[]): number {
  const [first, ...others] = rounds;
  if (first === undefined || rounds.length % 2 === 1) {
    throw new Error(`${rounds.length} rounds cannot be halved`);
  }
  // The half with the first round in it; the other one follows.
  return choices(others, rounds.length / 2 - 1)
    .map(([taken, left]) => Math.abs(median([first, ...taken]) - median(left)))
    .reduce((a, b) => Math.max(a, b));
}

/** All ways to take so many; each with what is left. */
function choices(items: readonly number[], count: number): [taken: number[], left: number[]][] {
  const [first, ...others] = items;
  if (first === undefined || count === 0) return count === 0 ? [[[], [...items]]] : [];
  return [
    ...choices(others, count - 1).map(([taken, left]): [number[], number[]] => [
      [first, ...taken],
      left,
    ]),
    ...choices(others, count).map(([taken, left]): [number[], number[]] => [
      taken,
      [first, ...left],
    ]),
  ];
}
