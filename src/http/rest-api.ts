import type { Handle } from '../handle/handle.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { Resolution } from '../resolver/resolution.ts';
import type { HttpContext } from './http-context.ts';
import { lookUp } from './look-up.ts';
import { statusOf } from './outcome.ts';
import { outcomeHeaders } from './outcome-headers.ts';
import type { Parameters } from './parameters.ts';
import { JSON_TYPE, NO_STORE, type ResponseHeaders, respond } from './respond.ts';
import { type RestBody, restBody, restText } from './rest-body.ts';
import { type RestParameters, readRestParameters } from './rest-parameters.ts';
import type { Visit } from './visit.ts';

const JAVASCRIPT = 'application/javascript;charset=utf-8';

/** Answers `/api/handles/<handle>` and `action=api`: the record as JSON. Aliases are shown as such. */
export function restApi(
  context: HttpContext,
  visit: Visit,
  handle: Handle,
  parameters: Parameters,
): Response | Promise<Response> {
  const asked = readRestParameters(parameters);
  if (typeof asked === 'string') {
    return restError(400, { responseCode: ResponseCode.protocolError, message: asked });
  }
  if (handle === '') {
    const message = 'No handle was given';
    return restError(400, { responseCode: ResponseCode.invalidHandle, message });
  }
  const { selection, authoritative, certified, publicOnly } = asked;
  const options = { ...selection, authoritative, certified, publicOnly, ignoreAliases: true };
  return lookUp(context, visit, handle, options, (resolution) =>
    restResponse(context, resolution, asked),
  );
}

function restResponse(
  context: HttpContext,
  resolution: Resolution,
  { authoritative, pretty, callback }: RestParameters,
): Response {
  const text = restText(restBody(resolution), pretty);
  const headers = outcomeHeaders(context, resolution, authoritative);
  // Clients of the API expect 200 here, and look at the response code.
  const status = resolution.outcome === 'values-not-found' ? 200 : statusOf(resolution);
  return callback === undefined
    ? respond(status, { 'Content-Type': JSON_TYPE, ...headers }, text)
    : respond(status, { 'Content-Type': JAVASCRIPT, ...headers }, `${callback}(${text});`);
}

/** An answer of the API that is not about what became of a handle. */
export function restError(
  status: number,
  body: RestBody,
  headers: ResponseHeaders = NO_STORE,
): Response {
  return respond(status, { 'Content-Type': JSON_TYPE, ...headers }, restText(body));
}
