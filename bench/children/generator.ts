import autocannon from 'autocannon';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

export interface Job {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly headers?: Record<string, string>;
  /** Paths asked for in turn; otherwise that of the URL. */
  readonly paths?: readonly string[];
  /** Requests per second in all, open-loop; otherwise as fast as it goes. */
  readonly rate?: number;
}

export interface Outcome {
  readonly requests: number;
  /** Answers that were no redirect, and requests that got none. */
  readonly wrong: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

async function run(job: Job): Promise<Outcome> {
  const result = await autocannon({
    url: job.url,
    connections: job.connections,
    duration: job.seconds,
    headers: job.headers ?? {},
    ...(job.paths !== undefined && { requests: job.paths.map((path) => ({ path })) }),
    ...(job.rate !== undefined && { overallRate: job.rate }),
  });
  const { requests, errors, latency } = result;
  return {
    requests: requests.total,
    wrong: requests.total - result['3xx'] + errors,
    perSecond: requests.total / result.duration,
    p50: latency.p50,
    p99: latency.p99,
  };
}

await inputFromParent();
serveParent({}, { run });
