import { ResponseCode } from '../protocol/response-code.ts';
import { errorResponse } from './error-response.ts';
import { REQUEST_ERRORS } from './explain-request.ts';
import type { Pages } from './pages.ts';
import { NO_STORE, respondEmpty } from './respond.ts';
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

/** Answers OPTIONS, and refuses what cannot be done. */
export function otherMethod(pages: Pages, visit: Visit): Response {
  const { path, api, handle } = visit.route;
  const allow = TAKES_POST.has(path) ? READ_AND_POST : READ;
  if (visit.incoming.method === 'OPTIONS') {
    return respondEmpty(204, {
      Allow: allow,
      'Access-Control-Allow-Methods': allow,
      'Access-Control-Allow-Headers': '*',
      'Access-Control-Max-Age': PREFLIGHT_SECONDS,
    });
  }
  const headers = { ...NO_STORE, Allow: allow };
  if (!api) return errorResponse(pages, REQUEST_ERRORS.method, headers);
  const message = `${visit.incoming.method} is not served here`;
  const responseCode = ResponseCode.operationNotSupported;
  const about = handle === '' ? {} : { handle };
  return restError(405, { responseCode, message, ...about }, headers);
}
