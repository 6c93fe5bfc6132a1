import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import { systemClock } from '../system.ts';
import { joinObservers } from '../telemetry/join-observers.ts';
import { LineWriter } from '../telemetry/line-writer.ts';
import { createLog } from '../telemetry/log.ts';
import { createMetrics, type MetricSources, type Metrics } from '../telemetry/metrics/metrics.ts';
import { type SeenServer, ServerTable } from '../telemetry/server-table.ts';
import { createTraces, registeredTracer } from '../telemetry/traces.ts';
import type { Terminal } from './terminal.ts';
import { packageVersion } from './version.ts';

/** Everything that observes a running proxy. */
export interface Telemetry {
  readonly observer: Observer;
  readonly metrics: Metrics;
  readonly seen: (way: string) => SeenServer | undefined;
  close(): Promise<void>;
}

/** How long lines of the access log wait for others, in milliseconds; the rest does not wait. */
const ACCESS_DELAY_MS = 100;

/** How long the end waits for whoever reads the logs, in milliseconds. */
const FLUSH_MS = 1_000;

/** Puts logs and metrics together as the settings say. */
export function startTelemetry(
  { logLevel, accessLog, logClientAddress }: Settings,
  terminal: Terminal,
  sources: Pick<MetricSources, 'statistics' | 'requestsWaiting'>,
): Telemetry {
  const clock = systemClock;
  const version = packageVersion();
  const out = new LineWriter({ sink: terminal.stdout, clock, delayMs: ACCESS_DELAY_MS });
  const err = new LineWriter({ sink: terminal.stderr, clock, delayMs: 0 });
  const log = createLog({
    level: logLevel,
    accessLog,
    clientAddress: logClientAddress,
    clock,
    out,
    err,
  });
  // A second signal, or a fault, ends the process without asking anybody.
  const onExit = () => {
    for (const writer of [out, err]) writer.flushNow();
  };
  process.on('exit', onExit);
  const servers = new ServerTable(clock);
  const metrics = createMetrics({
    ...sources,
    clock,
    version,
    logLinesDropped: () => out.dropped + err.dropped,
  });
  const tracer = registeredTracer(version);
  return {
    observer: joinObservers(
      log,
      metrics.observer,
      { exchange: (event) => servers.note(event) },
      tracer === undefined ? {} : createTraces({ tracer, clock }),
    ),
    metrics,
    seen: (way) => servers.of(way),
    async close() {
      metrics.close();
      const taken = await Promise.all([out, err].map((writer) => writer.flush(FLUSH_MS)));
      if (taken.includes(false)) terminal.abandonLogs();
      process.off('exit', onExit);
    },
  };
}
