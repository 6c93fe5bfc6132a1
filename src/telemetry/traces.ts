import {
  type Attributes,
  type Context,
  ProxyTracerProvider,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { EndedExchange, Observer, RequestEvent } from '../events.ts';
import type { Clock } from '../system.ts';
import { parentContext } from './trace-parent.ts';

export interface TracesOptions {
  readonly tracer: Tracer;
  readonly clock: Clock;
}

/**
 * A tracer of the OpenTelemetry SDK that was loaded before this program.
 *
 * @returns undefined when there is none: then nobody need make spans
 */
export function registeredTracer(version: string): Tracer | undefined {
  const provider = trace.getTracerProvider();
  const none = new ProxyTracerProvider().getDelegate();
  if (provider instanceof ProxyTracerProvider && provider.getDelegate() === none) return undefined;
  return provider.getTracer('hdl-edge', version);
}

/**
 * Makes the spans of a request: itself, its resolution, the exchanges with handle servers. They are
 * made when it has been answered, from what is then known; the handle protocol could not carry their
 * context on anyway, and so what is on the way need not know of them.
 */
export function createTraces({ tracer, clock }: TracesOptions): Observer {
  function spanOf(
    name: string,
    kind: SpanKind,
    startTime: number,
    attributes: Attributes,
    parent: Context,
  ): { span: Span; inside: Context } {
    const span = tracer.startSpan(name, { kind, startTime, attributes }, parent);
    return { span, inside: trace.setSpan(parent, span) };
  }

  function traceExchange({ event, endedAt }: EndedExchange, parent: Context, epoch: number): void {
    const start = epoch + endedAt - event.milliseconds;
    const name = `${event.protocol} handle exchange`;
    const { span } = spanOf(name, SpanKind.CLIENT, start, exchangeAttributes(event), parent);
    if (event.error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(epoch + endedAt);
  }

  return {
    request(event) {
      const now = clock.now();
      // What turns the clock's elapsed time into time of day.
      const epoch = now - clock.elapsed();
      const parent = parentContext(event.traceParent);
      const name = nameOf(event);
      const start = now - event.milliseconds;
      const attributes = requestAttributes(event);
      const { span, inside } = spanOf(name, SpanKind.SERVER, start, attributes, parent);
      if (event.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      const { resolution, exchanges = [] } = event;
      if (resolution !== undefined) {
        const { startedAt, endedAt } = resolution;
        const about = { 'hdl_edge.handle': event.handle };
        const child = spanOf('resolve', SpanKind.INTERNAL, epoch + startedAt, about, inside);
        for (const exchange of exchanges) traceExchange(exchange, child.inside, epoch);
        child.span.end(epoch + endedAt);
      }
      span.end(now);
    },
  };
}

/** Methods that the conventions allow by name; all others count as one. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']);

function isKnown(method: string): boolean {
  return METHODS.has(method);
}

/** Of few values, as names of spans must be. */
function nameOf(event: RequestEvent): string {
  const method = isKnown(event.method) ? event.method : 'HTTP';
  if (event.way === 'native') return `${method} handle message`;
  const route = routeOf(event);
  return route === undefined ? method : `${method} ${route}`;
}

function routeOf({ way, handle }: RequestEvent): string | undefined {
  if (handle === undefined || way === 'native') return undefined;
  return way === 'api' ? '/api/handles/{handle}' : '/{handle}';
}

/** By the semantic conventions for spans of HTTP servers, but without the client's address. */
function requestAttributes(event: RequestEvent): Attributes {
  const [path, query] = event.target.split(/\?(.*)/s);
  const { method } = event;
  return {
    ...(isKnown(method)
      ? { 'http.request.method': method }
      : { 'http.request.method': '_OTHER', 'http.request.method_original': method }),
    'http.response.status_code': event.status,
    'http.route': routeOf(event),
    'error.type': event.status >= 500 ? String(event.status) : undefined,
    'network.protocol.version': event.httpVersion,
    'url.scheme': event.scheme,
    'url.path': path,
    'url.query': query,
    'user_agent.original': event.userAgent,
    'hdl_edge.handle': event.handle,
    'hdl_edge.response_code': event.responseCode,
    'hdl_edge.cache': event.cache,
  };
}

function exchangeAttributes(event: EndedExchange['event']): Attributes {
  return {
    'network.transport': event.protocol === 'udp' ? 'udp' : 'tcp',
    'network.peer.address': event.address,
    'network.peer.port': event.port,
    'server.address': event.address,
    'server.port': event.port,
    'error.type': event.error,
    'hdl_edge.protocol': event.protocol,
    'hdl_edge.handle': event.handle,
    'hdl_edge.purpose': event.purpose,
    'hdl_edge.site': event.site,
    'hdl_edge.response_code': event.responseCode,
    'hdl_edge.attempts': event.attempts,
    'hdl_edge.bytes': event.bytes,
  };
}
