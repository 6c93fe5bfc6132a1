import type { Handle } from '../handle/handle.ts';
import type { RedirectTarget } from '../locations/redirect-target.ts';
import type { Found, Resolution } from '../resolver/resolution.ts';
import { acceptsJson } from './accepts-json.ts';
import { errorResponse } from './error-response.ts';
import { explainFailure } from './explain.ts';
import { findTarget } from './find-target.ts';
import type { HttpContext } from './http-context.ts';
import { lookUp } from './look-up.ts';
import { statusOf } from './outcome.ts';
import { outcomeHeaders } from './outcome-headers.ts';
import { firstOf, type Parameters } from './parameters.ts';
import { recordView } from './record-view.ts';
import { actionOf, selectionOf } from './resolve-parameters.ts';
import { HTML, JSON_TYPE, NO_INDEX, type ResponseHeaders, respond } from './respond.ts';
import { restApi } from './rest-api.ts';
import { restBody, restText } from './rest-body.ts';
import type { Visit } from './visit.ts';

/** What is not a redirect also exists as JSON. */
const VARY_ACCEPT: ResponseHeaders = { Vary: 'Accept' };

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
  return lookUp(context, visit, handle, options, (resolution) =>
    action === 'showvalues'
      ? show(context, visit, parameters, resolution)
      : redirect(context, visit, parameters, resolution),
  );
}

function redirect(
  context: HttpContext,
  visit: Visit,
  parameters: Parameters,
  resolution: Resolution,
): Response {
  const target = targetOf(context, visit, parameters, resolution);
  if (resolution.outcome === 'found' && target !== undefined) {
    // Scripts in browsers cannot read the headers of a redirect; they can ask for them like this.
    const status = parameters.has('redirectionHeaders') ? 200 : 302;
    const headers = {
      'Content-Type': HTML,
      Location: target.location,
      ...canonicalLink(context, resolution),
      ...outcomeHeaders(context, resolution, parameters.has('auth')),
    };
    return respond(status, headers, context.pages.redirect(target));
  }
  if (acceptsJson(visit.incoming.headers.accept)) {
    return jsonPage(context, parameters, resolution);
  }
  return page(context, parameters, resolution, target, VARY_ACCEPT);
}

function show(
  context: HttpContext,
  visit: Visit,
  parameters: Parameters,
  resolution: Resolution,
): Response {
  const target = targetOf(context, visit, parameters, resolution);
  return page(context, parameters, resolution, target, {});
}

function page(
  context: HttpContext,
  parameters: Parameters,
  resolution: Resolution,
  target: RedirectTarget | undefined,
  vary: ResponseHeaders,
): Response {
  const headers = { ...outcomeHeaders(context, resolution, parameters.has('auth')), ...vary };
  if (resolution.outcome !== 'found') {
    return errorResponse(context.pages, explainFailure(resolution), headers);
  }
  const body = context.pages.record(recordView(resolution, target));
  return respond(200, { 'Content-Type': HTML, ...NO_INDEX, ...headers }, body);
}

function jsonPage(context: HttpContext, parameters: Parameters, resolution: Resolution): Response {
  const headers = {
    ...outcomeHeaders(context, resolution, parameters.has('auth')),
    ...VARY_ACCEPT,
  };
  const body = restText(restBody(resolution));
  return respond(statusOf(resolution), { 'Content-Type': JSON_TYPE, ...headers }, body);
}

function targetOf(
  { address }: HttpContext,
  visit: Visit,
  parameters: Parameters,
  resolution: Resolution,
): RedirectTarget | undefined {
  if (resolution.outcome !== 'found') return undefined;
  const { host } = visit.incoming.headers;
  return findTarget(resolution, address, host, firstOf(parameters, 'urlappend'));
}

/** Whoever came by an alias may want to remember the proper name. */
function canonicalLink({ address }: HttpContext, { aliases, handle }: Found): ResponseHeaders {
  return aliases.length === 0 ? {} : { Link: `<${address.link(handle)}>; rel="canonical"` };
}
