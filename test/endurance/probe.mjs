/** Loaded before the program: tells who asks how it is. Does not keep it running. */
import cluster from 'node:cluster';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const NANOSECONDS = 1e6;
const delay = monitorEventLoopDelay({ resolution: 10 });

// A worker is spoken to by its supervisor.
if (!cluster.isWorker) listen();

function listen() {
  delay.enable();
  process.on('message', () => {
    const delayP99 = delay.percentile(99) / NANOSECONDS;
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    process.send?.({ heapUsed, external, rss, delayP99 });
    delay.reset();
  });
  process.channel?.unref();
}
