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

/** What is under way at the end is lost, and that would be the slow answers: the end is between. */
const EARLIER_MS = 500;
/** It counts in samples, and ends with the first one after its time: so many parts have no time for more than that one. */
const LAST_SAMPLE_MS = 100;

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
  const endMs = (warmUp + seconds) * 1_000 - EARLIER_MS;
  const options: autocannon.Options = {
    url,
    connections: 1,
    duration: (endMs - LAST_SAMPLE_MS) / 1_000,
    sampleInt: endMs,
    overallRate: 1,
    // Its correction takes each connection to be due every millisecond.
    ignoreCoordinatedOmission: true,
    ...(first !== undefined && { requests: [numbered] }),
  };
  const parts: Promise<autocannon.Result>[] = [];
  const began = performance.now();
  for (let part = 0; part < rate; part++) {
    const due = began + (part / rate) * 1_000;
    await new Promise((done) => setTimeout(done, due - performance.now()));
    parts.push(runPart(options, times, warmUp));
  }
  for (const { requests, errors, ...statuses } of await Promise.all(parts)) {
    const wrong = requests.total - statuses['3xx'] + errors;
    if (wrong > 0) throw new Error(`autocannon got ${wrong} wrong answers`);
  }
  const at = (percentile: number) => times.percentile(percentile) / 1000;
  return { p50: at(50), p90: at(90), p99: at(99) };
}

/** It keeps whole milliseconds itself; here are microseconds. */
function runPart(
  options: autocannon.Options,
  times: RecordableHistogram,
  skip: number,
): Promise<autocannon.Result> {
  return new Promise((resolve, reject) => {
    const running = autocannon(options, (error, outcome) =>
      error ? reject(error) : resolve(outcome),
    );
    let count = 0;
    running.on('response', (_client, _status, _bytes, milliseconds) => {
      count += 1;
      if (count > skip) times.record(Math.max(1, Math.round(milliseconds * 1000)));
    });
  });
}

await inputFromParent();
serveParent({}, { ask });
