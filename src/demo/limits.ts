/** How long a fragmented request may take to arrive, in milliseconds; as deployed servers wait. */
export const REASSEMBLY_TIMEOUT_MS = 5000;

/** How many fragmented requests may be on their way at once: 64 of the largest are 16 MB. */
export const MAX_REASSEMBLIES = 64;

/** How many connections one server holds open at once; each costs a descriptor and a buffer. */
export const MAX_CONNECTIONS = 1024;

/** How long a connection may stay without a byte, in milliseconds. */
export const IDLE_CONNECTION_MS = 60_000;

/** How many handles are counted by name; a load test asks for millions that do not exist. */
export const MAX_COUNTED_HANDLES = 100_000;

/** How often a port that is free for TCP is looked for again because UDP has it taken. */
export const MAX_PORT_TRIES = 20;

/** How long between tries to have a port back that was given up for a while, in milliseconds. */
export const REOPENING_PAUSE_MS = 100;

/** The receive buffer that is asked for, in bytes: a burst of a few thousand small requests. */
export const RECEIVE_BUFFER_BYTES = 1_048_576;

/**
 * How many handles may be made by templates for one request: a template can refer to handles that are
 * made themselves, in circles too. Deployed servers stop at 10 as well.
 */
export const MAX_EXPANSIONS = 10;
