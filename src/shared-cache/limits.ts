/** How long a look-up waits for the shared cache, in milliseconds: servers answer in about as much. */
export const DEFAULT_PATIENCE_MS = 100;

/** The steps in which that passes, in milliseconds: each counts once, however late it ends. */
export const LOOK_MS = 20;

/** So many times as long, by the clock on the wall, is waited by a process that is kept from looking. */
export const MAX_WAIT_FACTOR = 5;

/** How long the shared cache is passed by after a failed probe, at first, in milliseconds. */
export const PASS_BY_FIRST_MS = 250;

/** And at most, in milliseconds; each further failure doubles it. */
export const PASS_BY_MAX_MS = 10_000;

/** Probes in a row without an answer after which the connection is made anew. */
export const PROBES_PER_CONNECTION = 3;

/** How long a connection may take to be made, in milliseconds. */
export const CONNECT_MS = 2_000;

/** How long is waited before a lost connection is made anew, at first, in milliseconds. */
export const RECONNECT_FIRST_MS = 50;

/** And at most, in milliseconds: so long after its return the shared cache is used again. */
export const RECONNECT_MAX_MS = 2_000;

/** Commands that may wait for their answers; more are passed by. */
export const MAX_COMMANDS = 20_000;

/** Bytes of entries that may be on their way at once; more are not kept. */
export const MAX_BYTES_UNDER_WAY = 16 * 1024 * 1024;

/** Bytes read of one mark: a time in milliseconds has 13 digits. */
export const MAX_MARK_BYTES = 16;

/** How long a mark outlives its purge, in milliseconds: longer than any entry, stale or not. */
export const MARK_LIFE_MS = 3 * 86_400_000;

/**
 * How long after a purge what is received may still be what was to be forgotten, in milliseconds: a
 * question may have been under way, and another copy may not have heard yet. It is not shared.
 */
export const PURGE_SETTLES_MS = 5_000;

/** Bytes of a message about a purge: the longest handle, each byte of it escaped. */
export const MAX_PURGE_MESSAGE_BYTES = 16_384;

/** Purges that are kept for those who were away; who missed more forgets everything. */
export const MAX_PURGES_KEPT = 1_000;

/** Purges that wait for the shared cache to come back. */
export const MAX_PURGES_WAITING = 1_000;
