import { availableParallelism } from 'node:os';
import { progressTo } from './kit/progress.ts';
import { type Figure, isReached, ratioOf, type Suite } from './kit/suite.ts';
import { cold } from './suites/cold.ts';
import { hot } from './suites/hot.ts';
import { memory } from './suites/memory.ts';

const SUITES: readonly Suite[] = [cold, memory, hot].filter(({ name }) =>
  process.argv.includes(name),
);
const out = (text: string) => void process.stdout.write(`${text}\n`);
const progress = progressTo(process.stderr);
out(`Node.js ${process.versions.node}, ${availableParallelism()} cores`);
const quick = process.argv.includes('--quick');
for (const suite of SUITES) {
  const { figures } = await suite.run(
    quick ? { rounds: 1, seconds: 1, scale: 0.01 } : { rounds: 5, seconds: 3, scale: 1 },
    progress,
  );
  progress('');
  for (const f of figures) out(row(f));
}
function row(f: Figure): string {
  return `${f.name}: ${f.value.toFixed(2)} ${f.unit} (baseline ${f.baseline?.toFixed(2)}, ratio ${ratioOf(f).toFixed(2)}, spread ${((f.spread ?? 0) * 100).toFixed(0)} %) ${isReached(f) === false ? 'MISSED' : 'reached'}`;
}
