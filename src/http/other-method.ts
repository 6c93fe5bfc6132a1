import type { IncomingMessage } from 'node:http';
import { ResponseCode } from '../protocol/response-code.ts';
import { MAX_ASKED_HEADERS_CHARACTERS } from './limits.ts';
import type { Pages } from './pages.ts';
import { requestError } from './request-error.ts';
import { NO_STORE, type ResponseHeaders, respondEmpty } from './respond.ts';
import { restError } from './rest-api.ts';
import { RouteName } from './route.ts';
import type { Visit } from './visit.ts';

const READ = 'GET, HEAD, OPTIONS';
const READ_AND_POST = 'GET, HEAD, POST, OPTIONS';

const TAKES_POST: ReadonlySet<string> = new Set([
  '/',
  RouteName.handle,
  RouteName.apiHandle,
  RouteName.server,
]);

/** Seconds that browsers may remember what they were allowed to do. */
const PREFLIGHT_SECONDS = '86400';

/** Names of headers as they may stand in a list (RFC 9110 section 5.6.2). */
const NAMES = /^[\w!#$%&'*+.^`|~-]+(?:\s*,\s*[\w!#$%&'*+.^`|~-]+)*$/;

/** Answers OPTIONS, and refuses what cannot be done. */
export function otherMethod(pages: Pages, visit: Visit): Response {
  const { path, api, handle } = visit.route;
  const allow = TAKES_POST.has(path) ? READ_AND_POST : READ;
  if (visit.incoming.method === 'OPTIONS') {
    return respondEmpty(204, {
      Allow: allow,
      'Access-Control-Allow-Methods': allow,
      ...allowedHeaders(visit.incoming),
      'Access-Control-Max-Age': PREFLIGHT_SECONDS,
    });
  }
  const headers = { ...NO_STORE, Allow: allow };
  if (!api) return requestError(pages, visit, 'method', headers);
  const message = `${visit.incoming.method} is not served here`;
  const responseCode = ResponseCode.operationNotSupported;
  const about = handle === '' ? {} : { handle };
  return restError(405, { responseCode, message, ...about }, headers);
}

/** All of those asked for, by name: `*` does not stand for Authorization (Fetch section 3.3.4). */
function allowedHeaders({ headers }: IncomingMessage): ResponseHeaders {
  const asked = headers['access-control-request-headers']?.trim();
  const isList =
    asked !== undefined && asked.length <= MAX_ASKED_HEADERS_CHARACTERS && NAMES.test(asked);
  return {
    'Access-Control-Allow-Headers': isList ? asked : '*',
    Vary: 'Access-Control-Request-Headers',
  };
}
