import type { Settings } from '../config/settings.ts';
import type { Observer } from '../events.ts';
import { systemClock } from '../system.ts';
import { LineWriter } from '../telemetry/line-writer.ts';
import { createLog } from '../telemetry/log.ts';
import type { Terminal } from './terminal.ts';

/** The log of a running program. */
export interface OpenLog {
  readonly observer: Observer;
  /** Lines lost since the start because nobody took them. */
  dropped(): number;
  close(): Promise<void>;
}

/** How long lines of the access log wait for others, in milliseconds; the rest does not wait. */
const ACCESS_DELAY_MS = 100;

/** How long the end waits for whoever reads the logs, in milliseconds. */
const FLUSH_MS = 1_000;

/** Opens the logs as the settings say. */
export function openLog(
  { logLevel, accessLog, logClientAddress }: Settings,
  terminal: Terminal,
): OpenLog {
  const clock = systemClock;
  const out = new LineWriter({ sink: terminal.stdout, clock, delayMs: ACCESS_DELAY_MS });
  const err = new LineWriter({ sink: terminal.stderr, clock, delayMs: 0 });
  // A second signal, or a fault, ends the process without asking anybody.
  const onExit = () => {
    for (const writer of [out, err]) writer.flushNow();
  };
  process.on('exit', onExit);
  return {
    observer: createLog({
      level: logLevel,
      accessLog,
      clientAddress: logClientAddress,
      clock,
      out,
      err,
    }),
    dropped: () => out.dropped + err.dropped,
    async close() {
      const taken = await Promise.all([out, err].map((writer) => writer.flush(FLUSH_MS)));
      if (taken.includes(false)) terminal.abandonLogs();
      process.off('exit', onExit);
    },
  };
}
