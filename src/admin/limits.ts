/** Bytes of a request's head; the longest handle, fully escaped, fits. */
export const MAX_HEADER_BYTES = 16_384;

/** Bytes of a request's body: nothing here needs one. */
export const MAX_BODY_BYTES = 65_536;

/** Milliseconds for a whole request to arrive. */
export const REQUEST_TIMEOUT_MS = 10_000;

/** Connections at a time: some scrapers, probes and operators. More wait to be accepted. */
export const MAX_CONNECTIONS = 256;

/** What one purge may name; more would keep the event loop. */
export const MAX_PURGE_TARGETS = 1_000;
