/**
 * Loads the OpenTelemetry SDK before hdl-edge, which then makes spans of what it does.
 *
 * 1. npm install @opentelemetry/sdk-node     (beside this file; it is no dependency of hdl-edge)
 * 2. node --import ./otel-start.mjs dist/main.js serve
 *
 * Tried with @opentelemetry/sdk-node 0.223 (SDK 2.12). Workers load it too.
 *
 * Where spans go and how many are kept is said by the usual variables:
 *   OTEL_SERVICE_NAME=hdl-edge
 *   OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318
 *   OTEL_TRACES_SAMPLER=parentbased_traceidratio OTEL_TRACES_SAMPLER_ARG=0.01
 */
import { NodeSDK } from '@opentelemetry/sdk-node';

process.env.OTEL_SERVICE_NAME ??= 'hdl-edge';
// hdl-edge has metrics and logs of its own.
process.env.OTEL_METRICS_EXPORTER ??= 'none';
process.env.OTEL_LOGS_EXPORTER ??= 'none';

// A collector that is away holds up neither spans nor, at the end, the process.
process.env.OTEL_EXPORTER_OTLP_TIMEOUT ??= '2000';

// hdl-edge has it send what is left when it ends, so nothing need be done then.
new NodeSDK().start();
