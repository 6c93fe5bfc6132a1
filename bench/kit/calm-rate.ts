/** A proxy so far from its end hardly makes anybody wait for somebody else. */
const SHARE = 0.2;

/** Fewer give no percentiles. */
const LEAST = 50;

/**
 * How many requests per second tell how long the proxy takes, and not how long a queue is that grows
 * because the machine is slow or busy: a fifth of what was answered just before, to two digits.
 *
 * @param capacity requests per second, answered to whoever asks again at once
 * @param most that are asked for on any machine
 */
export function calmRate(capacity: number, most: number): number {
  const wanted = Math.min(most, Math.max(LEAST, capacity * SHARE));
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(wanted)) - 1);
  return Math.floor(wanted / unit) * unit;
}
