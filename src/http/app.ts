import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CountryDatabase } from '../country/country-database.ts';
import type { Observer } from '../events.ts';
import type { Handle } from '../handle/handle.ts';
import type { Resolver } from '../resolver/resolver.ts';
import type { Clock, Random } from '../system.ts';
import type { Admission } from './admission.ts';
import { type ClientAddressOptions, createClientAddress, createTrust } from './client-address.ts';
import { complainOnce } from './complain-once.ts';
import { Encoder } from './encoder.ts';
import { fitResponse } from './fit-response.ts';
import { DEFAULT_MAX_REQUESTS, DEFAULT_MAX_REQUESTS_PER_CLIENT } from './limits.ts';
import { LocationSets } from './location-sets.ts';
import { isNativeMessage } from './native-message.ts';
import { Overload } from './overload.ts';
import type { PlainAnswer } from './plain-answer.ts';
import { rejection } from './rejection.ts';
import { AnsweredRequest } from './request-event.ts';
import { MESSAGE_ROUTE, type Route, type RouteName, routeOf } from './route.ts';
import { createSite, type SharedParts, type SiteOptions } from './site.ts';
import { type ClientClues, Visit } from './visit.ts';

export interface AppOptions extends SiteOptions {
  readonly resolver: Resolver;
  readonly clock: Clock;
  /** Draws among locations by their weight. @default Math.random */
  readonly random?: Random;
  /** Where visitors are, by their address. @default nobody knows */
  readonly countries?: Pick<CountryDatabase, 'countryOf'>;
  /** Which proxies in front are believed. @default none */
  readonly clientAddress?: ClientAddressOptions;
  readonly observer?: Observer;
  /** Seconds; the longest an answer may be kept by HTTP caches. */
  readonly httpMaxAge: number;
  /** Whether the operator's own front caches are told how to purge answers. @default false */
  readonly surrogateKeys?: boolean;
  /** Requests that may wait for handle servers at a time. @default 16384 */
  readonly maxRequests?: number;
  /** Of these, from one /24 of IPv4 or /56 of IPv6. @default 1000 */
  readonly maxRequestsPerClient?: number;
  /** Where to report holes in this proxy: a mailto or https URL. @default not said */
  readonly securityContact?: string;
  /** Sites for other host names, which are given in lower case and without a port. @default none */
  readonly virtualHosts?: ReadonlyMap<string, SiteOptions>;
  /** Who is let in, and how often. @default everybody, always */
  readonly admission?: Admission | undefined;
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
  /** The visit, where the quick way began one that the straight way has to end. */
  begun?: Visit;
}

/** HTTP in, HTTP out. */
export interface App {
  /**
   * Answers what can be answered without the router; at once, unless somebody has to be asked.
   *
   * @returns whether it did, or else is for `fetch`; never rejected
   */
  quick(from: Incoming): boolean | Promise<boolean>;
  fetch(request: Request, from: Incoming): Response | Promise<Response>;
  /** Tells the operator of trouble with the server itself. */
  warn(name: string, error: Error): void;
}

/** An app that tells about itself. */
export interface RoutedApp extends App {
  /** How many requests wait for handle servers at this moment. */
  readonly waiting: number;
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
  const { admission } = options;
  const clientAddress = options.clientAddress ?? TRUST_NOBODY;
  const clientOf = createClientAddress(clientAddress);
  const header = clientAddress.header.toLowerCase();
  const clues: ClientClues = {
    clientOf: (peer, { headers }) => clientOf(peer, headers[header]?.toString()),
    isTrusted: createTrust(clientAddress.trustedProxies),
  };
  const warn = (name: string, error: Error, handle?: Handle) =>
    observer?.warning?.({
      name,
      message: error.stack ?? error.message,
      ...(handle !== undefined && { handle }),
    });
  const complain = complainOnce((event) => observer?.warning?.(event));
  const overload = new Overload({
    maxRequests: options.maxRequests ?? DEFAULT_MAX_REQUESTS,
    maxRequestsPerClient: options.maxRequestsPerClient ?? DEFAULT_MAX_REQUESTS_PER_CLIENT,
  });
  const shared: SharedParts = {
    resolver,
    clock,
    random,
    locations: new LocationSets(complain),
    countries,
    overload,
    httpMaxAge,
    surrogateKeys: options.surrogateKeys ?? false,
    complain,
    ready,
    securityContact: options.securityContact,
    onError: (error, handle) => warn('request-failed', error, handle),
  };
  const encoder = new Encoder();
  const site = createSite(options, shared);
  const others = new Map(
    [...(options.virtualHosts ?? [])].map(([host, own]) => [host, createSite(own, shared)]),
  );
  const siteOf = ({ headers: { host = '' } }: IncomingMessage) =>
    others.size === 0 ? site : (others.get(hostName(host)) ?? site);

