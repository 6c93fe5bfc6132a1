import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { BenchError } from './kit/bench-error.ts';
import { comparisonText } from './kit/compare-runs.ts';
import { LIE } from './kit/lie.ts';
import { progressTo } from './kit/progress.ts';
import { readRun } from './kit/read-run.ts';
import { htmlOf, tableOf } from './kit/report.ts';
import { machineOf, type Run } from './kit/run.ts';
import type { Effort, Suite } from './kit/suite.ts';
import { cold } from './suites/cold.ts';
import { faults } from './suites/faults.ts';
import { hot } from './suites/hot.ts';
import { memory } from './suites/memory.ts';
import { mixed } from './suites/mixed.ts';
import { notFound } from './suites/not-found.ts';
import { selection } from './suites/selection.ts';
import { startUp } from './suites/start-up.ts';
import { workers } from './suites/workers.ts';

/**
 * Runs the benchmark suites that are named, or all of them, and writes `bench/results/latest.json` and
 * `latest.html`; or compares two such results. Ends with status 1 when an answer was wrong, with 64
 * when it was called wrongly; speed is told, not judged.
 */
const SUITES: readonly Suite[] = [
  hot,
  selection,
  cold,
  notFound,
  mixed,
  faults,
  memory,
  startUp,
  workers,
];

const QUICK: Effort = { rounds: 1, seconds: 0.2, scale: 0.005 };
const FULL: Effort = { rounds: 5, seconds: 2, scale: 1 };

const RESULTS = 'bench/results';
const WRONG_USAGE = 64;

const out = (text: string) => void process.stdout.write(`${text}\n`);

try {
  const { values, positionals } = readArguments();
  if (values.compare) compare(positionals);
  else await measure(positionals, values);
} catch (error) {
  if (error instanceof BenchError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = WRONG_USAGE;
  } else {
    process.stderr.write(`\n${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
    process.exitCode = 1;
  }
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        reach: { type: 'boolean', default: false },
        lie: { type: 'boolean', default: false },
        compare: { type: 'boolean', default: false },
        results: { type: 'string', default: RESULTS },
      },
      allowPositionals: true,
    });
  } catch (error) {
    throw new BenchError((error as Error).message);
  }
}

function compare(files: readonly string[]): void {
  const [before, after, ...more] = files;
  if (before === undefined || after === undefined || more.length > 0) {
    throw new BenchError('Two results are compared: npm run bench -- --compare A.json B.json');
  }
  out(comparisonText(readRun(before), readRun(after)));
}

/** Of the figures, only those with an aim are printed when that is what matters; all are written. */
async function measure(
  names: readonly string[],
  { quick, reach, lie, results }: ReturnType<typeof readArguments>['values'],
): Promise<void> {
  const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    throw new BenchError(
      `There is no suite ${unknown.join(', ')}; there are ${SUITES.map(({ name, summary }) => `${name} (${summary})`).join('; ')}.`,
    );
  }
  if (lie) process.env[LIE] = 'yes';
  const chosen = SUITES.filter(({ name }) => names.length === 0 || names.includes(name));
  const progress = progressTo(process.stderr);
  const circumstances = {
    startedAt: new Date().toISOString(),
    node: process.versions.node,
    cores: availableParallelism(),
    load: loadavg()[0] ?? 0,
    quick,
  };
  out(`${machineOf(circumstances)}.${quick ? ' Quick: only the answers are checked.' : ''}`);
  const suites: Run['suites'][number][] = [];
  for (const { name, summary, run } of chosen) {
    const result = await run(quick ? QUICK : FULL, progress);
    suites.push({ name, summary, ...result });
    progress('');
    const shown = result.figures.filter(({ aim }) => aim !== undefined || !reach);
    out(`\n${name}: ${summary}`);
    if (shown.length > 0) out(tableOf(shown));
    for (const reason of result.skipped ?? []) out(`Not measured: ${reason}.`);
  }
  const all: Run = { ...circumstances, suites };
  mkdirSync(results, { recursive: true });
  writeFileSync(`${results}/latest.json`, `${JSON.stringify(all, undefined, 2)}\n`);
  writeFileSync(`${results}/latest.html`, htmlOf(all));
  out(`\nThe figures are in ${results}/latest.json, and with pictures in ${results}/latest.html.`);
}
