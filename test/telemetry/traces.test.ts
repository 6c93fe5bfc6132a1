import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  SpanStatusCode,
  type TimeInput,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api';
import { afterEach, describe, expect, it } from 'vitest';
import type { RequestEvent } from '../../src/events.ts';
import { parentContext } from '../../src/telemetry/trace-parent.ts';
import { createTraces, registeredTracer } from '../../src/telemetry/traces.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';
import { EXCHANGE, REQUEST } from './kit/numbers.ts';

interface Recorded {
  readonly name: string;
  readonly parent: string | undefined;
  readonly traceId: string;
  readonly start: TimeInput | undefined;
  readonly attributes: Attributes;
  end?: TimeInput | undefined;
  failed?: boolean;
}

/** Stands in for the SDK, which is no dependency: remembers the spans. */
function recordingTracer() {
  const spans: Recorded[] = [];
  const names = new Map<string, string>();
  const startSpan = (name: string, options: SpanOptions = {}, context: Context = ROOT_CONTEXT) => {
    const parent = trace.getSpanContext(context);
    const spanId = String(spans.length + 1).padStart(16, '0');
    const recorded: Recorded = {
      name,
      parent: parent && (names.get(parent.spanId) ?? parent.spanId),
      traceId: parent?.traceId ?? 'f'.repeat(32),
      start: options.startTime,
      attributes: options.attributes ?? {},
    };
    spans.push(recorded);
    names.set(spanId, name);
    const span = {
      spanContext: () => ({ traceId: recorded.traceId, spanId, traceFlags: 1 }),
      setStatus({ code }: { code: SpanStatusCode }) {
        recorded.failed = code === SpanStatusCode.ERROR;
      },
      end(time?: TimeInput) {
        recorded.end = time;
      },
    };
    return span as unknown as Span;
  };
  return { spans, tracer: { startSpan } as unknown as Tracer };
}

function traced(event: Partial<RequestEvent>) {
  const { spans, tracer } = recordingTracer();
  const clock = new VirtualClock();
  clock.advance(100);
  createTraces({ tracer, clock }).request?.({ ...REQUEST, ...event });
  return { spans, now: clock.now() };
}

const PARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

describe('the spans of a request', () => {
  it('are one where the cache answered', () => {
    const { spans, now } = traced({ milliseconds: 2 });
    expect(spans).toMatchObject([
      {
        name: 'GET /{handle}',
        parent: undefined,
        start: now - 2,
        end: now,
        attributes: {
          'http.request.method': 'GET',
          'http.response.status_code': 302,
          'hdl_edge.handle': '20.500.1/abc',
          'hdl_edge.cache': 'hit',
        },
      },
    ]);
  });

  it('hold its resolution, and that the exchanges with servers, at their times', () => {
    const { spans, now } = traced({
      milliseconds: 60,
      status: 504,
      resolution: { startedAt: 45, endedAt: 95 },
      exchanges: [
        { event: { ...EXCHANGE, milliseconds: 20, error: 'timeout' }, endedAt: 70 },
        { event: { ...EXCHANGE, milliseconds: 15, protocol: 'tcp' }, endedAt: 90 },
      ],
    });
    const epoch = now - 100;
    expect(spans.map(({ attributes, traceId, ...span }) => span)).toEqual([
      { name: 'GET /{handle}', parent: undefined, start: epoch + 40, end: now, failed: true },
      { name: 'resolve', parent: 'GET /{handle}', start: epoch + 45, end: epoch + 95 },
      {
        name: 'udp handle exchange',
        parent: 'resolve',
        start: epoch + 50,
        end: epoch + 70,
        failed: true,
      },
      { name: 'tcp handle exchange', parent: 'resolve', start: epoch + 75, end: epoch + 90 },
    ]);
    expect(spans[2]?.attributes).toMatchObject({
      'server.address': '192.0.2.1',
      'server.port': 2641,
      'network.peer.port': 2641,
      'network.transport': 'udp',
      'error.type': 'timeout',
    });
  });

  it('belong to the trace of a trusted proxy', () => {
    const { spans } = traced({ traceParent: PARENT });
    expect(spans).toMatchObject([{ parent: 'b'.repeat(16), traceId: 'a'.repeat(32) }]);
  });

  it('say of an HTTP request what the conventions want', () => {
    const { spans } = traced({ target: '/20.500.1/abc?x=1', userAgent: 'curl', status: 504 });
    expect(spans[0]?.attributes).toMatchObject({
      'http.request.method': 'GET',
      'http.route': '/{handle}',
      'error.type': '504',
      'network.protocol.version': '1.1',
      'url.scheme': 'https',
      'url.path': '/20.500.1/abc',
      'url.query': 'x=1',
      'user_agent.original': 'curl',
    });
    expect(JSON.stringify(spans)).not.toContain(REQUEST.clientAddress);
  });

  it('count methods that nobody knows as one', () => {
    const { spans } = traced({ method: 'M-SEARCH', handle: undefined, status: 405 });
    expect(spans[0]?.name).toBe('HTTP');
    expect(spans[0]?.attributes).toMatchObject({
      'http.request.method': '_OTHER',
      'http.request.method_original': 'M-SEARCH',
    });
    expect(spans[0]?.attributes['error.type']).toBeUndefined();
  });

  it.each([
    [{ way: 'api' }, 'GET /api/handles/{handle}'],
    [{ way: 'native', method: 'POST' }, 'POST handle message'],
    [{ handle: undefined }, 'GET'],
  ] as const)('have names of few kinds: %j', (event, name) => {
    expect(traced(event).spans[0]?.name).toBe(name);
  });
});

describe('a traceparent', () => {
  const idOf = (header: string | undefined) => trace.getSpanContext(parentContext(header))?.spanId;

  it.each([PARENT, PARENT.replace(/01$/, '00'), `${PARENT.replace(/^00/, 'cc')}-more`])(
    'is read: %s',
    (header) => expect(idOf(header)).toBe('b'.repeat(16)),
  );

  it.each([
    undefined,
    '',
    PARENT.replace(/^00/, 'ff'),
    PARENT.toUpperCase(),
    PARENT.replaceAll('a', '0'),
    PARENT.replaceAll('b', '0'),
    `x${PARENT}`,
    `${PARENT}x`,
  ])('is passed over: %j', (header) => expect(idOf(header)).toBeUndefined());
});

describe('a tracer', () => {
  afterEach(() => trace.disable());

  it('is not there unless somebody has loaded an SDK', () => {
    expect(registeredTracer('1')).toBeUndefined();
  });

  it('is that of the SDK that was loaded', () => {
    const { tracer } = recordingTracer();
    trace.setGlobalTracerProvider({ getTracer: () => tracer } as TracerProvider);
    expect(registeredTracer('1')?.startSpan).toBeDefined();
  });
});
