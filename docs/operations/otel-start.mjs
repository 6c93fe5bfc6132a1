/**
 * Loads the OpenTelemetry SDK before hdl-edge, which then makes spans of what it does.
 *
 * 1. npm install @opentelemetry/sdk-node     (beside this file; it is no dependency of hdl-edge)
 * 2. node --import ./otel-start.mjs dist/main.js serve
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

const sdk = new NodeSDK();
sdk.start();

// hdl-edge ends by itself on SIGTERM; what is not sent by then is sent now.
process.once('beforeExit', () => void sdk.shutdown());