  return {
    warn,
    get waiting() {
      return overload.waiting;
    },
    routes: site.hono.routes,
    quick(from) {
      const { incoming, outgoing } = from;
      const started = startOf();
      const visit = new Visit(from, routeOfRequest(from), clues);
      const answer = rejectionOf(visit) ?? siteOf(incoming).quick.answer(visit);
      if (answer === undefined) {
        if (visit.resolution === undefined) return false;
        watch(visit, outgoing, started);
        from.begun = visit;
        return false;
      }
      if (answer instanceof Promise) {
        watch(visit, outgoing, started);
        return answer.then(
          (known) => end(known, visit, from),
          () => end(undefined, visit, from),
        );
      }
      send(answer, visit, outgoing);
      if (observer?.request === undefined) return true;
      // Nearly always the system has taken it all by now.
      if (outgoing.socket?.writableLength === 0) tell(visit, outgoing, started);
      else outgoing.once('close', () => tell(visit, outgoing, started));
      return true;
    },
    fetch(request, from) {
      const { incoming } = from;
      const visit = from.begun ?? begin(from);
      const fitted = (response: Response) => {
        const made = fitResponse(response, incoming, encoder);
        return made instanceof Promise ? made.then(measured) : measured(made);
      };
      const measured = (response: Response) => {
        visit.bodyBytes = () => contentLength(response);
        return response;
      };
      const response = siteOf(incoming).hono.fetch(asRead(request), { visit });
      if (response instanceof Promise) {
        return response.finally(() => visit.leave?.()).then(fitted);
      }
      visit.leave?.();
      return fitted(response);
    },
  };

  function begin(from: Incoming): Visit {
    const visit = new Visit(from, routeOfRequest(from), clues);
    watch(visit, from.outgoing, startOf());
    return visit;
  }

  /** Until the answer has been sent, or nobody waits for it any more. */
  function watch(visit: Visit, outgoing: ServerResponse, started: number): void {
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) visit.goAway();
      if (observer?.request !== undefined) tell(visit, outgoing, started);
    });
  }

  /** @returns whether there is nothing left to do */
  function end(answer: PlainAnswer | undefined, visit: Visit, from: Incoming): boolean {
    if (answer === undefined && !visit.isGone) {
      from.begun = visit;
      return false;
    }
    visit.leave?.();
    if (answer !== undefined && !visit.isGone) send(answer, visit, from.outgoing);
    return true;
  }

  /** Probes of the platform come often and cost nothing. */
  function rejectionOf(visit: Visit): PlainAnswer | undefined {
    if (admission === undefined || PROBES.has(visit.route.path)) return undefined;
    const rejected = admission(visit.clientAddress());
    return rejected && rejection(rejected, visit.incoming.headers.accept);
  }

  function startOf(): number {
    return observer?.request === undefined ? 0 : clock.elapsed();
  }

  function tell(visit: Visit, outgoing: ServerResponse, started: number): void {
    observer?.request?.(new AnsweredRequest(visit, outgoing, clock.elapsed() - started));
  }
}

function routeOfRequest({ incoming, target }: Incoming): Route {
  return isNativeMessage(incoming) ? MESSAGE_ROUTE : routeOf(target);
}

const PROBES: ReadonlySet<string> = new Set(['/livez', '/readyz']);

const TRUST_NOBODY: ClientAddressOptions = { trustedProxies: [], header: 'X-Forwarded-For' };

function send(
  { status, headers, body }: PlainAnswer,
  visit: Visit,
  outgoing: ServerResponse,
): void {
  outgoing.writeHead(status, headers as string[]);
  outgoing.end(body);
  visit.bodyBytes = () => Buffer.byteLength(body);
}

/** HEAD has the headers of GET, and node:http sends no body; Hono would take it away too early. */
function asRead(request: Request): Request {
  return request.method === 'HEAD' ? Object.create(request, { method: { value: 'GET' } }) : request;
}

function contentLength({ headers }: Response): number | undefined {
  const length = headers.get('Content-Length');
  return length === null ? undefined : Number(length);
}

/** Without the port, as host names are compared. */
function hostName(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}
