import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TracerProvider, trace } from '@opentelemetry/api';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { flushTraces } from '../../src/telemetry/flush-traces.ts';
import { registeredTracer } from '../../src/telemetry/traces.ts';
import { VirtualClock } from '../resolver/kit/virtual-clock.ts';

/** Stands in for the provider of the SDK, which is no dependency. */
function providerThat(forceFlush: () => Promise<void>) {
  const tracer = { startSpan: () => undefined };
  return { getTracer: () => tracer, forceFlush } as unknown as TracerProvider;
}

/** The API as an SDK brings it that is installed somewhere else. */
function anotherCopyOfTheApi(): typeof import('@opentelemetry/api') {
  const folder = mkdtempSync(join(tmpdir(), 'hdl-edge-api-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync('node_modules/@opentelemetry/api', folder, { recursive: true });
  return createRequire(import.meta.url)(folder);
}

afterEach(() => trace.disable());

describe('what has been traced', () => {
  it('is sent before the process ends', async () => {
    let flushes = 0;
    trace.setGlobalTracerProvider(
      providerThat(async () => {
        flushes += 1;
      }),
    );
    const clock = new VirtualClock();
    await flushTraces(clock);
    expect([flushes, clock.alarms]).toEqual([1, 0]);
  });

  it('is sent also where the SDK has a copy of the API of its own', async () => {
    const { trace: theirs } = anotherCopyOfTheApi();
    expect(theirs).not.toBe(trace);
    let flushes = 0;
    theirs.setGlobalTracerProvider(
      providerThat(async () => {
        flushes += 1;
      }),
    );
    expect(registeredTracer('1')).toBeDefined();
    await flushTraces(new VirtualClock());
    expect(flushes).toBe(1);
  });

  it('keeps nobody waiting when it cannot be sent', async () => {
    const clock = new VirtualClock();
    trace.setGlobalTracerProvider(providerThat(() => new Promise(() => {})));
    let isDone = false;
    const done = flushTraces(clock).then(() => {
      isDone = true;
    });
    clock.advance(999);
    await Promise.resolve();
    expect(isDone).toBe(false);
    clock.advance(1);
    await done;
  });

  it('fails nobody', async () => {
    trace.setGlobalTracerProvider(providerThat(() => Promise.reject(new Error('no collector'))));
    await expect(flushTraces(new VirtualClock())).resolves.toBeUndefined();
  });

  it('is nothing without an SDK', async () => {
    const clock = new VirtualClock();
    await flushTraces(clock);
    expect(clock.alarms).toBe(0);
  });
});

describe('the API of OpenTelemetry', () => {
  // An SDK brings the version it knows; a later one of ours would not be served by it.
  it('is not later than what SDKs bring', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(dependencies['@opentelemetry/api']).toMatch(/^~1\.9\./);
  });
});
