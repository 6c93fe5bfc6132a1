/** How long a worker may take until it serves, in milliseconds; longer, and it is taken for stuck. */
export const START_MS = 30_000;

/** A worker that ends is replaced after this, in milliseconds; each further time in a row doubles it. */
export const RESTART_FIRST_MS = 100;

/** The longest wait before a worker is replaced, in milliseconds. */
export const RESTART_MAX_MS = 30_000;

/** A worker that has served for so long has not failed in a row, in milliseconds. */
export const SETTLED_MS = 60_000;

/** How long a worker may take to answer the supervisor, in milliseconds; a busy one is left out. */
export const REPLY_MS = 2_000;

/** How much longer than its drain a worker may take to end before it is killed, in milliseconds. */
export const FAREWELL_MARGIN_MS = 5_000;

/** Client networks whose requests to all workers are counted together; others' are by each worker alone. */
export const MAX_BOOKED_NETWORKS = 65_536;
