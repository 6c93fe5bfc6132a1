/** Milliseconds between looks at the database file; operators replace it weekly at most. */
export const CHECK_INTERVAL_MS = 60_000;

/** Bytes of a database file: those with cities have 60 to 150 MB, and it is held in memory. */
export const MAX_DATABASE_BYTES = 512 * 1024 * 1024;

/** Addresses whose countries are remembered: those of the visitors of some minutes. */
export const MAX_REMEMBERED_ADDRESSES = 16_384;
