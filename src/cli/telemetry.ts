import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import { systemClock } from '../system.ts';
import { joinObservers } from '../telemetry/join-observers.ts';
import { createLog } from '../telemetry/log.ts';
import { createMetrics, type MetricSources, type Metrics } from '../telemetry/metrics/metrics.ts';
import { type ServerReport, ServerTable } from '../telemetry/server-table.ts';
import type { Terminal } from './terminal.ts';
import { packageVersion } from './version.ts';

/** Everything that observes a running proxy. */
export interface Telemetry {
  readonly observer: Observer;
  readonly metrics: Metrics;
  readonly servers: () => readonly ServerReport[];
  close(): Promise<void>;
}

/** Puts logs and metrics together as the settings say. */
export function startTelemetry(
  { logLevel, accessLog }: Settings,
  terminal: Terminal,
  sources: Pick<MetricSources, 'statistics' | 'requestsWaiting'>,
): Telemetry {
  const log = createLog({ level: logLevel, accessLog, clock: systemClock, ...terminal });
  const servers = new ServerTable(systemClock);
  const metrics = createMetrics({
    ...sources,
    clock: systemClock,
    version: packageVersion(),
    logLinesDropped: () => 0,
  });
  return {
    observer: joinObservers(log, metrics.observer, { exchange: (event) => servers.note(event) }),
    metrics,
    servers: () => servers.reports(),
    async close() {
      metrics.close();
    },
  };
}
