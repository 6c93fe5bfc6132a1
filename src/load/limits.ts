/** Requests per second that a stranger's server may be sent without being asked, at most. */
export const MODEST_RATE = 20;

/** Handles that one test may ask for, from a file or a pattern. */
export const MAX_HANDLES = 10_000_000;

/** The highest rate that can be asked for, in requests per second. */
export const MAX_RATE = 1_000_000;

/** Requests that may wait for their answers at once; more would only measure this machine. */
export const MAX_IN_FLIGHT = 20_000;

/** The longest test, in seconds: a day. */
export const MAX_SECONDS = 86_400;

/** Longest line of a file of handles, in characters: handles have less than this. */
export const MAX_LINE_LENGTH = 65_536;

/** Lines of a log that cannot be used and are shown. */
export const MAX_ODD_LINES = 3;

/** A larger body of an answer is not waited for, in bytes: no page or record is as large. */
export const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Requests are sent in groups, one in this time, in milliseconds: the finest that timers can do. */
export const TICK_MS = 1;

/** A group that is later than this was held up, and its requests count from their due time, in milliseconds. */
export const TICK_SLACK_MS = 2;

/** Latencies are recorded up to this, in microseconds: ten minutes. */
export const MAX_LATENCY_US = 600_000_000;

/** Examples of wrong answers that are kept for the report. */
export const MAX_EXAMPLES = 10;

/** In a ramp, each step offers this much more than the one before. */
export const RAMP_FACTOR = 1.5;

/** A ramp ends when less than this share of the offered requests is answered well. */
export const SATURATED_SHARE = 0.97;

/** A ramp ends when the 99th percentile reaches this, in milliseconds: nobody waits that long. */
export const SATURATED_P99_MS = 1_000;

/** A ramp ends when the rates that were kept up with and were not lie this near each other. */
export const RAMP_PRECISION = 1.1;

/** The steps of a ramp, at most. */
export const MAX_STEPS = 40;

/** Distinct texts counted by outcome; a hostile server may invent one for each request. */
export const MAX_OUTCOMES = 64;

/** From this share of its time on, the generator itself may be what is slow. */
export const BUSY_SHARE = 0.85;

/** From this share of late requests on, it may be the generator that does not keep up. */
export const BEHIND_SHARE = 0.1;

/** From this share of late requests on, percentiles tell of the generator too. */
export const LATE_SHARE = 0.01;

/** Largest report of an earlier test that is read, in bytes; one of a day has some megabytes. */
export const MAX_REPORT_BYTES = 32 * 1024 * 1024;

/** Earlier tests beside one, at most: more lines could not be told apart. */
export const MAX_EARLIER = 4;
