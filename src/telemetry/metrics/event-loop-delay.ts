import type { Clock } from '../../system.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import type { MetricList } from './register.ts';

/** Milliseconds between two looks; each costs some microseconds. */
const INTERVAL_MS = 50;

/**
 * Measures how late timers fire because something else takes long. A histogram, unlike the figures
 * that Node keeps itself, is right for several scrapers and for several processes together.
 *
 * @returns to be called to end it
 */
export function watchEventLoop(list: MetricList, clock: Clock): () => void {
  const delays = new LatencyHistogram(list, {
    name: 'hdl_edge_event_loop_delay_seconds',
    help: 'How late timers fired, looked at 20 times a second.',
  });
  let cancel = () => {};
  const wait = () => {
    const due = clock.elapsed() + INTERVAL_MS;
    cancel = clock.after(INTERVAL_MS, () => {
      delays.observe(0, Math.max(0, clock.elapsed() - due));
      wait();
    });
  };
  wait();
  return () => cancel();
}
