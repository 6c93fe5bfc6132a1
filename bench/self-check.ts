import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { RESOLUTION_MS, TOLERANCE } from './kit/agreement.ts';
import { columns } from './kit/columns.ts';
import type { Comparison } from './kit/comparison.ts';
import { knownTimes } from './kit/known-times.ts';
import { progressTo } from './kit/progress.ts';
import { machineOf } from './kit/run.ts';
import { redirect, unseenHandles } from './kit/through-proxy.ts';

/**
 * Whether `hdl-edge load` measures rightly: where it is known how long answers take, it has to tell so;
 * where it is not, it has to tell what autocannon tells of the same proxy at the same rate. Ends with
 * status 1 when it does not.
 */
const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values;

const out = (text: string) => void process.stdout.write(`${text}\n`);
const progress = progressTo(process.stderr);

const machine = { cores: availableParallelism(), load: loadavg()[0] ?? 0 };
out(`${machineOf({ node: process.versions.node, ...machine })}.`);
out(
  `Milliseconds. Two agree when they differ by at most ${TOLERANCE * 100} %, or by ${RESOLUTION_MS} ms where that is more.`,
);

function show(title: string, { head, rows, remarks, isRight }: Comparison): void {
  progress('');
  out(`\n${title}`);
  out(columns([head, ...rows]));
  for (const remark of remarks) out(remark);
  if (!isRight) process.exitCode = 1;
}

show('Answers that are known to take 20 to 324 ms', await knownTimes(quick ? 4 : 10, progress));
// What a proxy takes is known to nobody, so that a busy machine can make the two differ.
if (!quick) {
  show('Never-seen handles through the proxy, at a slow server', await unseenHandles(progress));
  show('One cached redirect', await redirect(progress));
}
out(process.exitCode === 1 ? '\nThey differ.' : '\nThey agree.');
