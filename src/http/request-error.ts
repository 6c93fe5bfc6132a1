import { ResponseCode } from '../protocol/response-code.ts';
import { errorResponse } from './error-response.ts';
import { REQUEST_ERRORS } from './explain-request.ts';
import type { Pages } from './pages.ts';
import { restError } from './rest-api.ts';
import type { Visit } from './visit.ts';

/** Answers a request that is wrong in itself, as a page or as JSON. */
export function requestError(
  pages: Pages,
  visit: Visit,
  name: keyof typeof REQUEST_ERRORS,
): Response {
  const explanation = REQUEST_ERRORS[name];
  if (!visit.route.api) return errorResponse(pages, explanation);
  const { status, what } = explanation;
  const responseCode = status === 500 ? ResponseCode.error : ResponseCode.protocolError;
  return restError(status, { responseCode, message: what });
}
