import { createChecker } from '../src/load/checker.ts';
import { httpTarget } from '../src/load/http-target.ts';
import { createLoopMeter } from '../src/load/loop-meter.ts';
import { patternSource } from '../src/load/pattern-source.ts';
import { createPicker } from '../src/load/picker.ts';
import { runStep } from '../src/load/run-step.ts';
import { systemClock } from '../src/system.ts';
import { HOSTILE_RECORDS } from '../test/road/hostile-records.ts';
import { recordsOf } from '../test/road/records-of.ts';
import { startChild } from './kit/child.ts';
import { startProgram } from './kit/start-program.ts';

/**
 * How much records that are made to hurt do hurt: how long each takes, how much memory the proxy
 * needs for them, and how long other visitors wait meanwhile. Ends with status 1 when an answer is
 * not what it has to be.
 */
const RATE = 500;
const GOOD = 50;
const MEGABYTE = 1_000_000;

const out = (text: string) => void process.stdout.write(`${text}\n`);

const good = Object.fromEntries(
  Array.from({ length: GOOD }, (_, i) => [
    `20.500.1/good-${i}`,
    { values: [{ index: 1, type: 'URL', data: `https://example.org/${i}` }] },
  ]),
);
const hostile = recordsOf(HOSTILE_RECORDS);
const network = await startChild('demo-network', {
  records: { handles: { ...hostile.handles, ...good } },
  expandsTemplates: false,
});
const proxy = await startProgram(network.ready.bootstrap);
const { url } = proxy;
const source = patternSource(`20.500.1/good-{0..${GOOD - 1}}`);
const target = httpTarget({
  ...{ url, connections: 16, timeoutMs: 5_000, headers: {} },
  clock: systemClock,
});

async function whileOthersVisit(work: () => Promise<void>) {
  const stop = new AbortController();
  const visiting = runStep(
    {
      target,
      source,
      pick: createPicker('each', source.count, Math.random),
      check: createChecker(target, source, { host: 'example.org' }, false),
    },
    {
      ...{ rate: RATE, seconds: 600, clock: systemClock, signal: stop.signal },
      busyShare: createLoopMeter(),
      onProgress: () => {},
    },
  );
  await work();
  stop.abort();
  return visiting;
}

const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

await whileOthersVisit(() => wait(2_000).then(() => {}));
const calm = await whileOthersVisit(() => wait(3_000).then(() => {}));
const settled = await proxy.ask<{ rss: number; heapUsed: number; external: number }>('settled');
let peak = settled.rss;
let failed = 0;
const times: { name: string; milliseconds: number }[] = [];
const disturbed = await whileOthersVisit(async () => {
  for (const { name, path, status } of HOSTILE_RECORDS) {
    const began = performance.now();
    const answer = await fetch(url + path, { redirect: 'manual' });
    await answer.arrayBuffer();
    times.push({ name, milliseconds: performance.now() - began });
    if (answer.status !== status) {
      failed += 1;
      out(`${name}: answered ${answer.status}, not ${status}`);
    }
    peak = Math.max(peak, (await proxy.usage()).rss);
    await wait(100);
  }
});
const after = await proxy.ask<{ rss: number; heapUsed: number; external: number }>('settled');
await target.close();
await proxy.stop();
await network.stop();

times.sort((a, b) => b.milliseconds - a.milliseconds);
out('slowest records that are made to hurt, asked for the first time:');
for (const { name, milliseconds } of times.slice(0, 8)) {
  out(`  ${milliseconds.toFixed(1).padStart(7)} ms  ${name}`);
}
out(`peak resident memory: +${((peak - settled.rss) / MEGABYTE).toFixed(1)} MB`);
out(
  `heap after collection: +${((after.heapUsed + after.external - settled.heapUsed - settled.external) / MEGABYTE).toFixed(1)} MB`,
);
const row = (name: string, { latencies: { p50, p99, max }, wrong, failed: lost }: typeof calm) =>
  out(
    `others ${name}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, max ${max.toFixed(1)} ms, ${wrong} wrong, ${lost} without an answer`,
  );
row('before', calm);
row('meanwhile', disturbed);
process.exitCode = failed + disturbed.wrong + disturbed.failed > 0 ? 1 : 0;
