import type { Handle } from '../handle/handle.ts';
import { EVERYTHING } from '../handle/selection.ts';
import { locationsXml } from '../locations/locations-xml.ts';
import type { RedirectTarget } from '../locations/redirect-target.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import type { Found, Resolution } from '../resolver/resolution.ts';
import type { TrustReport } from '../resolver/trust/trust-report.ts';
import { acceptsJson } from './accepts-json.ts';
import { shed } from './ask-upstream.ts';
import { type Destination, destinationOf, NOWHERE } from './destination.ts';
import { errorResponse } from './error-response.ts';
import { explainFailure } from './explain.ts';
import { explainInactive, namespacesOf } from './explain-prefix.ts';
import type { HttpContext } from './http-context.ts';
import { lookUp } from './look-up.ts';
import { type Failure, responseCodeOf } from './outcome.ts';
import { notFoundHeaders, outcomeHeaders } from './outcome-headers.ts';
import type { Parameters } from './parameters.ts';
import { recordHeaders } from './record-headers.ts';
import { recordView } from './record-view.ts';
import { type Action, actionOf, selectionOf } from './resolve-parameters.ts';
import {
  HTML,
  JSON_TYPE,
  joinHeaders,
  NO_INDEX,
  type ResponseHeaders,
  respond,
  respondElsewhere,
  XML,
} from './respond.ts';
import { restApi } from './rest-api.ts';
import { restBody, restText } from './rest-body.ts';
import { withVary } from './vary.ts';
import { forThisMoment, verifyFound } from './verify-found.ts';
import type { Visit } from './visit.ts';

/** One answer while it is made. */
interface Answering {
  readonly context: HttpContext;
  readonly visit: Visit;
  readonly parameters: Parameters;
  readonly action: Action;
  readonly resolution: Resolution;
  /** When the signatures of the record were to be checked. */
  readonly trust?: TrustReport;
}

/** Answers `/<handle>`: a redirect, the record, or what went wrong. */
export function resolverPath(
  context: HttpContext,
  visit: Visit,
  handle: Handle,
  parameters: Parameters,
): Response | Promise<Response> {
  const action = actionOf(parameters);
  if (action === 'api') return restApi(context, visit, handle, parameters);
  const options = {
    ...selectionOf(parameters),
    authoritative: parameters.has('auth'),
    certified: parameters.has('cert'),
    ignoreAliases: parameters.has('ignore_aliases'),
  };
  return lookUp(context, visit, handle, options, (resolution) => {
    const answering = { context, visit, parameters, action, resolution };
    const inactive = explainInactive(resolution.handle, namespacesOf(resolution));
    if (inactive !== undefined) {
      const problem = {
        name: 'inactive-prefix',
        explanation: inactive,
        responseCode: ResponseCode.handleNotFound,
      };
      return errorResponse(context.pages, visit, problem, notFoundHeaders(context));
    }
    if (resolution.outcome !== 'found') return respondTo(answering, NOWHERE);
    const destination = destinationOf(context, visit, parameters, resolution);
    return destination instanceof Promise
      ? destination.then((known) =>
          // Without the records it includes, this one might lead elsewhere.
          visit.isShed ? shed(context, visit) : respondFound(answering, resolution, known),
        )
      : respondFound(answering, resolution, destination);
  });
}

/** With `verify` the page also tells whether the record is signed as it should be. */
function respondFound(
  answering: Answering,
  found: Found,
  destination: Destination,
): Response | Promise<Response> {
  const { context, visit, parameters, action } = answering;
  if (action !== 'showvalues' || !parameters.has('verify'))
    return respondTo(answering, destination);
  const isWhole = selectionOf(parameters) === EVERYTHING;
  const verified = verifyFound(context, visit, found, isWhole);
  if (verified === undefined) return shed(context, visit);
  return verified.then((trust) => respondTo({ ...answering, trust }, destination));
}

function respondTo(answering: Answering, destination: Destination): Response {
  const { action, resolution, visit } = answering;
  const headers = headersFor(answering, destination);
  if (resolution.outcome !== 'found') return failure(answering, resolution, headers);
  const { set } = destination;
  if (action === 'showurls' && set !== undefined && set.locations.length > 0) {
    return respond(200, { 'Content-Type': XML, ...headers }, locationsXml(set));
  }
  if (action === 'showvalues' || action === 'showurls') {
    return page(answering, resolution, destination, headers);
  }
  if (destination.target !== undefined) {
    return redirect(answering, resolution, destination.target, destination, headers);
  }
  // What is not a redirect also exists as JSON.
  const varying = { ...headers, Vary: withVary(headers.Vary, 'Accept') };
  if (!acceptsJson(visit.incoming.headers.accept)) {
    return page(answering, resolution, destination, varying);
  }
  const links = recordHeaders(answering.context, resolution, []);
  const body = restText(restBody(resolution));
  return respond(200, joinHeaders(links, { 'Content-Type': JSON_TYPE }, varying), body);
}

function redirect(
  { context, parameters }: Answering,
  found: Found,
  target: RedirectTarget,
  { status, headers: added }: Destination,
  headers: ResponseHeaders,
): Response {
  // Scripts in browsers cannot read the headers of a redirect; they can ask for them like this.
  const shown = parameters.has('redirectionHeaders') ? 200 : status;
  return respondElsewhere(
    shown,
    joinHeaders(
      recordHeaders(context, found, added, target.location),
      { 'Content-Type': HTML, Location: target.location },
      headers,
    ),
    context.pages.redirect(target),
  );
}

function page(
  { context, visit, trust }: Answering,
  found: Found,
  { target, steps }: Destination,
  headers: ResponseHeaders,
): Response {
  const links = recordHeaders(context, found, []);
  const local = context.pages.in(visit.incoming.headers['accept-language']);
  const now = context.clock.now();
  const exchanges = visit.exchanges ?? [];
  const subject = { found, target, steps, exchanges, now, ...(trust && { trust }) };
  const body = local.record(recordView(subject, local.language));
  const kept = trust === undefined ? headers : forThisMoment(headers);
  const varying = { ...kept, Vary: withVary(headers.Vary, 'Accept-Language') };
  return respond(
    200,
    joinHeaders(links, { 'Content-Type': HTML }, NO_INDEX, varying, local.headers),
    body,
  );
}

function failure(
  { context, visit }: Answering,
  resolution: Failure,
  headers: ResponseHeaders,
): Response {
  const explanation = explainFailure(resolution);
  const responseCode = responseCodeOf(resolution);
  const problem = { name: resolution.outcome, explanation, responseCode };
  return errorResponse(context.pages, visit, problem, headers);
}

function headersFor(
  { context, resolution, parameters }: Answering,
  { dependence }: Destination,
): ResponseHeaders {
  return outcomeHeaders(context, resolution, parameters.has('auth'), dependence);
}
