/**
 * Endurance: `npm run endure -- outage`, `loss`, `forgery`, `shared-cache`, `rates`, `workers`, `soak`; all of
 * them, small, with `--quick`.
 * The exit status is 1 when something does not hold. Everything stays on the loopback interface.
 */
import { parseArgs } from 'node:util';
import { forgery } from './forgery.ts';
import { loss } from './loss.ts';
import { outage } from './outage.ts';
import { rates } from './rates.ts';
import { type Report, terminalReport } from './report.ts';
import { sharedCache } from './shared-cache.ts';
import { soak } from './soak.ts';
import { workers } from './workers.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    rate: { type: 'string' },
    how: { type: 'string', default: 'closed' },
    handles: { type: 'string' },
    share: { type: 'string', default: '0.3' },
    count: { type: 'string' },
  },
});

const { quick } = values;
const how = values.how === 'silent' ? 'silent' : 'closed';

const TESTS: Readonly<Record<string, (report: Report) => Promise<void>>> = {
  outage: (report) =>
    outage(
      {
        seconds: number('seconds', quick ? 12 : 300),
        rate: number('rate', quick ? 300 : 2_000),
        how,
      },
      report,
    ),
  loss: (report) =>
    loss(
      {
        handles: number('handles', quick ? 1_000 : 20_000),
        rate: number('rate', 500),
        share: Number(values.share),
      },
      report,
    ),
  forgery: (report) => forgery({ count: number('count', quick ? 20_000 : 1_000_000) }, report),
  'shared-cache': (report) =>
    sharedCache(
      {
        handles: number('handles', quick ? 2_000 : 50_000),
        rate: number('rate', quick ? 200 : 500),
      },
      report,
    ),
  rates: (report) => rates({ seconds: number('seconds', quick ? 4 : 20) }, report),
  workers: (report) =>
    workers({ kills: number('count', quick ? 2 : 5), rolls: quick ? 1 : 2 }, report),
  soak: (report) =>
    soak(
      { seconds: number('seconds', quick ? 20 : 1_200), rate: number('rate', quick ? 200 : 500) },
      report,
    ),
};

function number(name: 'seconds' | 'rate' | 'handles' | 'count', usual: number): number {
  const text = values[name] ?? String(usual);
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} is a whole number, not ${text}`);
  return Number(text);
}

const names = positionals.length > 0 ? positionals : Object.keys(TESTS);
const report = terminalReport();
for (const name of names) {
  const test = TESTS[name];
  if (test === undefined)
    throw new Error(`there is ${Object.keys(TESTS).join(', ')}, but no ${name}`);
  report.line(`\n${name}`);
  await test(report);
}
process.exitCode = report.failures.length === 0 ? 0 : 1;
