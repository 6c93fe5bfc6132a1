import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import { systemClock } from '../system.ts';
import { joinObservers } from '../telemetry/join-observers.ts';
import { createMetrics, type MetricSources, type Metrics } from '../telemetry/metrics/metrics.ts';
import { type SeenServer, ServerTable } from '../telemetry/server-table.ts';
import { openLog } from './open-log.ts';
import { openTraces } from './open-traces.ts';
import type { Terminal } from './terminal.ts';
import { packageVersion } from './version.ts';

/** Everything that observes a running proxy. */
export interface Telemetry {
  readonly observer: Observer;
  readonly metrics: Metrics;
  readonly seen: (way: string) => SeenServer | undefined;
  close(): Promise<void>;
}

/** Puts logs, metrics and traces together as the settings say. */
export async function startTelemetry(
  settings: Settings,
  terminal: Terminal,
  sources: Pick<MetricSources, 'statistics' | 'requestsWaiting'>,
): Promise<Telemetry> {
  const clock = systemClock;
  const version = packageVersion();
  const log = openLog(settings, terminal);
  const servers = new ServerTable(clock);
  const metrics = createMetrics({ ...sources, clock, version, logLinesDropped: log.dropped });
  const traces = await openTraces(version, clock);
  return {
    observer: joinObservers(
      log.observer,
      metrics.observer,
      { exchange: (event) => servers.note(event) },
      traces.observer,
    ),
    metrics,
    seen: (way) => servers.of(way),
    async close() {
      metrics.close();
      await Promise.all([log.close(), traces.flush()]);
    },
  };
}
