import type { Observer } from '../events.ts';
import type { Clock } from '../system.ts';

/** Where every copy of the OpenTelemetry API, version 1, keeps what was registered with it. */
const REGISTERED = Symbol.for('opentelemetry.js.api.1');

/**
 * Traces for the OpenTelemetry SDK that was loaded before this program, if one was. Otherwise the API
 * is not loaded either: its fifty files are a good part of a start.
 */
export async function openTraces(version: string, clock: Clock): Promise<Observer> {
  if (!(REGISTERED in globalThis)) return {};
  const { createTraces, registeredTracer } = await import('../telemetry/traces.ts');
  const tracer = registeredTracer(version);
  return tracer === undefined ? {} : createTraces({ tracer, clock });
}
