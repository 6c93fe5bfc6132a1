/** Handle servers of which is told how they do; the public registry and some hundred services. */
export const MAX_SERVERS = 1_000;
