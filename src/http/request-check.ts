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
  const { httpVersionMajor, rawHeaders } = incoming;
  if (httpVersionMajor !== 1) return 505;
  let host: string | undefined;
  let hosts = 0;
  // In the raw headers, because node makes an object of them only when somebody asks for it.
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === HOST_NAME.length && name.toLowerCase() === HOST_NAME) {
      host = rawHeaders[at + 1];
      hosts += 1;
    } else if (name.length === CODING_NAME.length && name.toLowerCase() === CODING_NAME) {
      const refused = checkCoding(incoming);
      if (refused !== undefined) return refused;
    }
  }
  if (!isOriginForm(incoming)) host = incoming.headers.host;
  return isGoodHost(incoming, host, hosts) ? undefined : 400;
}

const HOST_NAME = 'host';
const CODING_NAME = 'transfer-encoding';

function checkCoding({ httpVersion, headers }: IncomingMessage): RefusalStatus | undefined {
  // RFC 9112 section 6.1: faulty framing when the version has none of it.
  if (httpVersion === '1.0') return 400;
  return headers['transfer-encoding']?.toLowerCase() === 'chunked' ? undefined : 501;
}

/**
 * HTTP/1.1 wants one Host header, which may be empty (RFC 9112 section 3.2). Of several, node shows
 * the first; a server in front may have looked at another.
 */
function isGoodHost(
  { httpVersion }: IncomingMessage,
  host: string | undefined,
  hosts: number,
): boolean {
  if (host === undefined) return httpVersion === '1.0';
  return hosts === 1 && HOST.test(host);
}

/** The host in a target of absolute form, which replaces the Host header (RFC 9112 section 3.2.2). */
export function heedAbsoluteForm(incoming: IncomingMessage): void {
  if (isOriginForm(incoming)) return;
  const host = ABSOLUTE_FORM.exec(incoming.url ?? '')?.[1];
  if (host !== undefined) incoming.headers.host = host;
}

/** Whether the target is a path, as nearly all are. */
function isOriginForm({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/');
}
