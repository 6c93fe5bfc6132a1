/**
 * How likely it is that two sets of rounds differ at least so much in their ranks by chance alone: the
 * exact two-sided test of Mann, Whitney and Wilcoxon, ties counted at their middle rank. It asks
 * nothing of how the rounds are distributed.
 *
 * @returns from 0 to 1; 1 where one set is empty
 */
export function rankTest(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 1;
  const all = [...a, ...b];
  const ranks = all.map(doubledRankIn(all));
  const sum = ranks.slice(0, a.length).reduce((one, other) => one + other, 0);
  const counts = sumsOf(ranks, a.length);
  const expected = a.length * (all.length + 1);
  let extreme = 0;
  let total = 0;
  for (const [candidate, count] of counts) {
    total += count;
    if (Math.abs(candidate - expected) >= Math.abs(sum - expected)) extreme += count;
  }
  return extreme / total;
}

/** Doubled, so that a middle rank is a whole number. */
function doubledRankIn(all: readonly number[]): (value: number) => number {
  return (value) => {
    const below = all.filter((other) => other < value).length;
    const equal = all.filter((other) => other === value).length;
    return 2 * below + equal + 1;
  };
}

/** In how many ways so many of the ranks come to each sum. */
function sumsOf(ranks: readonly number[], size: number): ReadonlyMap<number, number> {
  const ways = Array.from({ length: size + 1 }, () => new Map<number, number>());
  ways[0]?.set(0, 1);
  for (const rank of ranks) {
    for (let taken = size; taken > 0; taken--) {
      const into = ways[taken] as Map<number, number>;
      for (const [sum, count] of ways[taken - 1] as Map<number, number>) {
        into.set(sum + rank, (into.get(sum + rank) ?? 0) + count);
      }
    }
  }
  return ways[size] as Map<number, number>;
}
