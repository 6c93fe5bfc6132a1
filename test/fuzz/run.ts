/**
 * Feeds mutated vectors to every decoder: `npm run fuzz -- --count 1000000 --seed 1`. The same seed
 * gives the same inputs.
 */
import { parseArgs } from 'node:util';
import { PROTOCOL_ERROR_CODES } from '../../src/protocol/errors.ts';
import { type FuzzReport, fuzz } from './fuzz.ts';
import { TARGETS } from './targets.ts';
import { missingCodes, verdictOf } from './verdict.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
});
const count = wholeNumber('count', values.count);
const seed = wholeNumber('seed', values.seed);

const start = performance.now();
const report = fuzz({
  count,
  seed,
  targets: TARGETS,
  onProgress: (done) => {
    process.stderr.write(`\r${done} of ${count} inputs, ${Math.round(done / elapsed())}/s `);
  },
});
process.stderr.write('\n');
print(report);
const reasons = verdictOf(report);
for (const reason of reasons) process.stdout.write(`FAILED: ${reason}\n`);
if (reasons.length === 0) process.stdout.write('passed\n');
process.exitCode = reasons.length === 0 ? 0 : 1;

function print(done: FuzzReport): void {
  const percent = (part: number) => `${((100 * part) / done.count).toFixed(1)} %`;
  const lines = [
    `${done.count} inputs in ${elapsed().toFixed(1)} s, seed ${done.seed}`,
    `accepted ${percent(done.accepted)}, past the header ${percent(done.pastHeader)}`,
    `slowest ${done.slowestMilliseconds.toFixed(1)} ms, heap ${heapText(done.heapGrowth)}`,
    ...PROTOCOL_ERROR_CODES.map((code) => `  ${code.padEnd(16)}${done.codes.get(code) ?? 0}`),
    `codes never met: ${missingCodes(done).join(', ') || 'none'}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function heapText(growth: number | undefined): string {
  return growth === undefined ? 'not measured' : `grown by ${(growth / 1e6).toFixed(2)} MB`;
}

function elapsed(): number {
  return (performance.now() - start) / 1000;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} is a whole number, not ${text}`);
  return Number(text);
}
