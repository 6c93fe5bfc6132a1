import { numberText } from '../../src/load/report/scale.ts';
import { columns } from './columns.ts';
import { rankTest } from './rank-test.ts';
import type { Run } from './run.ts';
import { median } from './statistics.ts';
import { type Figure, ratioOf } from './suite.ts';

/** Chance alone must make a difference less often than this for it to count. */
const SIGNIFICANT = 0.01;
/** Two runs of the same program differ by so much: memory lies elsewhere, the machine is warmer. */
const LEAST_CHANGE = 0.05;

const MORE_IS_BETTER: ReadonlySet<string> = new Set(['handles/s', 'requests/s', 'hits/request']);

/** How a figure of two runs differs. */
export interface Change {
  readonly name: string;
  /** Figures that have a baseline are compared by their ratio to it: the machine may have been busier. */
  readonly before: number;
  readonly after: number;
  readonly isRatio: boolean;
  /** Undefined when one of the runs measured it once only, so that its noise is not known. */
  readonly chance?: number;
  readonly verdict: 'better' | 'worse' | 'within the noise' | 'noise unknown';
}

/** The figures that both runs have. */
export function compareRuns(before: Run, after: Run): Change[] {
  const old = new Map(figuresOf(before).map((figure) => [figure.name, figure]));
  return figuresOf(after).flatMap((figure) => {
    const other = old.get(figure.name);
    return other === undefined ? [] : [changeOf(other, figure)];
  });
}

/** What whoever compares wants to know, for a terminal. */
export function comparisonText(before: Run, after: Run): string {
  const changes = compareRuns(before, after);
  const differs = before.node !== after.node || before.cores !== after.cores;
  const beyond = changes.filter(({ verdict }) => verdict === 'better' || verdict === 'worse');
  const once = changes.filter((change) => change.verdict === 'noise unknown' && isLarge(change));
  const [a, b] = [figuresOf(before), figuresOf(after)];
  const only = (these: readonly Figure[], those: readonly Figure[]) =>
    these.filter(({ name }) => !those.some((other) => other.name === name)).length;
  return [
    ...(differs
      ? [
          `Not the same machine or Node.js: ${before.node} with ${before.cores} cores, ${after.node} with ${after.cores}.`,
        ]
      : []),
    beyond.length === 0 ? 'Nothing changed beyond the noise.' : tableOf(beyond),
    ...(once.length === 0
      ? []
      : ['', 'Measured once or twice, so that their noise is not known:', tableOf(once)]),
    '',
    `${changes.length} figures compared, ${beyond.length} changed beyond the noise; ${only(a, b)} only in the first, ${only(b, a)} only in the second.`,
    `Beyond the noise: by ${LEAST_CHANGE * 100} % or more, and the rounds of the two runs are mixed by chance in less than one case of ${1 / SIGNIFICANT} (exact rank test).`,
  ].join('\n');
}

function figuresOf({ suites }: Run): Figure[] {
  return suites.flatMap(({ figures }) => figures);
}

function changeOf(before: Figure, after: Figure): Change {
  const isRatio = before.baseline !== undefined && after.baseline !== undefined;
  const [a, b] = [roundsOf(before, isRatio), roundsOf(after, isRatio)];
  const change = {
    name: after.name,
    isRatio,
    before: a === undefined ? plainOf(before, isRatio) : median(a),
    after: b === undefined ? plainOf(after, isRatio) : median(b),
  };
  // So few rounds can never be told from chance.
  if (a === undefined || b === undefined || leastChance(a.length, b.length) >= SIGNIFICANT) {
    return { ...change, verdict: 'noise unknown' };
  }
  const chance = rankTest(a, b);
  if (chance >= SIGNIFICANT || !isLarge(change)) {
    return { ...change, chance, verdict: 'within the noise' };
  }
  const isBetter = change.after > change.before === MORE_IS_BETTER.has(after.unit);
  return { ...change, chance, verdict: isBetter ? 'better' : 'worse' };
}

function plainOf(figure: Figure, isRatio: boolean): number {
  return isRatio ? ratioOf(figure) : figure.value;
}

/** Each round beside the one of the baseline that was next to it. */
function roundsOf({ rounds, baselineRounds }: Figure, isRatio: boolean) {
  if (rounds === undefined || rounds.length === 0) return undefined;
  if (!isRatio) return rounds;
  if (baselineRounds?.length !== rounds.length) return undefined;
  return rounds.map((round, i) => round / (baselineRounds[i] as number));
}

/** When all rounds of one run lie on one side of all of the other. */
function leastChance(a: number, b: number): number {
  const low = Array.from({ length: a }, (_, i) => i);
  return rankTest(
    low,
    Array.from({ length: b }, (_, i) => a + i),
  );
}

function isLarge({ before, after }: Pick<Change, 'before' | 'after'>): boolean {
  return Math.abs(after - before) >= Math.abs(before) * LEAST_CHANGE && after !== before;
}

function tableOf(changes: readonly Change[]): string {
  const rows = changes.map(({ name, before, after, isRatio, chance, verdict }) => [
    name,
    `${numberText(before)}${isRatio ? ' ×' : ''}`,
    `${numberText(after)}${isRatio ? ' ×' : ''}`,
    before === 0 ? '' : `${after > before ? '+' : ''}${((after / before - 1) * 100).toFixed(0)} %`,
    chance === undefined ? '' : `p = ${chance.toFixed(3)}`,
    verdict === 'noise unknown' ? '' : verdict,
  ]);
  return columns([['figure', 'before', 'after', 'change', 'chance', ''], ...rows]);
}
