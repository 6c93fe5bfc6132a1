/** What is known of how long a way takes, in milliseconds, smoothed as TCP does (RFC 6298). */
export interface RoundTrip {
  readonly smoothed: number;
  readonly variation: number;
}

/** How much a new time counts, against the mean and against the variation. */
const MEAN_GAIN = 1 / 8;
const VARIATION_GAIN = 1 / 4;

/** @param before undefined for the first time that is measured */
export function withMeasured(before: RoundTrip | undefined, milliseconds: number): RoundTrip {
  if (before === undefined) return { smoothed: milliseconds, variation: milliseconds / 2 };
  const { smoothed, variation } = before;
  return {
    smoothed: smoothed + (milliseconds - smoothed) * MEAN_GAIN,
    variation: variation + (Math.abs(smoothed - milliseconds) - variation) * VARIATION_GAIN,
  };
}

/** How long an answer may take before something is wrong, in milliseconds. */
export function timeoutOf({ smoothed, variation }: RoundTrip): number {
  return smoothed + 4 * variation;
}

/** What about one answer in twenty exceeds, in milliseconds: the variation is a mean deviation. */
export function slowOf({ smoothed, variation }: RoundTrip): number {
  return smoothed + 2 * variation;
}
