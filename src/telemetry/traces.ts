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

/** Of few values, as names of spans must be. */
function nameOf({ method, way, handle }: RequestEvent): string {
  if (way === 'native') return `${method} handle message`;
  if (handle === undefined) return method;
  return way === 'api' ? `${method} /api/handles/{handle}` : `${method} /{handle}`;
}

function requestAttributes(event: RequestEvent): Attributes {
  const [path, query] = event.target.split(/\?(.*)/s);
  return {
    'http.request.method': event.method,
    'http.response.status_code': event.status,
    'network.protocol.version': event.httpVersion,
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
