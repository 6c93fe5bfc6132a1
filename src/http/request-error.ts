import { ResponseCode } from '../protocol/response-code.ts';
import { errorResponse } from './error-response.ts';
import { REQUEST_ERRORS } from './explain-request.ts';
import type { Pages } from './pages.ts';
import { NO_STORE, type ResponseHeaders } from './respond.ts';
import { restError } from './rest-api.ts';
import type { Visit } from './visit.ts';

export type RequestErrorName = keyof typeof REQUEST_ERRORS;

/** By what clients of the handle protocol would know these; all others are protocol errors. */
const RESPONSE_CODES: Partial<Record<RequestErrorName, number>> = {
  noHandle: ResponseCode.invalidHandle,
  method: ResponseCode.operationNotSupported,
  overloaded: ResponseCode.serverTooBusy,
  unexpected: ResponseCode.error,
};

/** Answers a request that is wrong in itself, as a page, as problem details, or as the API does. */
export function requestError(
  pages: Pages,
  visit: Visit,
  name: RequestErrorName,
  headers: ResponseHeaders = NO_STORE,
): Response {
  const explanation = REQUEST_ERRORS[name];
  const responseCode = RESPONSE_CODES[name] ?? ResponseCode.protocolError;
  if (visit.route.api) {
    const about = visit.handle === undefined ? {} : { handle: visit.handle };
    return restError(
      explanation.status,
      { responseCode, message: pages.in(undefined).language.say(explanation.what), ...about },
      headers,
    );
  }
  return errorResponse(pages, visit, { name: kebabCase(name), explanation, responseCode }, headers);
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
