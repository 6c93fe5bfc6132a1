import type { Handle } from '../handle/handle.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { Resolution } from '../resolver/resolution.ts';
import type { TrustReport } from '../resolver/trust/trust-report.ts';
import { shed } from './ask-upstream.ts';
import type { HttpContext } from './http-context.ts';
import { lookUp } from './look-up.ts';
import { statusOf } from './outcome.ts';
import { outcomeHeaders } from './outcome-headers.ts';
import type { Parameters } from './parameters.ts';
import { NO_STORE, type ResponseHeaders } from './respond.ts';
import { type RestBody, restBody } from './rest-body.ts';
import { COMPACT, type RestFormat, readRestFormat, respondRest } from './rest-format.ts';
import { isWhole, type RestParameters, readRestParameters } from './rest-parameters.ts';
import { forThisMoment, verifyFound } from './verify-found.ts';
import type { Visit } from './visit.ts';

const { protocolError, invalidHandle, serverNotResponsible } = ResponseCode;

/** Answers `/api/handles/<handle>` and `action=api`: the record as JSON. */
export function restApi(
  context: HttpContext,
  visit: Visit,
  handle: Handle,
  parameters: Parameters,
): Response | Promise<Response> {
  const format = readRestFormat(parameters);
  if (typeof format === 'string') {
    return restError(400, { responseCode: protocolError, message: format });
  }
  const refuse = (responseCode: number, message: string) =>
    restError(400, { responseCode, message }, NO_STORE, format);
  if (handle === '') {
    return parameters.has('prefix')
      ? refuse(serverNotResponsible, 'Only the servers of a prefix can list its handles')
      : refuse(invalidHandle, 'No handle was given');
  }
  const asked = readRestParameters(parameters);
  if (typeof asked === 'string') return refuse(protocolError, asked);
  return lookUp(context, visit, handle, asked.options, (resolution) => {
    if (!asked.verify || resolution.outcome !== 'found') {
      return restResponse(context, resolution, asked, format);
    }
    const verified = verifyFound(context, visit, resolution, isWhole(asked));
    if (verified === undefined) return shed(context, visit);
    return verified.then((trust) => restResponse(context, resolution, asked, format, trust));
  });
}

function restResponse(
  context: HttpContext,
  resolution: Resolution,
  { options, follow }: RestParameters,
  format: RestFormat,
  trust?: TrustReport,
): Response {
  const known = outcomeHeaders(context, resolution, options.authoritative);
  const headers = trust === undefined ? known : forThisMoment(known);
  // Clients of the API expect 200 here, and look at the response code.
  const status = resolution.outcome === 'values-not-found' ? 200 : statusOf(resolution);
  return respondRest(status, headers, restBody(resolution, follow, trust), format);
}

/** An answer of the API that is not about what became of a handle. */
export function restError(
  status: number,
  body: RestBody,
  headers: ResponseHeaders = NO_STORE,
  format = COMPACT,
): Response {
  return respondRest(status, headers, body, format);
}
