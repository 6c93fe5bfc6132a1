import { ENVELOPE_BYTES } from '../protocol/envelope.ts';
import { MAX_MESSAGE_BYTES, MAX_REQUESTED } from '../protocol/limits.ts';

/** Bytes of a request target; longer ones get 414. The longest handle, fully escaped, fits. */
export const MAX_TARGET_BYTES = 8_192;

/** Bytes of a request's head. Four times the longest target, so that too long ones get a page. */
export const MAX_HEADER_BYTES = 32_768;

/** Bytes of a form or JSON body; it holds one handle and a few parameters. */
export const MAX_BODY_BYTES = 65_536;

/** Bytes of a body that names many handles: so many of the longest fit. */
export const MAX_BULK_BODY_BYTES = 262_144;

/** Handles resolved with one request; more would keep others waiting. */
export const MAX_BULK_HANDLES = 100;

/** Of these, how many are looked up at once. */
export const BULK_CONCURRENCY = 8;

/** Milliseconds after which no more of them are begun. */
export const BULK_TIME_MS = 15_000;

/** Characters of all records together in one answer; more would take too much memory at once. */
export const MAX_BULK_ANSWER_CHARACTERS = 8_388_608;

/** Types and indexes of one request together: no record has more values to ask for. */
export const MAX_FILTERS = MAX_REQUESTED;

/** Bytes of a native message with its envelope, and a stray line end before it. */
export const MAX_MESSAGE_BODY_BYTES = ENVELOPE_BYTES + MAX_MESSAGE_BYTES + 1;

/** Characters of a JSONP callback's name. */
export const MAX_CALLBACK_LENGTH = 128;

/** Milliseconds for a request's head to arrive: slow senders must not hold sockets. */
export const HEADERS_TIMEOUT_MS = 10_000;

/** Milliseconds between two looks at who has taken too long; node's own 30 s are three times that. */
export const TIMEOUT_CHECK_MS = 2_000;

/** Milliseconds without a byte either way: whoever does not read must not hold an answer. */
export const SILENCE_TIMEOUT_MS = 75_000;

/**
 * Milliseconds before connections are closed on which no request came since the server is about to
 * stop: a request must not cross with the end of its connection.
 */
export const FAREWELL_MS = 1_000;

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

/** How long others may keep what is stale here, in seconds; it is asked for again that soon. */
export const STALE_MAX_AGE = 30;

/** Bytes from which on encoding pays: shorter answers fit a packet anyhow. */
export const MIN_ENCODED_BYTES = 1_024;

/** Bytes that are encoded while others wait, about 0.1 ms; longer ones go to another thread. */
export const MAX_ENCODED_AT_ONCE_BYTES = 16_384;

/** Bytes of encoded bodies that are kept, because encoding costs ten times what answering does. */
export const MAX_KEPT_ENCODED_BYTES = 4_194_304;

/** Bytes of one of them; a single long record must not drive out all others. */
export const MAX_KEPT_ENCODED_ENTRY_BYTES = 65_536;

/** Characters of a Location: with more, Node's clients would refuse all headers together. */
export const MAX_LOCATION_CHARACTERS = 12_000;

/** Bytes of all headers together; clients built on Node refuse 16,384. */
export const MAX_RESPONSE_HEAD_BYTES = 15_000;

/** Of these, what is left for the headers that every answer has. */
export const OWN_HEAD_BYTES = 2_000;

/** Characters of the headers that a preflight asks for; scripts name a few. */
export const MAX_ASKED_HEADERS_CHARACTERS = 1_024;

/**
 * Requests in one process that may wait for handle servers, by default. Each takes about 7 KB, and
 * ten thousand visitors of one new handle all wait for the same answer.
 */
export const DEFAULT_MAX_REQUESTS = 16_384;

/** Of these, from one client network, by default: more than a campus has people on one link. */
export const DEFAULT_MAX_REQUESTS_PER_CLIENT = 1_000;

/** Longest time that a client is told to stay away when there is too much to do, in seconds. */
export const MAX_OVERLOAD_RETRY_SECONDS = 5;

/** Bytes of a record from which on reading its locations takes up to milliseconds. */
export const COSTLY_BYTES = 16_384;

/** Locations and headers in sets of several records that are remembered; some 50 bytes each. */
export const MAX_REMEMBERED_LOCATIONS = 100_000;

/** Exchanges with servers that a record page shows: no request may cause more. */
export const MAX_SHOWN_EXCHANGES = 32;

/** Locations of one value that a record page lists; all of them stand in the XML below. */
export const MAX_SHOWN_LOCATIONS = 50;

/** How often the files of templates are looked at while somebody works on them, in milliseconds. */
export const TEMPLATE_CHECK_MS = 500;

/** Places that one record leads to whose answers are kept ready. */
export const MAX_PREPARED_PLACES = 16;

/** Kinds of visitors of one record of whom is remembered where they are sent. */
export const MAX_VISITOR_KINDS = 16;

/** Characters that tell such a kind; the longest Accept and Accept-Language of browsers have 200. */
export const MAX_KIND_CHARACTERS = 256;

/** Characters of the keys by which front caches purge an answer; they stand in two headers. */
export const MAX_SURROGATE_KEYS_CHARACTERS = 500;

/** Bytes of a file with certificates or a key; long chains have 20,000. */
export const MAX_TLS_FILE_BYTES = 262_144;

/** Milliseconds between two looks at the files of a certificate. */
export const TLS_CHECK_MS = 10_000;

/** Milliseconds for a TLS handshake; node's own two minutes would let the silent hold sockets. */
export const TLS_HANDSHAKE_TIMEOUT_MS = 10_000;

/** Client networks whose rate is limited one by one; a botnet's others begin with a full bucket. */
export const MAX_LIMITED_NETWORKS = 65_536;

/** Pages of missing handles, ready but for the handle, of each language: one for each contact; 5 KB each. */
export const MAX_PREPARED_CONTACTS = 64;

/** Accept-Encoding headers whose meaning is remembered. */
export const MAX_REMEMBERED_CODINGS = 64;

/** Pages kept ready of handles that do not exist, of each language: some megabytes. */
export const MAX_PREPARED_PAGES = 500;

/** The longest of them, with the handle it is for, in characters; ours have some fifteen hundred. */
export const MAX_PREPARED_PAGE_LENGTH = 16_384;

/** How soon other processes are told how often a client network came, in milliseconds. */
export const RATE_EXCHANGE_MS = 100;

/** The same when one comes quickly, which could take its whole burst from each of them, or very many come. */
export const RATE_URGENT_MS = 5;

/** This share of a burst, let in and not told of, is quick; so much more than a burst each process lets in. */
export const RATE_URGENT_SHARE = 1 / 16;

/** Client networks told of at once: they keep Redis from other work for about a millisecond. */
export const MAX_NETWORKS_PER_EXCHANGE = 250;

/** Clients and the words of proxies about them that are remembered, some 200 bytes each. */
export const MAX_REMEMBERED_CLIENTS = 8_192;
