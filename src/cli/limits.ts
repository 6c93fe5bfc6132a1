/** The largest kept bootstrap that is read or written, in bytes: the registry's records at their largest, as JSON. */
export const MAX_KEPT_BOOTSTRAP_BYTES = 16 * 2 ** 20;

/** The largest snapshot of the cache that is read or written, in bytes: some five million records. */
export const MAX_SNAPSHOT_BYTES = 2 ** 30;

/** Entries of a snapshot that are read or written: more than memory is given for. */
export const MAX_SNAPSHOT_ENTRIES = 10_000_000;

/** The largest entry of a snapshot, in bytes: no answer is longer, and services are shorter. */
export const MAX_SNAPSHOT_ENTRY_BYTES = 2 ** 20;

/** A snapshot is read and written in pieces of so many bytes, between which requests are answered: about a millisecond. */
export const SNAPSHOT_PIECE_BYTES = 32_768;

/** How long listening waits for a snapshot at most, in milliseconds: it holds most caches, and of others what is asked for most. */
export const SNAPSHOT_HEAD_START_MS = 30;
