import type { Handle } from '../handle/handle.ts';
import { locationsXml } from '../locations/locations-xml.ts';
import type { RedirectTarget } from '../locations/redirect-target.ts';
import type { Found, Resolution } from '../resolver/resolution.ts';
import { acceptsJson } from './accepts-json.ts';
import { type Destination, destinationOf, NOWHERE } from './destination.ts';
import { errorResponse } from './error-response.ts';
import { explainFailure } from './explain.ts';
import { explainInactive, namespacesOf } from './explain-prefix.ts';
import type { HttpContext } from './http-context.ts';
import { lookUp } from './look-up.ts';
import { statusOf } from './outcome.ts';
import { notFoundHeaders, outcomeHeaders } from './outcome-headers.ts';
import type { Parameters } from './parameters.ts';
import { recordHeaders } from './record-headers.ts';
import { recordView } from './record-view.ts';
import { type Action, actionOf, selectionOf } from './resolve-parameters.ts';
import { HTML, JSON_TYPE, NO_INDEX, type ResponseHeaders, respond, XML } from './respond.ts';
import { restApi } from './rest-api.ts';
import { restBody, restText } from './rest-body.ts';
import type { Visit } from './visit.ts';

/** One answer while it is made. */
interface Answering {
  readonly context: HttpContext;
  readonly visit: Visit;
  readonly parameters: Parameters;
  readonly action: Action;
  readonly resolution: Resolution;
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
      return errorResponse(context.pages, inactive, notFoundHeaders(context));
    }
    if (resolution.outcome !== 'found') return respondTo(answering, NOWHERE);
    const destination = destinationOf(context, visit, parameters, resolution);
    return destination instanceof Promise
      ? destination.then((known) => respondTo(answering, known))
      : respondTo(answering, destination);
  });
}

function respondTo(answering: Answering, destination: Destination): Response {
  const { action, resolution, visit } = answering;
  const headers = headersFor(answering, destination);
  const { set } = destination;
  if (action === 'showurls' && set !== undefined && set.locations.length > 0) {
    return respond(200, { 'Content-Type': XML, ...headers }, locationsXml(set));
  }
  if (action === 'showvalues' || action === 'showurls') {
    return page(answering, destination, headers);
  }
  if (resolution.outcome === 'found' && destination.target !== undefined) {
    return redirect(answering, resolution, destination.target, destination, headers);
  }
  // What is not a redirect also exists as JSON.
  const varying = { ...headers, Vary: withAccept(headers.Vary) };
  if (!acceptsJson(visit.incoming.headers.accept)) return page(answering, destination, varying);
  const body = restText(restBody(resolution));
  return respond(statusOf(resolution), { 'Content-Type': JSON_TYPE, ...varying }, body);
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
  return respond(
    shown,
    {
      ...recordHeaders(added, canonicalLink(context, found)),
      'Content-Type': HTML,
      Location: target.location,
      ...headers,
    },
    context.pages.redirect(target),
  );
}

function page(
  { context, resolution }: Answering,
  { target, steps }: Destination,
  headers: ResponseHeaders,
): Response {
  if (resolution.outcome !== 'found') {
    return errorResponse(context.pages, explainFailure(resolution), headers);
  }
  const body = context.pages.record(recordView(resolution, target, steps));
  return respond(200, { 'Content-Type': HTML, ...NO_INDEX, ...headers }, body);
}

function headersFor(
  { context, resolution, parameters }: Answering,
  { caching }: Destination,
): ResponseHeaders {
  return outcomeHeaders(context, resolution, parameters.has('auth'), caching);
}

function withAccept(vary: string | undefined): string {
  if (vary === undefined) return 'Accept';
  return vary.split(', ').includes('Accept') ? vary : `Accept, ${vary}`;
}

/** Whoever came by an alias may want to remember the proper name. */
function canonicalLink({ address }: HttpContext, { aliases, handle }: Found): string | undefined {
  return aliases.length === 0 ? undefined : `<${address.link(handle)}>; rel="canonical"`;
}
