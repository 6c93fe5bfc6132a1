import { performance } from 'node:perf_hooks';

/**
 * How busy this process is. A generator that is busy all the time measures itself.
 *
 * @returns a function that tells the share of the time since it was last called, from 0 to 1, that the
 * event loop did not wait for anything
 */
export function createLoopMeter(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
