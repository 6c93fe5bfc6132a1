import cluster from 'node:cluster';
import { Supervisor } from '../cluster/supervisor.ts';
import { systemClock } from '../system.ts';
import { METRICS_TYPE } from '../telemetry/metrics/metrics.ts';
import { checkAdmin, startAdmin } from './admin.ts';
import { discardKeptCache } from './open-kept-cache.ts';
import { openLog } from './open-log.ts';
import type { Invocation } from './run.ts';

export interface RunningWorkers {
  readonly url: string;
  readonly adminUrl: string | undefined;
  close(): Promise<void>;
}

/**
 * Starts as many workers as the settings say. They run this same program with the same flags, see
 * that they are workers, and {@link work}.
 *
 * @param bootstrap where they resolve, when that is not what the settings say
 * @returns the exit status of a worker that could not start; it has said why
 */
export async function supervise(
  { settings, terminal }: Invocation,
  bootstrap: unknown,
): Promise<RunningWorkers | number> {
  checkAdmin(settings);
  const log = openLog({ ...settings, accessLog: 'off' }, terminal);
  const { observer } = log;
  const supervisor = new Supervisor({
    count: settings.workers,
    clock: systemClock,
    fork: () => cluster.fork(),
    bootstrap,
    drainMs: settings.drainGrace * 1000,
    observer,
  });
  const started = await supervisor.start();
  if ('failedWith' in started) {
    await supervisor.close();
    await log.close();
    return started.failedWith;
  }
  await discardKeptCache(settings, observer);
  const onHangUp = () => void supervisor.roll();
  process.on('SIGHUP', onHangUp);
  const admin = await startAdmin(settings, observer, {
    inspect: (handle) => supervisor.inspect(handle),
    purge: (target) => supervisor.purge(target),
    ways: () => supervisor.ways(),
    metrics: { contentType: METRICS_TYPE, text: () => supervisor.metrics() },
    ready: () => supervisor.serving > 0,
  });
  return {
    url: started.url,
    adminUrl: admin.url,
    async close() {
      process.off('SIGHUP', onHangUp);
      await supervisor.close();
      await admin.close();
      await log.close();
    },
  };
}
