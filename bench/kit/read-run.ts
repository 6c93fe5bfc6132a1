import { readFileSync } from 'node:fs';
import { BenchError } from './bench-error.ts';
import type { Run } from './run.ts';
import type { Figure } from './suite.ts';

/** More rounds of a figure than any run has. */
const MAX_ROUNDS = 50;

/**
 * Reads the results that a run has written.
 *
 * @throws {BenchError} when there are none in the file
 */
export function readRun(path: string): Run {
  let run: unknown;
  try {
    run = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new BenchError(`${path} cannot be read: ${(error as Error).message}`);
  }
  if (!isRun(run)) {
    throw new BenchError(
      `${path} holds no results; npm run bench writes bench/results/latest.json.`,
    );
  }
  return run;
}

function isRun(run: unknown): run is Run {
  const { suites, node, cores, load } = (run ?? {}) as Partial<Run>;
  return (
    typeof node === 'string' &&
    typeof cores === 'number' &&
    typeof load === 'number' &&
    Array.isArray(suites) &&
    suites.every(
      (suite) => typeof suite?.name === 'string' && (suite.figures as unknown[])?.every?.(isFigure),
    )
  );
}

function isFigure(figure: unknown): figure is Figure {
  const { name, value, unit, baseline, rounds, baselineRounds } = (figure ?? {}) as Partial<Figure>;
  return (
    typeof name === 'string' &&
    typeof value === 'number' &&
    typeof unit === 'string' &&
    (baseline === undefined || typeof baseline === 'number') &&
    [rounds, baselineRounds].every(
      (each) =>
        each === undefined ||
        (Array.isArray(each) &&
          each.length <= MAX_ROUNDS &&
          each.every((round) => typeof round === 'number')),
    )
  );
}
