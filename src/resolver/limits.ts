/** How long a user's request may take by default, in milliseconds: people wait no longer. */
export const DEFAULT_DEADLINE_MS = 5_000;

/** Exchanges one user's request may cause by default; an ordinary one needs two. */
export const DEFAULT_MAX_EXCHANGES = 32;

/** Bytes of memory for everything cached, by default. */
export const DEFAULT_CACHE_BYTES = 64 * 1024 * 1024;

/** Aliases followed in a row, as deployed proxies do. */
export const MAX_ALIASES = 20;

/** Referrals followed for one question; deployed clients allow 40, real services need one. */
export const MAX_REFERRALS = 10;

/** HS_SERV values followed one below the other, as deployed clients do. */
export const MAX_SERVICE_DEPTH = 20;

/** Sites kept of one service: more than any has, fewer than a hostile record can list. */
export const MAX_SITES = 256;

/**
 * Servers tried for one question to one service, all protocols counted. The global registry alone has
 * more than fifty doors; whoever is offline should be told so, and not that it takes too many.
 */
export const MAX_ATTEMPTS = 16;

/**
 * The most of a request's time that a UDP server may take while others are left, in milliseconds:
 * enough for two repetitions half around the world.
 */
export const UDP_SLICE_MS = 1_200;

/** The same for TCP and HTTP, which need more round trips. */
export const STREAM_SLICE_MS = 2_000;

/** A slice shorter than this is not worth an exchange while anything else is left, in milliseconds. */
export const MIN_SLICE_MS = 100;

/** How long DNS may take for the name in a site record, in milliseconds. */
export const NAME_LOOKUP_MS = 1_000;

/** How long the addresses of a name are used, in milliseconds; `lookup` does not tell their TTL. */
export const NAME_LIFE_MS = 60_000;

/** Names whose addresses are remembered. */
export const MAX_NAMES = 1_024;

/** Addresses used of one name. */
export const MAX_ADDRESSES_PER_NAME = 8;

/** Servers whose last response time is remembered, as deployed clients do. */
export const MAX_RESPONSE_TIMES = 1_024;

/** How long a measured response time counts, in milliseconds: routes change. */
export const RESPONSE_TIME_LIFE_MS = 900_000;

/** How long a server that failed is tried after the others, in milliseconds. */
export const FAILURE_LIFE_MS = 60_000;

/** Response times that differ by less than this are equal, in milliseconds: load is spread. */
export const EQUAL_RESPONSE_TIME_MS = 20;

/** How long a service is believed that was looked up again because it seemed wrong, in milliseconds. */
export const RECHECK_INTERVAL_MS = 60_000;

/**
 * How much later than its own deadline a waiter may be answered, in milliseconds. Whoever waits for
 * work that ends within it needs no timer of its own: ten thousand waiters cost one timer.
 */
export const DEADLINE_GRACE_MS = 50;

/** From here on a TTL was meant to be negative; deployed software reads it as signed. */
export const NEGATIVE_TTL = 0x8000_0000;

/** How long a service is used of which some part could not be reached, in milliseconds. */
export const PARTIAL_SERVICE_LIFE_MS = 60_000;

/** What an answer "busy" asks of a client that names no time itself, in seconds. */
export const BUSY_RETRY_SECONDS = 5;

/** What is asked of a client that is refused because too much is under way, in seconds. */
export const SHED_RETRY_SECONDS = 1;

/** Services of which it is known how they have done lately. */
export const MAX_SERVICES_WATCHED = 16_384;

/** A service that had less time than this to answer in has not failed, in milliseconds. */
export const FAIR_TRIAL_MS = 1_000;

/** Memory of parsed XML for each byte of its text: locations and namespaces live parsed. */
export const PARSED_XML_FACTOR = 10;
