import { createWriteStream } from 'node:fs';
import { openCountryDatabase } from '../../src/country/country-database.ts';
import { createApp } from '../../src/http/app.ts';
import { startServer } from '../../src/http/server.ts';
import { readBootstrap } from '../../src/resolver/bootstrap-file.ts';
import { createResolver } from '../../src/resolver/resolver.ts';
import { systemClock } from '../../src/system.ts';
import { joinObservers } from '../../src/telemetry/join-observers.ts';
import { LineWriter } from '../../src/telemetry/line-writer.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics/metrics.ts';
import { createTransport } from '../../src/transport/transport.ts';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

/** The proxy as `hdl-edge serve` puts it together, with a cache that it can fill by itself. */
const {
  bootstrap,
  trust = 'services',
  accessLog = false,
  withMetrics = true,
  cacheMaxBytes,
} = await inputFromParent<{
  bootstrap: unknown;
  trust?: 'off' | 'services';
  accessLog?: boolean;
  withMetrics?: boolean;
  cacheMaxBytes?: number;
}>();

/** Handles that are asked for at once while the cache is filled. */
const AT_ONCE = 256;

const transport = createTransport({ clock: systemClock, allowAddress: () => true });
const resolver = createResolver({
  transport,
  bootstrap: readBootstrap(bootstrap),
  clock: systemClock,
  random: Math.random,
  trust,
  ...(cacheMaxBytes !== undefined && { cacheMaxBytes }),
});
const nowhere = createWriteStream('/dev/null');
const writer = new LineWriter({
  sink: { write: (text, done) => void nowhere.write(text, () => done()), writeNow: () => {} },
  clock: systemClock,
  delayMs: 100,
});
const metrics = createMetrics({
  clock: systemClock,
  version: 'bench',
  statistics: () => resolver.statistics(),
  requestsWaiting: () => app.waiting,
  logLinesDropped: () => writer.dropped,
});
const log = createLog({
  level: 'info',
  accessLog: accessLog ? 'json' : 'off',
  clientAddress: 'network',
  clock: systemClock,
  out: writer,
  err: writer,
});
const app = createApp({
  resolver,
  clock: systemClock,
  observer: withMetrics ? joinObservers(log, metrics.observer) : log,
  countries: await openCountryDatabase({ clock: systemClock, onProblem: () => {} }),
  clientAddress: { trustedProxies: ['127.0.0.1'], header: 'X-Forwarded-For' },
  httpMaxAge: 3_600,
  ready: () => true,
});
const server = await startServer(app, { host: '127.0.0.1', port: 0 });

/** Looks up `…/bench-FIRST` and so on. @returns the processor time of it in microseconds, and the time */
async function fill({ first, count }: { first: number; count: number }) {
  const before = process.cpuUsage();
  const began = performance.now();
  let next = first;
  let wrong = 0;
  async function lookUpSome(): Promise<void> {
    while (next < first + count) {
      const number = next++;
      const { outcome } = await resolver.resolve(`20.500.1/bench-${number}`);
      if (outcome !== 'found') wrong += 1;
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, lookUpSome));
  const { user, system } = process.cpuUsage(before);
  return { wrong, cpuMicroseconds: user + system, milliseconds: performance.now() - began };
}

/** Looks up handles one after the other. @returns how long each took, in milliseconds */
async function oneByOne({ names }: { names: string[] }) {
  const times: number[] = [];
  const outcomes = new Set<string>();
  for (const name of names) {
    const began = performance.now();
    const { outcome } = await resolver.resolve(name);
    times.push(performance.now() - began);
    outcomes.add(outcome);
  }
  return { times, outcomes: [...outcomes] };
}

/** Memory after everything that can be let go is gone. */
async function settled() {
  for (let i = 0; i < 4; i++) {
    await new Promise((done) => setTimeout(done, 50));
    globalThis.gc?.();
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapUsed, external, rss };
}

serveParent({ port: server.port }, { fill, oneByOne, settled });
