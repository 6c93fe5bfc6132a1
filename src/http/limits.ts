/** Bytes of a request target; longer ones get 414. The longest handle, fully escaped, fits. */
export const MAX_TARGET_BYTES = 8_192;

/** Bytes of a request's head. Four times the longest target, so that too long ones get a page. */
export const MAX_HEADER_BYTES = 32_768;

/** Bytes of a form or JSON body; it holds one handle and a few parameters. */
export const MAX_BODY_BYTES = 65_536;

/** Characters of a JSONP callback's name. */
export const MAX_CALLBACK_LENGTH = 128;

/** Milliseconds for a request's head to arrive: slow senders must not hold sockets. */
export const HEADERS_TIMEOUT_MS = 10_000;

/** Milliseconds for a whole request to arrive. */
export const REQUEST_TIMEOUT_MS = 30_000;

/** Milliseconds an idle connection is kept; longer than the usual 60 s of load balancers. */
export const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/** Requests on one connection, so that load spreads again after a copy was added. */
export const MAX_REQUESTS_PER_CONNECTION = 10_000;

/** Seconds that an answer of 404 may be kept; the handle may be registered any moment. */
export const NOT_FOUND_MAX_AGE = 60;

/** Seconds to wait before asking again when the upstream is busy and does not say. */
export const BUSY_RETRY_SECONDS = 5;

/** Values a record page shows; a record can hold ten thousand. */
export const MAX_SHOWN_VALUES = 500;

/** Characters of one text a record page shows; the API gives it whole. */
export const MAX_SHOWN_CHARACTERS = 2_000;

/** Bytes of binary data a record page shows. */
export const MAX_SHOWN_BYTES = 128;

/** How long others may keep what was drawn by lot, in seconds: longer, and the lot would freeze. */
export const DRAWN_MAX_AGE = 60;
