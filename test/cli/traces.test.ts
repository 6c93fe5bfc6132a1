import { writeFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { program } from './program.ts';
import { get } from './request.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Stands in for the SDK, which is no dependency: writes down the names of spans. */
const SDK = `
  import { INVALID_SPAN_CONTEXT, trace } from ${JSON.stringify(import.meta.resolve('@opentelemetry/api'))};
  const span = { setStatus() {}, end() {}, spanContext: () => INVALID_SPAN_CONTEXT };
  const startSpan = (name) => {
    process.stderr.write('span: ' + name + '\\n');
    return span;
  };
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) });`;

it('hdl-edge makes spans for an SDK that was loaded before it', async () => {
  const directory = temporaryDirectory();
  onTestFinished(directory.remove);
  const sdk = directory.path('sdk.mjs');
  writeFileSync(sdk, SDK);
  const environment = { NODE_OPTIONS: `--import=${sdk}` };
  const server = program(['demo', '--port', '0'], { environment });
  const [, url = ''] = await server.output(/^Ready on (http:\/\/127\.0\.0\.1:\d+)\./m);
  expect((await get(`${url}/20.500.1/one-url`)).status).toBe(302);
  await server.output(/^span: GET \/\{handle\}$/m, 'stderr');
});
