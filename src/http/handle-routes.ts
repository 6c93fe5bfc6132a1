import type { Hono } from 'hono';
import type { Handle } from '../handle/handle.ts';
import { ResponseCode } from '../protocol/response-code.ts';
import { queryPage } from './fixed-routes.ts';
import { trimmed } from './handle-from-path.ts';
import { handleFromText } from './handle-from-text.ts';
import type { HttpContext } from './http-context.ts';
import { nativeMessage } from './native-message.ts';
import { otherMethod } from './other-method.ts';
import { firstOf, joinParameters, type Parameters, readForm, readQuery } from './parameters.ts';
import { type BodyError, readBodyParameters } from './read-body.ts';
import { requestError } from './request-error.ts';
import { resolverPath } from './resolver-path.ts';
import { restApi, restError } from './rest-api.ts';
import { restBulk } from './rest-bulk.ts';
import { isTooLong, RouteName } from './route.ts';
import type { HttpEnv, Visit } from './visit.ts';

/** The routes that are about a handle, and those of requests that fail to name one. */
export function addHandleRoutes(app: Hono<HttpEnv>, context: HttpContext): void {
  const { pages } = context;
  app.get(RouteName.handle, ({ env: { visit } }) =>
    resolve(context, visit, visit.route.handle, readQuery(visit.route.query)),
  );
  app.post(RouteName.handle, ({ env }) => posted(context, env.visit));
  app.post('/', ({ env }) => posted(context, env.visit));

  app.get(RouteName.apiHandle, ({ env: { visit } }) =>
    restApi(context, visit, visit.route.handle, readForm(visit.route.query)),
  );
  app.post(RouteName.apiHandle, async ({ env: { visit } }) => {
    if (visit.route.handle === '') return restBulk(context, visit);
    const parameters = await allParameters(visit);
    if (typeof parameters === 'string') return requestError(pages, visit, parameters);
    return restApi(context, visit, visit.route.handle, parameters);
  });
  app.post(RouteName.message, ({ env }) => nativeMessage(context, env.visit));

  const wrong = [
    [RouteName.badEscape, 'badEscape'],
    [RouteName.badTarget, 'badTarget'],
    [RouteName.server, 'badTarget'],
    [RouteName.tooLong, 'tooLong'],
  ] as const;
  for (const [path, error] of wrong) {
    app.on(['GET', 'POST'], path, ({ env }) => requestError(pages, env.visit, error));
  }
  app.all(RouteName.unknownApi, ({ env: { visit } }) => {
    if (visit.incoming.method === 'OPTIONS') return otherMethod(pages, visit);
    const message = `There is no ${visit.incoming.method} ${visit.target} in this API`;
    return restError(404, { responseCode: ResponseCode.protocolError, message });
  });
}

/** A form names its handle in the field `hdl`; empty, it gets the form again. */
async function posted(context: HttpContext, visit: Visit): Promise<Response> {
  const parameters = await allParameters(visit);
  if (typeof parameters === 'string') return requestError(context.pages, visit, parameters);
  const written = firstOf(parameters, 'hdl');
  const handle = written === undefined ? visit.route.handle : handleFromText(written);
  const nothing = written === undefined ? visit.route.path === '/' : trimmed(written) === '';
  return nothing ? queryPage(context.pages, visit) : resolve(context, visit, handle, parameters);
}

function resolve(
  context: HttpContext,
  visit: Visit,
  handle: Handle,
  parameters: Parameters,
): Response | Promise<Response> {
  if (handle === '') return requestError(context.pages, visit, 'noHandle');
  if (isTooLong(handle)) return requestError(context.pages, visit, 'tooLong');
  return resolverPath(context, visit, handle, parameters);
}

/** Those of the query and of the body, read as a form; or the name of what is wrong with them. */
async function allParameters(visit: Visit): Promise<Parameters | BodyError> {
  const body = await readBodyParameters(visit.incoming);
  return typeof body === 'string' ? body : joinParameters(readForm(visit.route.query), body);
}
