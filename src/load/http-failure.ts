/** What the system calls by code, in the words it is counted under. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed',
  EPIPE: 'connection closed',
  UND_ERR_SOCKET: 'connection closed',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'no address',
  EAI_AGAIN: 'no address',
  // These are of the machine that asks.
  EMFILE: 'no socket left on this machine',
  ENFILE: 'no socket left on this machine',
  EADDRNOTAVAIL: 'no port left on this machine',
  HTTPParserError: 'an answer that is no HTTP',
  UND_ERR_HEADERS_OVERFLOW: 'header fields too large',
};

/** Codes of OpenSSL and of Node for certificates and handshakes. */
const TLS = /SSL|TLS|CERT|UNABLE_TO_|SELF_SIGNED|ISSUER/;

/**
 * In a few words, why a request over HTTP got no answer.
 *
 * @param isBegun whether a part of the answer had come
 */
export function httpFailure(error: Error & { code?: string }, isBegun: boolean): string {
  // The parser's own codes name what it did not like; all of it is the same to whoever tests.
  const code = error.name === 'HTTPParserError' ? error.name : (error.code ?? error.name);
  const words = WORDS[code];
  if (words === 'connection closed' && isBegun) return 'answer cut short';
  if (words !== undefined) return words;
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return 'timeout';
  const plain = code
    .toLowerCase()
    .replace(/^(und_)?err_/, '')
    .replaceAll('_', ' ');
  return TLS.test(code) ? `TLS: ${plain.replace(/^(ssl|tls) /, '')}` : plain;
}
