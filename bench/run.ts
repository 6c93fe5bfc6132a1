import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { progressTo } from './kit/progress.ts';
import { htmlOf, type Run, tableOf } from './kit/report.ts';
import type { Effort, Suite } from './kit/suite.ts';
import { cold } from './suites/cold.ts';
import { hot } from './suites/hot.ts';
import { memory } from './suites/memory.ts';

/**
 * Runs the benchmark suites that are named, or all of them, and writes `bench/results/latest.json` and
 * `latest.html`. Ends with status 1 when an answer was wrong; speed is told, not judged.
 */
const SUITES: readonly Suite[] = [hot, cold, memory];

const QUICK: Effort = { rounds: 1, seconds: 1, scale: 0.01 };
const FULL: Effort = { rounds: 5, seconds: 3, scale: 1 };

const RESULTS = 'bench/results';

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const out = (text: string) => void process.stdout.write(`${text}\n`);
const progress = progressTo(process.stderr);
const chosen =
  positionals.length === 0 ? SUITES : SUITES.filter(({ name }) => positionals.includes(name));
const unknown = positionals.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) {
  throw new Error(
    `There is no suite ${unknown.join(', ')}; there are ${SUITES.map(({ name, summary }) => `${name} (${summary})`).join('; ')}.`,
  );
}

const run: Run = {
  startedAt: new Date().toISOString(),
  node: process.versions.node,
  cores: availableParallelism(),
  quick: values.quick,
  suites: [],
};
out(`Node.js ${run.node}, ${run.cores} cores${run.quick ? ', quick: figures mean little' : ''}`);
for (const suite of chosen) {
  const { name, summary } = suite;
  const result = await suite.run(run.quick ? QUICK : FULL, progress);
  run.suites.push({ name, summary, ...result });
  progress('');
  out(`\n${name}: ${summary}`);
  out(tableOf(result.figures));
}
mkdirSync(RESULTS, { recursive: true });
writeFileSync(`${RESULTS}/latest.json`, `${JSON.stringify(run, undefined, 2)}\n`);
writeFileSync(`${RESULTS}/latest.html`, htmlOf(run));
out(`\nThe figures are in ${RESULTS}/latest.json, and with pictures in ${RESULTS}/latest.html.`);
