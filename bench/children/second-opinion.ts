import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import autocannon from 'autocannon';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

/** Requests at a rate, as autocannon keeps it. */
export interface Ask {
  readonly url: string;
  /** Whether the path gets a number behind it, another for each request, from this one on. */
  readonly first?: number;
  readonly rate: number;
  /** For which requests are sent before they count. */
  readonly warmUp: number;
  readonly seconds: number;
}

/** Milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/**
 * Parts begin within a second, and so end. None ends while answers of another one count, because that
 * is work, and would be in their times.
 */
const LONGER_MS = 500;
/** An autocannon ends with the first sample after its time. There is work for that one only. */
const LAST_SAMPLE_MS = 100;

/** So many of its own would fill half a gigabyte, and keep whole milliseconds only. */
const NO_HISTOGRAM = {
  __custom: true,
  recordValue() {},
  reset() {},
  destroy() {},
};

/** What autocannon's own workers are given, and its types do not tell. */
const WITHOUT_HISTOGRAMS: object = {
  histograms: { latencies: NO_HISTOGRAM, requests: NO_HISTOGRAM, throughput: NO_HISTOGRAM },
  skipAggregateResult: true,
};

/**
 * One autocannon sends all that is due in a second at the beginning of the second, each connection the
 * next request upon the answer to the one before, and so measures a crowd. As many of them as there
 * are requests in a second, with one connection and one request per second each, begun one after the
 * other within a second, send at a steady rate.
 */
async function ask({ url, first, rate, warmUp, seconds }: Ask): Promise<Percentiles> {
  const times = createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 });
  let number = first ?? 0;
  const path = new URL(url).pathname;
  const numbered = { setupRequest: (request: object) => ({ ...request, path: path + number++ }) };
  const endMs = (warmUp + seconds) * 1_000 + LONGER_MS;
  const options: autocannon.Options = {
    url,
    connections: 1,
    duration: (endMs - LAST_SAMPLE_MS) / 1_000,
    sampleInt: endMs,
    overallRate: 1,
    // Its correction takes each connection to be due every millisecond.
    ignoreCoordinatedOmission: true,
    ...(first !== undefined && { requests: [numbered] }),
    ...WITHOUT_HISTOGRAMS,
  };
  const parts: Promise<number>[] = [];
  const began = performance.now();
  for (let part = 0; part < rate; part++) {
    const due = began + (part / rate) * 1_000;
    await new Promise((done) => setTimeout(done, due - performance.now()));
    parts.push(runPart(options, times, warmUp, seconds));
  }
  const wrong = (await Promise.all(parts)).reduce((a, b) => a + b, 0);
  if (wrong > 0) throw new Error(`autocannon got ${wrong} wrong answers`);
  if (times.count !== rate * seconds) throw new Error(`autocannon got ${times.count} answers only`);
  const at = (percentile: number) => times.percentile(percentile) / 1000;
  return { p50: at(50), p90: at(90), p99: at(99) };
}

/**
 * @param skip answers that do not count
 * @param count those after them that do
 * @returns the number of wrong answers
 */
function runPart(
  options: autocannon.Options,
  times: RecordableHistogram,
  skip: number,
  count: number,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let answers = 0;
    let wrong = 0;
    const running = autocannon(options, (error, { errors }) =>
      error ? reject(error) : resolve(wrong + errors),
    );
    running.on('response', (_client, status, _bytes, milliseconds) => {
      answers += 1;
      if (status < 300 || status > 399) wrong += 1;
      if (answers > skip && answers <= skip + count) {
        times.record(Math.max(1, Math.round(milliseconds * 1000)));
      }
    });
  });
}

await inputFromParent();
serveParent({}, { ask });
