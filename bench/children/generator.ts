import { createHistogram } from 'node:perf_hooks';
import autocannon from 'autocannon';
import { createPicker, type Pick } from '../../src/load/picker.ts';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

/** Requests as fast as the answers come. */
export interface Job {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** The only right one. */
  readonly status: number;
  readonly headers?: Record<string, string>;
  /** The only right ones. */
  readonly bodies?: readonly string[];
  /** What each right one has in it. */
  readonly bodyPart?: string;
  /** Asks for the path with a number behind it: below `count`, picked so. */
  readonly among?: { readonly count: number; readonly pick: Pick };
}

export interface Outcome {
  readonly requests: number;
  /** Answers with another status or body, and requests without an answer. */
  readonly wrong: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** How often autocannon looks whether the time is up, in milliseconds. */
const SAMPLE_MS = 100;

async function run({ url, connections, seconds, status, headers, bodies, bodyPart, among }: Job) {
  const right = new Set(bodies);
  const isRight = (body: string) =>
    (bodies === undefined || right.has(body)) && body.includes(bodyPart ?? '');
  // autocannon keeps whole milliseconds; these are microseconds.
  const times = createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 });
  const outcome = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(
      {
        url,
        connections,
        duration: seconds,
        sampleInt: SAMPLE_MS,
        headers: headers ?? {},
        verifyBody: (body) => isRight(String(body ?? '')),
        ...(among !== undefined && { requests: [numbered(new URL(url).pathname, among)] }),
      },
      (error, result) => (error === null || error === undefined ? resolve(result) : reject(error)),
    );
    running.on('response', (_client, _status, _bytes, milliseconds) => {
      times.record(Math.max(1, Math.round(milliseconds * 1000)));
    });
  });
  const { requests, errors, mismatches, duration, statusCodeStats = {} } = outcome;
  const good = statusCodeStats[`${status}`]?.count ?? 0;
  return {
    requests: requests.total,
    wrong: requests.total - good + errors + mismatches,
    perSecond: requests.total / duration,
    p50: times.percentile(50) / 1000,
    p99: times.percentile(99) / 1000,
  } satisfies Outcome;
}

function numbered(path: string, { count, pick }: NonNullable<Job['among']>): autocannon.Request {
  const next = createPicker(pick, count, Math.random);
  return { setupRequest: (request: object) => ({ ...request, path: path + next() }) };
}

await inputFromParent();
serveParent({}, { run });
