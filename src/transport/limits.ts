/** Sockets per UDP server: as many ports as an off-path forger has to hit. A power of two. */
export const SOCKETS_PER_SERVER = 64;

/** UDP sockets open at once over all servers: well below the usual limits of file descriptors. */
export const MAX_OPEN_SOCKETS = 2048;

/** Exchanges before a UDP socket is replaced: a port that has been seen is worth less. */
export const MAX_SOCKET_USES = 512;

/** Age at which a UDP socket is replaced at its next use, in milliseconds: the same reason. */
export const MAX_SOCKET_AGE_MS = 60_000;

/** A UDP socket without exchanges is closed after this many milliseconds. */
export const SOCKET_IDLE_MS = 15_000;

/** How often idle UDP sockets are looked for, in milliseconds. */
export const SWEEP_INTERVAL_MS = 5_000;

/**
 * What the kernel is asked to hold per UDP socket, in bytes. The usual default holds 166 datagrams,
 * the largest answer has 533; the kernel grants less where it is told to.
 */
export const RECEIVE_BUFFER_BYTES = 524_288;

/**
 * What a full datagram of 512 bytes takes of that, in bytes, with what the kernel keeps beside it:
 * Linux holds 166 of them in its usual 212,992.
 */
export const KERNEL_BYTES_PER_DATAGRAM = 1_283;

/** Servers whose round-trip time is remembered. */
export const MAX_RTT_ENTRIES = 4096;

/** How long the first request to an unknown server waits, in milliseconds. */
export const FIRST_TIMEOUT_MS = 376;

/** The least a request waits, in milliseconds: less is within the jitter of a busy server. */
export const MIN_TIMEOUT_MS = 50;

/** Doubling ends here, in milliseconds, so that a lossy path gets its chances before a deadline. */
export const MAX_DOUBLED_TIMEOUT_MS = 400;

/** A measured time-out ends here, in milliseconds: no server is worth a longer first wait. */
export const MAX_MEASURED_TIMEOUT_MS = 3_000;

/** Times a request is sent over UDP at most: with every third datagram lost this is never reached. */
export const MAX_UDP_ATTEMPTS = 24;

/** A timer later than this, in milliseconds, says that the process was too busy to listen. */
export const MAX_LATENESS_MS = 20;

/** How often one exchange waits on because its timer was late: a lost datagram stays lost. */
export const MAX_LATE_WAKES = 20;

/** Answers over UDP that fail their checks before the last failure is believed. */
export const MAX_BAD_ANSWERS = 4;

/** Answers of different lengths put together at once for one request: all but one are forged. */
export const MAX_REASSEMBLIES = 4;

/** What a clock may differ from ours before an answer counts as expired, in seconds. */
export const EXPIRATION_SKEW_SECONDS = 300;

/** How long our requests say they are valid, in seconds; as deployed clients do. */
export const REQUEST_LIFETIME_SECONDS = 43_200;

/** HTTP connections per server. */
export const HTTP_CONNECTIONS_PER_SERVER = 16;

/** HTTP servers with a pool of connections; the least recently used idle one makes room. */
export const MAX_HTTP_SERVERS = 256;

/** Idle HTTP connections are closed after this many milliseconds. */
export const HTTP_IDLE_MS = 4_000;

/** The longest idle time that a server may ask for in `Keep-Alive`, in milliseconds. */
export const MAX_HTTP_IDLE_MS = 15_000;

/** An HTTP connection not made by now is given up, in milliseconds, whoever still waits. */
export const HTTP_CONNECT_MS = 10_000;

/** Times a request is sent over HTTP: once more when a kept connection turns out to be dead. */
export const MAX_HTTP_ATTEMPTS = 2;

/** Bytes of response headers; handle servers send a few hundred. */
export const MAX_HTTP_HEADER_BYTES = 16_384;

/** Addresses of servers that are remembered as numbers; some 150 bytes each. */
export const MAX_REMEMBERED_ADDRESSES = 1_024;
