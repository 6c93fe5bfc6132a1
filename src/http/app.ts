import type { IncomingMessage, ServerResponse } from 'node:http';
import { Hono } from 'hono';
import type { CountryDatabase } from '../country/country-database.ts';
import type { Observer } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { Resolver } from '../resolver/resolver.ts';
import type { Clock, Random } from '../system.ts';
import { type ClientAddressOptions, createClientAddress } from './client-address.ts';
import { complainOnce } from './complain-once.ts';
import { Encoder } from './encoder.ts';
import { fitResponse } from './fit-response.ts';
import { addFixedRoutes } from './fixed-routes.ts';
import { addHandleRoutes } from './handle-routes.ts';
import { DEFAULT_MAX_REQUESTS, DEFAULT_MAX_REQUESTS_PER_CLIENT } from './limits.ts';
import { LocationSets } from './location-sets.ts';
import { isNativeMessage } from './native-message.ts';
import { addOpenApiRoute } from './openapi-route.ts';
import { otherMethod } from './other-method.ts';
import { Overload } from './overload.ts';
import { createPages } from './pages.ts';
import { publicAddress } from './public-address.ts';
import { requestError } from './request-error.ts';
import { requestEvent } from './request-event.ts';
import { MESSAGE_ROUTE, type RouteName, routeOf } from './route.ts';
import { addSecurityText } from './security-text.ts';
import { createAssets } from './static-files.ts';
import { loadTemplates, type Templates } from './templates.ts';
import type { HttpEnv, Visit } from './visit.ts';

export interface AppOptions {
  readonly resolver: Resolver;
  readonly clock: Clock;
  /** Draws among locations by their weight. @default Math.random */
  readonly random?: Random;
  /** Where visitors are, by their address. @default nobody knows */
  readonly countries?: Pick<CountryDatabase, 'countryOf'>;
  /** Which proxies in front are believed. @default none */
  readonly clientAddress?: ClientAddressOptions;
  /** Parameters that choose a location by its attribute of that name. @default none */
  readonly locattShortcuts?: readonly string[];
  readonly observer?: Observer;
  /** @default the ones that come with this package */
  readonly templates?: Templates;
  /** Where visitors see this proxy, when that is not the host they asked: `https://hdl.example/`. */
  readonly publicUrl?: string;
  /** Seconds; the longest an answer may be kept by HTTP caches. */
  readonly httpMaxAge: number;
  /** Requests that may wait for handle servers at a time. @default 16384 */
  readonly maxRequests?: number;
  /** Of these, from one /24 of IPv4 or /56 of IPv6. @default 1000 */
  readonly maxRequestsPerClient?: number;
  /** Where to report holes in this proxy: a mailto or https URL. @default not said */
  readonly securityContact?: string;
  /** Whether `/readyz` may say that this copy takes requests. */
  readonly ready: () => boolean;
}

/** One request as it came from node:http. */
export interface Incoming {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** The target of the request line, as raw as it came. */
  readonly target: string;
  /** Whether the server is about to stop. */
  readonly draining: boolean;
}

/** HTTP in, HTTP out. */
export interface App {
  fetch(request: Request, from: Incoming): Response | Promise<Response>;
  /** Tells the operator of trouble with the server itself. */
  warn(name: string, error: Error): void;
}

/** An app that tells what it serves. */
export interface RoutedApp extends App {
  /** As the router knows it: reserved paths, and names of {@link RouteName}. */
  readonly routes: readonly { readonly method: string; readonly path: string }[];
}

/**
 * Puts the routes together.
 *
 * @throws when a template cannot be read or compiled, or `publicUrl` is no URL
 */
export function createApp(options: AppOptions): RoutedApp {
  const { resolver, clock, observer, httpMaxAge, ready, countries, random = Math.random } = options;
  const clientAddress = options.clientAddress ?? TRUST_NOBODY;
  const clientOf = createClientAddress(clientAddress);
  const header = clientAddress.header.toLowerCase();
  const templates = options.templates ?? loadTemplates();
  const address = publicAddress(options.publicUrl);
  const assets = createAssets(templates.assets);
  const pages = createPages({ templates, base: address.base, assets });

  const warn = (name: string, error: Error, handle?: Handle) =>
    observer?.warning?.({
      name,
      message: error.stack ?? error.message,
      ...(handle !== undefined && { handle }),
    });

  const encoder = new Encoder();
  const hono = new Hono<HttpEnv>({ getPath: (_request, given) => pathOf(given?.env) });
  if (options.securityContact !== undefined) {
    addSecurityText(hono, options.securityContact, address, clock);
  }
  addFixedRoutes(hono, pages, assets, ready);
  addOpenApiRoute(hono, address);
  const complain = complainOnce((event) => observer?.warning?.(event));
  addHandleRoutes(hono, {
    resolver,
    clock,
    random,
    locations: new LocationSets(complain),
    locattShortcuts: options.locattShortcuts ?? [],
    countries,
    pages,
    overload: new Overload({
      maxRequests: options.maxRequests ?? DEFAULT_MAX_REQUESTS,
      maxRequestsPerClient: options.maxRequestsPerClient ?? DEFAULT_MAX_REQUESTS_PER_CLIENT,
    }),
    httpMaxAge,
    address,
    complain,
  });
  // Every path has a route, so that what is not found is the method.
  hono.notFound(({ env }) => otherMethod(pages, env.visit));
  hono.onError((error, { env: { visit } }) => {
    // Whoever went away is no failure of ours; nobody will see this answer.
    if (!visit.signal().aborted) warn('request-failed', error, visit.handle);
    return requestError(pages, visit, 'unexpected');
  });

  return {
    warn,
    routes: hono.routes,
    fetch(request, { incoming, outgoing, target, draining }) {
      const route = isNativeMessage(incoming) ? MESSAGE_ROUTE : routeOf(target);
      // Taken now: once the connection is gone, nobody knows it any more.
      const peer = incoming.socket.remoteAddress ?? '';
      const visit: Visit = {
        incoming,
        target,
        route,
        draining,
        clientAddress: () => clientOf(peer, incoming.headers[header]?.toString()),
        signal: () => request.signal,
      };
      if (observer?.request !== undefined) {
        const started = clock.elapsed();
        outgoing.once('close', () => {
          observer.request?.(requestEvent(visit, outgoing.statusCode, clock.elapsed() - started));
        });
      }
      const response = hono.fetch(asRead(request), { visit });
      return response instanceof Promise
        ? response
            .finally(() => visit.leave?.())
            .then((made) => fitResponse(made, incoming, encoder))
        : fitResponse(response, incoming, encoder);
    },
  };
}

const TRUST_NOBODY: ClientAddressOptions = { trustedProxies: [], header: 'X-Forwarded-For' };

/** HEAD has the headers of GET, and node:http sends no body; Hono would take it away too early. */
function asRead(request: Request): Request {
  return request.method === 'HEAD' ? Object.create(request, { method: { value: 'GET' } }) : request;
}

function pathOf(env: unknown): string {
  return (env as HttpEnv['Bindings']).visit.route.path;
}
