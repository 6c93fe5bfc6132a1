/** How long a user's request may take by default, in milliseconds: people wait no longer. */
export const DEFAULT_DEADLINE_MS = 5_000;

/** Exchanges one user's request may cause by default; an ordinary one needs two. */
export const DEFAULT_MAX_EXCHANGES = 32;

/** Bytes of memory for everything cached, by default. */
export const DEFAULT_CACHE_BYTES = 64 * 1024 * 1024;

/** Interfaces that are tried when sites are listed; the global registry has about fifty. */
export const MAX_PINGS = 1024;

/** How many of them are asked at a time. */
export const PINGS_AT_ONCE = 16;

/** How long each may take, in milliseconds: longer than any request would wait. */
export const PING_TIMEOUT_MS = 5_000;

/** Entries of an overrides file: they are all in memory, and read again when the file changes. */
export const MAX_OVERRIDES = 100_000;

/** How long the URL of an override may be kept, in seconds: whoever changes it wants that to be seen. */
export const OVERRIDE_TTL_SECONDS = 300;

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

/** Places tried by one protocol before the best one is tried by the next. */
export const PLACES_BEFORE_NEXT_PROTOCOL = 2;

/** The longest that a door is waited for before another is tried beside it, in milliseconds. */
export const MAX_PATIENCE_MS = 1_200;

/** Another protocol is tried after so many times what an answer takes: datagrams get lost singly. */
export const PROTOCOL_PATIENCE = 3;

/** And not before this, in milliseconds: a connection costs the server more than a datagram. */
export const MIN_PROTOCOL_PATIENCE_MS = 400;

/** An answer faster than this is never slow, in milliseconds: less is within the jitter of this process. */
export const MIN_HEDGE_MS = 10;

/** Questions that may be doubled at once after a quiet time. */
export const MAX_SAVED_HEDGES = 10;

/** A timer later than this, in milliseconds, says that the process was too busy to listen. */
export const MAX_WAKE_LATENESS_MS = 20;

/** How long it then listens before it takes silence for silence, in milliseconds. */
export const LATE_WAKE_MS = 50;

/** How often one question waits on because a timer was late. */
export const MAX_LATE_WAKES = 10;

/** How long DNS may take for the name in a site record, in milliseconds. */
export const NAME_LOOKUP_MS = 1_000;

/** Names that are looked up at a time; the operating system takes some at a time anyway, the others wait inside it where nobody sees to fairness. */
export const MAX_NAME_LOOKUPS = 32;

/** And for handles of one prefix: whoever lists slow names has its own handles wait. The operating system may look up no more than two at a time. */
export const MAX_NAME_LOOKUPS_PER_PREFIX = 1;

/** How long a name is left alone for which DNS took too long, in milliseconds: the others of its prefix have their turn. */
export const SLOW_NAME_REST_MS = 30_000;

/** How long the addresses of a name are used, in milliseconds; `lookup` does not tell their TTL. */
export const NAME_LIFE_MS = 60_000;

/** Names whose addresses are remembered. */
export const MAX_NAMES = 1_024;

/** Addresses used of one name. */
export const MAX_ADDRESSES_PER_NAME = 8;

/** Ways to servers of which it is known how they have done lately. */
export const MAX_WAYS = 4_096;

/** How long what is known of a way counts, in milliseconds: routes change. */
export const WAY_LIFE_MS = 900_000;

/** How long after a failure it is first seen whether a way is back, in milliseconds. */
export const RECHECK_FIRST_MS = 1_000;

/** How long a question that nobody waits for may take, in milliseconds: enough for two repetitions. */
export const CHECK_MS = 1_200;

/** How long primary sites are waited for to confirm that there is no such prefix, in milliseconds: others have said so. */
export const CONFIRM_MS = 1_200;

/** An answer from here on is a burst of datagrams, of which some may get lost each time, in bytes. */
export const LARGE_ANSWER_BYTES = 32_768;

/** Handles of which it is known when somebody asked for them past the cache; what overlaps lasts seconds. */
export const MAX_PAST_CACHE_HANDLES = 4_096;

/** Handles of which the last answer must not be kept, while older ones may still be read back after a start. */
export const MAX_UNKEPT_HANDLES = 4_096;

/** Handles known to have large answers. */
export const MAX_LARGE_ANSWERS = 4_096;

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

/** A service is down that was silent about so many handles in a row. */
export const SILENCE_PROOF = 2;

/** A service is too busy for all that was so for so many handles in a row: who sheds some serves most. */
export const BUSY_PROOF = 3;

/** A service that had less time than this to answer in has not failed, in milliseconds. */
export const FAIR_TRIAL_MS = 1_000;

/** Memory of parsed XML for each byte of its text: locations and namespaces live parsed. */
export const PARSED_XML_FACTOR = 10;

/** Bytes of one entry of the shared cache: more than any answer is long, so little is left out. */
export const MAX_SHARED_ENTRY_BYTES = 294_912;

/** How much the clocks of copies that share a cache may differ, and one be set back unnoticed, in milliseconds. */
export const MAX_CLOCK_SKEW_MS = 60_000;

/** Signatures of one record that are checked; a record has one, and two while a key is replaced. */
export const MAX_CHECKED_SIGNATURES = 8;

/** Certificates from a signature to the root; deployed software allows 50, real chains have two or three. */
export const MAX_CHAIN_LENGTH = 16;

/** Records looked up to verify one record: each costs a question, or several. */
export const MAX_CERTIFICATE_RECORDS = 8;

/** Certificates looked at in one record, when none is named. */
export const MAX_CERTIFICATES_PER_RECORD = 16;

/** Signatures verified for one record, all chains together; a hostile key makes each take milliseconds. */
export const MAX_VERIFICATIONS = 48;

/** How old the registry's own records may grow before it is asked for them again, in milliseconds. */
export const REFRESH_AFTER_MS = 82_800_000;

/** Over this time copies that began together spread their refreshes, in milliseconds. */
export const REFRESH_SPREAD_MS = 7_200_000;

/** How long after the start old records are refreshed at the earliest: programs that only look something up are gone by then. In milliseconds. */
export const FIRST_REFRESH_MS = 5_000;

/** After a refresh that failed or brought nothing, the shortest wait for another one, in milliseconds. */
export const REFRESH_RETRY_FIRST_MS = 60_000;

/** The longest such wait; each doubles it. In milliseconds. */
export const REFRESH_RETRY_MAX_MS = 21_600_000;

/** How long one refresh may take, in milliseconds: nobody waits for it, and some sites may be silent. */
export const REFRESH_DEADLINE_MS = 60_000;

/** Exchanges one refresh may cause; the public registry has a dozen records. */
export const REFRESH_MAX_EXCHANGES = 128;

/** Service handles that the registry's record may lead to; the public one has nine. */
export const MAX_ROOT_SERVICES = 64;

/** Bytes of all the registry's records together; the public ones have some thirty thousand. */
export const MAX_ROOT_RECORD_BYTES = 1_048_576;
