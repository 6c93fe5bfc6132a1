import type { Observer } from '../events.ts';
import type { Clock } from '../system.ts';

/** Where every copy of the OpenTelemetry API, version 1, keeps what was registered with it. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

export interface OpenTraces {
  readonly observer: Observer;
  /** Has the SDK send what it holds. */
  flush(): Promise<void>;
}

const NO_TRACES: OpenTraces = { observer: {}, flush: async () => {} };

/**
 * Traces for the OpenTelemetry SDK that was loaded before this program, if one was. Otherwise the API
 * is not loaded either: its fifty files are a good part of a start.
 */
export async function openTraces(version: string, clock: Clock): Promise<OpenTraces> {
  if (!(REGISTERED in globalThis)) return NO_TRACES;
  const { createTraces, registeredTracer } = await import('../telemetry/traces.ts');
  const { flushTraces } = await import('../telemetry/flush-traces.ts');
  const tracer = registeredTracer(version);
  return {
    observer: tracer === undefined ? {} : createTraces({ tracer, clock }),
    flush: () => flushTraces(clock),
  };
}
