import type { IncomingMessage } from 'node:http';
import type { RefusalStatus } from './refusal.ts';

/** `host`, `host:port` or `[address]:port`; what is neither may confuse whoever reads it. */
const HOST = /^(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])?(?::\d{0,5})?$/;

const ABSOLUTE_FORM = /^https?:\/\/([^/?#]*)/i;

/**
 * What is wrong with a request that node's parser lets through. The parser itself refuses whatever
 * could be read in two ways as to where a request ends: both lengths, lengths that differ or are
 * no numbers, lone line feeds, folded lines, blanks before a colon. What is left are codings that
 * a server in front may undo and this one does not.
 */
export function checkRequest(incoming: IncomingMessage): RefusalStatus | undefined {
  const { httpVersionMajor, httpVersion, headers } = incoming;
  if (httpVersionMajor !== 1) return 505;
  const coding = headers['transfer-encoding'];
  if (coding !== undefined) {
    // RFC 9112 section 6.1: faulty framing when the version has none of it.
    if (httpVersion === '1.0') return 400;
    if (coding.toLowerCase() !== 'chunked') return 501;
  }
  return hasGoodHost(incoming) ? undefined : 400;
}

/** HTTP/1.1 wants one Host header, which may be empty (RFC 9112 section 3.2). */
function hasGoodHost({ headers, httpVersion, rawHeaders }: IncomingMessage): boolean {
  const { host } = headers;
  if (host === undefined) return httpVersion === '1.0';
  return HOST.test(host) && hasOneHost(rawHeaders);
}

/** Of several, node shows the first; a server in front may have looked at another. */
function hasOneHost(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts === 1;
}

/** The host in a target of absolute form, which replaces the Host header (RFC 9112 section 3.2.2). */
export function heedAbsoluteForm({ url = '', headers }: IncomingMessage): void {
  if (url.startsWith('/')) return;
  const host = ABSOLUTE_FORM.exec(url)?.[1];
  if (host !== undefined) headers.host = host;
}
