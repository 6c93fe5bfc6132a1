import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { onTestFinished } from 'vitest';
import { createMetrics } from '../../../src/telemetry/metrics/metrics.ts';
import { VirtualClock } from '../../resolver/kit/virtual-clock.ts';
import { parseExposition } from './exposition.ts';
import { EXCHANGE, REQUEST, SNAPSHOT, statisticsOf } from './numbers.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Metrics over numbers that the test gives, and a clock that can be late. */
export function startMetrics() {
  const state = { number: 0 };
  const clock = new VirtualClock();
  const lag = { milliseconds: 0 };
  const metrics = createMetrics({
    clock: {
      now: () => clock.now(),
      elapsed: () => clock.elapsed() + lag.milliseconds,
      after: (milliseconds, ring) => clock.after(milliseconds, ring),
    },
    version: '1.2.3',
    statistics: () => statisticsOf(state.number),
    requestsWaiting: () => state.number,
    logLinesDropped: () => state.number,
  });
  const families = async () => parseExposition(await metrics.text());
  /** The number of a series, written as in the text. */
  async function numberOf(name: string, labels: Record<string, string> = {}) {
    const series = (await families()).flatMap((family) => family.series);
    const wanted = Object.entries(labels);
    return series.find(
      (each) =>
        each.name === name && wanted.every(([label, value]) => each.labels.get(label) === value),
    )?.value;
  }
  const held: unknown[] = [];
  /** Lets everything happen that is counted. */
  async function everything(): Promise<void> {
    state.number += 1;
    clock.advance(1000);
    metrics.observer.request(REQUEST);
    metrics.observer.exchange({ ...EXCHANGE, attempts: 2 });
    metrics.observer.sharedCache({ operation: 'get', outcome: 'hit', milliseconds: 2 });
    metrics.observer.warning({ name: 'bad-location', message: '' });
    metrics.observer.snapshot({ ...SNAPSHOT, operation: 'written' });
    held.push(
      Buffer.alloc(1_000_000),
      Array.from({ length: 100_000 }, () => ({})),
    );
    collectGarbage();
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    // Under way while the metrics are read.
    void stat('.');
  }
  return { everything, clock, lag, state, metrics, families, numberOf };
}
