import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { LATE_SHARE } from '../src/load/limits.ts';
import type { Ask, Percentiles } from './children/second-opinion.ts';
import { startChild } from './kit/child.ts';
import { columns } from './kit/columns.ts';
import { FreshHandles } from './kit/fresh-handles.ts';
import { loadProgram } from './kit/load-program.ts';
import { progressTo } from './kit/progress.ts';
import { machineOf } from './kit/run.ts';
import { startProgram } from './kit/start-program.ts';
import { median } from './kit/statistics.ts';
import { withChildren } from './kit/with-children.ts';

/**
 * Whether `hdl-edge load` measures rightly: the same proxy is asked at the same rate by it and by
 * autocannon in turn, and both have to tell the same percentiles. Ends with status 1 when they do not.
 */
const { quick } = parseArgs({ options: { quick: { type: 'boolean', default: false } } }).values;
const ROUNDS = quick ? 1 : 5;
const SECONDS = quick ? 2 : 8;

/** They agree when they differ by less than this share of what autocannon tells, … */
const TOLERANCE = 0.1;
/** … or by less than so many milliseconds: neither can place a request in time more exactly. */
const RESOLUTION_MS = 0.1;

const STEM = '20.500.1/bench-';

/**
 * How long the handle server takes for handles in turn: most are fast, few are slow, as everywhere. The
 * steps between the numbers mix fast and slow ones.
 */
const DELAYS = Array.from({ length: 1_000 }, (_, i) => {
  const share = (((i * 617) % 1_000) + 0.5) / 1_000;
  return 5 - 20 * Math.log(1 - share);
});

const CASES = [
  { name: 'never-seen handles at a slow server', rate: 500, isFresh: true },
  { name: 'one cached redirect', rate: 500, isFresh: false },
];

const PERCENTILES = ['p50', 'p90', 'p99'] as const;

const out = (text: string) => void process.stdout.write(`${text}\n`);
const progress = progressTo(process.stderr);

await withChildren(async (keep) => {
  const servers = await keep(startChild('handle-server', { delays: DELAYS }));
  const { url } = await keep(startProgram(servers.ready.bootstrap, ['--trust', 'off']));
  const fresh = new FreshHandles();

  function ours(rate: number, isFresh: boolean): Promise<Percentiles & { late: number }> {
    const { first, count } = isFresh ? fresh.take(rate * SECONDS) : { first: 0, count: 1 };
    const pattern = `${STEM}{${first}..${first + count - 1}}`;
    const flags = ['--pattern', pattern, '--rate', `${rate}`, '--duration', `${SECONDS}`];
    return loadProgram(url, flags).then(({ steps: [step] }) => {
      if (step === undefined) throw new Error('hdl-edge load told nothing');
      return { ...step.latencies, late: step.late / step.sent };
    });
  }

  /** A process that has just started too, as what it is compared with. */
  function theirs(rate: number, isFresh: boolean): Promise<Percentiles> {
    const asked: Ask = isFresh
      ? { url: `${url}/${STEM}`, first: fresh.take(rate * SECONDS).first, rate, seconds: SECONDS }
      : { url: `${url}/${STEM}0`, rate, seconds: SECONDS };
    return withChildren(async (keepForNow) =>
      (await keepForNow(startChild('second-opinion'))).ask('ask', asked),
    );
  }

  const machine = { cores: availableParallelism(), load: loadavg()[0] ?? 0 };
  out(`${machineOf({ node: process.versions.node, ...machine })}; ${ROUNDS} rounds in turn.`);
  for (const { name, rate, isFresh } of CASES) {
    const rounds: { ours: Percentiles & { late: number }; theirs: Percentiles }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      progress(`${name}: ${round === 0 ? 'warming up' : `round ${round} of ${ROUNDS}`}`);
      const both = { ours: await ours(rate, isFresh), theirs: await theirs(rate, isFresh) };
      if (round > 0) rounds.push(both);
    }
    progress('');
    const rows = PERCENTILES.map((percentile) => {
      const a = median(rounds.map((round) => round.ours[percentile]));
      const b = median(rounds.map((round) => round.theirs[percentile]));
      const agrees = Math.abs(a - b) <= Math.max(RESOLUTION_MS, b * TOLERANCE);
      if (!agrees) process.exitCode = 1;
      const difference = `${((a / b - 1) * 100).toFixed(1)} %`;
      return [percentile, a.toFixed(3), b.toFixed(3), difference, agrees ? 'agree' : 'differ'];
    });
    out(`\n${name}, ${rate} requests per second, milliseconds:`);
    out(columns([['', 'hdl-edge load', 'autocannon', 'difference', ''], ...rows]));
    const late = median(rounds.map((round) => round.ours.late));
    if (late > LATE_SHARE) {
      out(
        `${(late * 100).toFixed(1)} % of the requests left late, because this machine is busy. hdl-edge load counts that delay and autocannon does not, so that they may differ.`,
      );
    }
  }
  out(
    `\nThey agree when they differ by at most ${TOLERANCE * 100} %, or by ${RESOLUTION_MS} ms where that is more.`,
  );
});
