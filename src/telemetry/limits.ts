/** Handle servers of which is told how they do; the public registry and some hundred services. */
export const MAX_SERVERS = 1_000;

/** Characters of log lines that wait to be taken; about ten seconds of a busy proxy. */
export const MAX_WAITING_CHARACTERS = 8_388_608;

/** Characters that are worth a write of their own before the time for one has come. */
export const WRITE_CHARACTERS = 65_536;

/** Characters of one field of a log line that clients choose; a head may have 32,768 bytes. */
export const MAX_FIELD_CHARACTERS = 8_192;

/** How long the end of a process waits for what it has traced to be sent. */
export const MAX_FLUSH_MILLISECONDS = 1_000;

/** Addresses whose networks are remembered: working one out takes longer than writing the line. */
export const MAX_REMEMBERED_CLIENTS = 16_384;
