import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { type Answer, problem } from './answer.ts';

export interface GuardOptions {
  /** The address or name that the listener was told to take. */
  readonly host: string;
  /** What everybody but probes must show; undefined where only this machine can ask. */
  readonly token: string | undefined;
}

/** @returns the refusal; undefined for who may pass */
export type Guard = (incoming: IncomingMessage, isProbe: boolean) => Answer | undefined;

/**
 * Keeps out who may not ask: strangers where a token is set, and otherwise the web pages that
 * somebody on this machine has open. Such a page can send requests to any port of it, and by DNS
 * rebinding it can even read the answers, but then its own name stands in the Host header.
 */
export function createGuard({ host, token }: GuardOptions): Guard {
  const digest = token === undefined ? undefined : sha256(token);
  return (incoming, isProbe) => {
    const { headers } = incoming;
    // Who has to show a token has shown that it is no such page.
    if (digest === undefined && !isOwnName(nameIn(headers.host ?? ''), host)) {
      return problem(421, 'This listener answers by address, or as localhost, only.');
    }
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD' && isFromElsewhere(incoming)) {
      return problem(403, 'Pages of other sites may change nothing here.');
    }
    if (digest === undefined || isProbe) return undefined;
    const [, shown = ''] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
    // Digests have one length, so the time to compare them tells nothing.
    if (timingSafeEqual(sha256(shown), digest)) return undefined;
    return problem(401, 'Send the adminToken: “Authorization: Bearer …”.', {
      'WWW-Authenticate': 'Bearer realm="hdl-edge admin"',
    });
  };
}

function sha256(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

/** Without port and brackets, in lower case. */
function nameIn(hostHeader: string): string {
  const [, bracketed, plain = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(hostHeader) ?? [];
  return (bracketed ?? plain).toLowerCase();
}

function isOwnName(name: string, host: string): boolean {
  return isIP(name) !== 0 || name === 'localhost' || name === host.toLowerCase();
}

/** Whether a browser says that a page of another origin makes it ask. */
function isFromElsewhere({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host);
}
